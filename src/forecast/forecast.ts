import { isoDate, type IsoDate } from '../model/dates.js';
import type { DayDone } from '../model/history.js';
import { seededRandom, type Random } from '../model/random.js';
import { changeOfPace, type PaceChange } from './pace-change.js';
import { likeness, shareOf, weeksOf } from './weeks.js';

export interface ForecastInput {
  /** Working days so far, in order; days that allowed nothing do not count. */
  readonly history: readonly DayDone[];
  /** Sites still to go, of those that have a day: when the others go nobody knows. */
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
  /** Fewer than ten samples, or so few days with anything done that no end can be told. */
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
  const change = byWeeks ? changeOfPace(weeks.filter((days) => shareOf(days) > 0)) : null;
  const all = regime(byWeeks ? weeks : past.map((one) => [one]), byWeeks);
  const recent = change && regime(weeks.slice(weeks.indexOf(change.since)), byWeeks);
  const random = seededRandom(options.seed ?? 1, 'forecast');
  const openDays = openDaysFrom(input);
  const finishes = Array.from({ length: options.runs ?? 2000 }, () => {
    const known = recent && random() < change.probability ? recent : all;
    const drawn = (options.resample ?? true) ? drawnFrom(known, random) : known;
    const days = play(drawn, toGo, openDays, setbacks ?? none, random);
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
    lowConfidence: past.length < enoughSamples || by(0.95) === null,
    reason: reasonOf(past, weeks, change),
  };
}

/** A change of pace that is as likely as not is told. */
const worthAWord = 0.5;

function reasonOf(past: readonly DayDone[], weeks: readonly (readonly DayDone[])[], change: PaceChange | null): string {
  if (change === null || change.probability < worthAWord)
    return `${percent(past)} of what was allowed was done on the ${past.length} working days so far`;
  const place = weeks.indexOf(change.since);
  const [before, since] = [weeks.slice(0, place).flat(), weeks.slice(place).flat()];
  return `the pace changed about ${since[0]?.date ?? ''}: since then ${percent(since)} of what was allowed was done, before ${percent(before)}; what came since counts`;
}

/** How it goes on: blocks that are drawn, the probability that one is followed by itself, and that a week stops altogether. */
interface Regime {
  readonly blocks: readonly (readonly DayDone[])[];
  readonly alike: number;
  readonly stopping: number;
  /** Weeks by which stops are known; 0 where blocks are days, which stop as they were seen to. */
  readonly weeks: number;
}

function regime(blocks: readonly (readonly DayDone[])[], byWeeks: boolean): Regime {
  if (!byWeeks) return { blocks, alike: 0, stopping: 0, weeks: 0 };
  const working = blocks.filter((days) => shareOf(days) > 0);
  if (working.length === 0) return { blocks, alike: 0, stopping: 0, weeks: 0 };
  return {
    blocks: working,
    alike: likeness(blocks),
    stopping: 1 - working.length / blocks.length,
    weeks: blocks.length,
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

/** Working days until the last site is done; Infinity if they do not suffice. */
function play(
  { blocks, alike, stopping }: Regime,
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
      if (index === 0 || random() >= alike)
        block = stopping > 0 && random() < stopping ? stopped : pick(blocks, random);
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

const stopped = Array.from({ length: 5 }, (): DayDone => ({ date: isoDate(0), done: 0, allowed: 1 }));

function later(back: Map<number, number>, index: number): void {
  back.set(index, (back.get(index) ?? 0) + 1);
}

/**
 * Beforehand a week in four stops, known as well as from four weeks; or none ever does, which is less likely, and
 * the likelier the longer none was seen to.
 */
const stopsBeforehand = { stopped: 1, worked: 3 } as const;
const neverStops = 0.25;

/** Probability that weeks never stop, of which so many were seen to work and none to stop. */
function never(worked: number): number {
  const allWorking = stopsBeforehand.worked / (stopsBeforehand.worked + worked);
  return neverStops / (neverStops + (1 - neverStops) * allWorking);
}

/**
 * A history that might have been. Working weeks: as many as there are independent ones (weeks alike say less:
 * Bayley and Hammersley 1946; half of them at least), less one: so the spread of the means comes out right,
 * and not n-1 n-ths of it. Drawn by days, one more block stands for their mean, so that a history in which something was done
 * is never drawn as one in which nothing is. The share of weeks that stop by its beta law.
 */
function drawnFrom(known: Regime, random: Random): Regime {
  const { blocks, alike, stopping, weeks } = known;
  const independent = (blocks.length - 1) * Math.max(0.5, (1 - alike) / (1 + alike));
  return {
    ...known,
    blocks: [
      ...Array.from({ length: Math.max(1, Math.round(independent)) }, () => pick(blocks, random)),
      ...(weeks === 0 ? [[meanDay(blocks.flat())]] : []),
    ],
    stopping:
      weeks === 0 || (stopping === 0 && random() < never(weeks))
        ? 0
        : beta(
            Math.round(stopping * weeks) + stopsBeforehand.stopped,
            Math.round((1 - stopping) * weeks) + stopsBeforehand.worked,
            random,
          ),
  };
}

/** One day that stands for all: as much done of as much allowed. */
function meanDay(days: readonly DayDone[]): DayDone {
  const [done, allowed] = days.reduce(([did, could], day) => [did + day.done, could + day.allowed], [0, 0]);
  return { date: days[0]?.date ?? isoDate(0), done, allowed };
}

/** Drawn from the beta law of whole numbers: of exponential times added up, the share of the first ones. */
function beta(a: number, b: number, random: Random): number {
  const [one, other] = [a, b].map((count) => {
    let sum = 0;
    for (let drawn = 0; drawn < count; drawn++) sum -= Math.log(1 - random());
    return sum;
  }) as [number, number];
  return one / (one + other);
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
