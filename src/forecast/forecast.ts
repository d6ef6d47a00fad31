import { isoDate, type IsoDate } from '../model/dates.js';
import type { DayDone } from '../model/history.js';
import { seededRandom, type Random } from '../model/random.js';
import { likeness, weeksOf } from './weeks.js';

export interface ForecastInput {
  /** Working days so far, in order; days that allowed nothing do not count. */
  readonly history: readonly DayDone[];
  /** Sites still to go. */
  readonly toGo: number;
  /** The first day still to come, and what each day allows. */
  readonly firstDay: number;
  readonly capacity: (day: number) => { readonly sites: number };
  /** No plan ends before this day (the bound or the finish of the waves). */
  readonly notBefore?: number;
  readonly setbacks?: Setbacks;
  readonly options?: ForecastOptions;
}

/** What the history does not show; each 0 by default. Shares are between 0 and 1. */
export interface Setbacks {
  /** Share of flips that are rolled back and have to be done again, so many working days later. */
  readonly rolledBack: number;
  readonly rolledBackDays: number;
  /** Share of sites that do not answer when their turn comes, and then go so many working days later. */
  readonly unanswered: number;
  readonly unansweredDays: number;
}

interface ForecastOptions {
  readonly runs?: number;
  readonly seed?: number;
  /** `weeks` keeps what belongs together in a week; default: weeks from three weeks of history on. */
  readonly blocks?: 'weeks' | 'days';
  /** true (default): the history is a sample itself, so every run draws its own from it first. */
  readonly resample?: boolean;
}

export interface Forecast {
  /** Days by which all is done in 50, 85 and 95 % of the runs; null: not within ten years. */
  readonly p50: IsoDate | null;
  readonly p85: IsoDate | null;
  readonly p95: IsoDate | null;
  /** Working days of history. */
  readonly samples: number;
  /** Fewer than ten samples. */
  readonly lowConfidence: boolean;
  readonly reason: string;
}

const enoughSamples = 10;
const horizonDays = 3660;

/**
 * When it all ends: the ratios done / allowed of the past, drawn by blocks (block bootstrap, Künsch
 * 1989; weeks are repeated as far as they resemble each other) and played through the calendar to
 * come. null: no history, or nothing to go.
 */
export function forecast(input: ForecastInput): Forecast | null {
  const { toGo, setbacks, options = {} } = input;
  const past = input.history.filter(({ allowed }) => allowed > 0);
  if (past.length === 0 || toGo <= 0) return null;
  const weeks = weeksOf(past);
  const byWeeks = (options.blocks ?? (weeks.length >= 3 ? 'weeks' : 'days')) === 'weeks';
  const blocks = byWeeks ? weeks : past.map((one) => [one]);
  const alike = byWeeks ? likeness(weeks) : 0;
  const random = seededRandom(options.seed ?? 1, 'forecast');
  const openDays = openDaysFrom(input);
  const finishes = Array.from({ length: options.runs ?? 2000 }, () => {
    const drawn = (options.resample ?? true) ? drawnFrom(blocks, alike, random) : blocks;
    const days = play(drawn, alike, toGo, openDays, setbacks ?? none, random);
    return Math.max(openDays[days - 1]?.day ?? Infinity, input.notBefore ?? -Infinity);
  }).sort((a, b) => a - b);
  const by = (share: number): IsoDate | null => {
    const day = finishes[Math.ceil(share * finishes.length) - 1] ?? Infinity;
    return day === Infinity ? null : isoDate(day);
  };
  return {
    p50: by(0.5),
    p85: by(0.85),
    p95: by(0.95),
    samples: past.length,
    lowConfidence: past.length < enoughSamples,
    reason: `${percent(past)} of what was allowed was done on the ${past.length} working days so far`,
  };
}

const none: Setbacks = { rolledBack: 0, rolledBackDays: 0, unanswered: 0, unansweredDays: 0 };

interface OpenDay {
  readonly day: number;
  readonly sites: number;
}

function openDaysFrom({ firstDay, capacity }: ForecastInput): readonly OpenDay[] {
  const days: OpenDay[] = [];
  for (let day = firstDay; day < firstDay + horizonDays; day++) {
    const { sites } = capacity(day);
    if (sites > 0) days.push({ day, sites });
  }
  return days;
}

/** Working days until the last site is done; Infinity if they do not suffice. A block is followed by itself with the probability `alike`. */
function play(
  blocks: readonly (readonly DayDone[])[],
  alike: number,
  toGo: number,
  openDays: readonly OpenDay[],
  setbacks: Setbacks,
  random: Random,
): number {
  const calm = setbacks.unanswered === 0 && setbacks.rolledBack === 0;
  const back = new Map<number, number>();
  let waiting = toGo;
  let unfinished = toGo;
  let block: readonly DayDone[] = [];
  let next = 0;
  for (const [index, { sites }] of openDays.entries()) {
    if (next >= block.length) {
      if (index === 0 || random() >= alike) block = pick(blocks, random);
      next = 0;
    }
    const sample = block[next++] as DayDone;
    waiting += back.get(index) ?? 0;
    let places = Math.min(sites, Math.floor((sample.done * sites) / sample.allowed + random()));
    if (calm) {
      waiting -= places;
      if (waiting <= 0) return index + 1;
      continue;
    }
    for (; places > 0 && waiting > 0; waiting--) {
      if (random() < setbacks.unanswered) {
        later(back, index + Math.max(1, setbacks.unansweredDays));
      } else if (random() < setbacks.rolledBack) {
        later(back, index + Math.max(1, setbacks.rolledBackDays));
        places -= 1;
      } else {
        unfinished -= 1;
        places -= 1;
      }
    }
    if (unfinished === 0) return index + 1;
  }
  return Infinity;
}

function later(back: Map<number, number>, index: number): void {
  back.set(index, (back.get(index) ?? 0) + 1);
}

/**
 * As many as there are independent ones (weeks alike say less: Bayley and Hammersley 1946; half of
 * them at least), less one: so the spread of the means comes out right, and not n-1 n-ths of it.
 */
function drawnFrom<T>(blocks: readonly T[], alike: number, random: Random): readonly T[] {
  const independent = (blocks.length - 1) * Math.max(0.5, (1 - alike) / (1 + alike));
  return Array.from({ length: Math.max(1, Math.round(independent)) }, () => pick(blocks, random));
}

function pick<T>(list: readonly T[], random: Random): T {
  return list[Math.floor(random() * list.length)] as T;
}

function percent(past: readonly DayDone[]): string {
  let [done, allowed] = [0, 0];
  for (const one of past) {
    done += one.done;
    allowed += one.allowed;
  }
  return `${Math.round((100 * done) / allowed)} %`;
}
