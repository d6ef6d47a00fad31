import type { Random } from '../../src/model/random.js';

/** A world nobody told the watch about, played by the hour of a job's start; the change acts at hour 0. */
export interface WildWorld {
  readonly name: string;
  /** Jobs an hour; `after` the change where it differs. */
  readonly pace: number;
  readonly paceAfter?: number;
  /** Jobs that start in the first minutes after the change. */
  readonly atOnce?: number;
  readonly history: number;
  readonly rateBefore: number;
  readonly rateAfter: number;
  /** Hours that a job lasts, evenly between. */
  readonly hours: readonly [number, number];
  /** Of failures, where they differ. */
  readonly failingHours?: readonly [number, number];
  /** Of jobs that fail newly, since the change: they die without a word and are failed when a limit is over. */
  readonly silentHours?: readonly [number, number];
  /** A failed job is tried again up to `tries` times, and fails again with this probability. */
  readonly retries?: { readonly failsAgain: number; readonly tries: number };
  /** So many hours before the change the rate became `rateAfter`. */
  readonly movedHours?: number;
  /** Hours in which `rate` of the jobs fail, `share` of all hours. */
  readonly badHours?: { readonly share: number; readonly rate: number };
  /** Stretches of so many hours whose jobs share their fate: the rates of failure of the stretches differ as this correlation asks. */
  readonly bursts?: { readonly hours: number; readonly correlation: number };
  /** Queues alike, with a rate of failure each and 400 jobs in the days before. */
  readonly peerRates?: readonly number[];
  /** The watch is looked at up to so many hours; 72 where not said. */
  readonly watchHours?: number;
  /** Looked at every hour, whatever failed. */
  readonly isLookedAtHourly?: boolean;
  /** Records that come twice. */
  readonly twice?: number;
  readonly queues?: number;
  /** The queues are changed one after the other, each when the watch of the one before is over. */
  readonly isInTurn?: boolean;
  /** Of the queues, those in which half the jobs fail after the change. */
  readonly broken?: number;
}

export interface WildJob {
  readonly startHour: number;
  readonly endHour: number;
  readonly failed: boolean;
  readonly id: number;
  readonly task: number;
  readonly node: number;
  readonly jobset: number;
  readonly attempt: number;
}

/** All jobs of a queue, before and after the change, until `lastHour`. */
export function jobsOf(world: WildWorld, random: Random, lastHour: number): readonly WildJob[] {
  const { pace, history, badHours, bursts } = world;
  const first = -history / pace;
  const bad = new Map<number, boolean>();
  const isBad = (hour: number): boolean => {
    const place = Math.floor(hour);
    const known = bad.get(place) ?? (badHours !== undefined && random() < badHours.share);
    bad.set(place, known);
    return known;
  };
  const fates = new Map<number, number>();
  const burstRate = (hour: number, usual: number): number => {
    if (!bursts) return usual;
    const place = Math.floor(hour / bursts.hours);
    const known = fates.get(place) ?? betaDraw(random, usual, bursts.correlation);
    fates.set(place, known);
    return known;
  };
  const jobs: WildJob[] = [];
  const start = (startHour: number, jobset: number, attempt: number): void => {
    const moved = -(world.movedHours ?? 0);
    const usual = startHour < moved ? world.rateBefore : world.rateAfter;
    const again = attempt > 1 && world.retries ? world.retries.failsAgain : burstRate(startHour, usual);
    const failed = random() < (badHours && isBad(startHour) ? badHours.rate : again);
    const isSilent = world.silentHours && failed && startHour >= 0 && random() * usual >= world.rateBefore;
    const whereFailed = (isSilent ? world.silentHours : undefined) ?? world.failingHours ?? world.hours;
    const [least, most] = failed ? whereFailed : world.hours;
    const endHour = startHour + least + (most - least) * random();
    const number = jobs.length;
    const task = 100 * Math.floor(jobset / 100) + Math.floor(random() * 30);
    jobs.push({ startHour, endHour, failed, id: number, task, node: Math.floor(40 * random()), jobset, attempt });
    if (failed && world.retries && attempt <= world.retries.tries) start(endHour + 0.2, jobset, attempt + 1);
  };
  let jobset = 0;
  for (let number = 0; number < (world.atOnce ?? 0); number++) start(0.05 * random(), jobset++, 1);
  for (let hour = first; hour < lastHour;) {
    hour += -Math.log(1 - random()) / (hour < 0 ? pace : (world.paceAfter ?? pace));
    start(hour, jobset++, 1);
  }
  return jobs;
}

/** Drawn from the beta law of a mean and of the correlation of two jobs that share the draw (Jöhnk 1964). */
function betaDraw(random: Random, mean: number, correlation: number): number {
  const weight = (1 - correlation) / correlation;
  for (;;) {
    const [one, other] = [random() ** (1 / (mean * weight)), random() ** (1 / ((1 - mean) * weight))];
    if (one + other > 0 && one + other <= 1) return one / (one + other);
  }
}

const usual = { pace: 10, history: 400, rateBefore: 0.05, rateAfter: 0.05, hours: [0.5, 3.5] } as const;

/** Nothing changes at hour 0. */
export const nullWorlds: readonly WildWorld[] = [
  { ...usual, name: 'independent' },
  { ...usual, name: 'independent, 20 %', rateBefore: 0.2, rateAfter: 0.2 },
  { ...usual, name: 'failures end sooner, 100 jobs at once', failingHours: [0.05, 0.4], atOnce: 100 },
  { ...usual, name: 'failures end sooner', failingHours: [0.05, 0.4] },
  { ...usual, name: 'failures end in half the time, 100 jobs at once', failingHours: [0.25, 1.75], atOnce: 100 },
  { ...usual, name: 'pace three times as high', failingHours: [0.05, 0.4], paceAfter: 30 },
  { ...usual, name: 'retries, 90 %, up to five', retries: { failsAgain: 0.9, tries: 5 } },
  { ...usual, name: 'retries, 70 %, three', retries: { failsAgain: 0.7, tries: 3 } },
  { ...usual, name: 'each tenth record twice', twice: 0.1 },
  { ...usual, name: 'history of three jobs, 20 %', history: 3, rateBefore: 0.2, rateAfter: 0.2 },
  { ...usual, name: 'history of twenty jobs, 20 %', history: 20, rateBefore: 0.2, rateAfter: 0.2 },
  { ...usual, name: 'moved from 3 to 10 % three hours before', rateBefore: 0.03, rateAfter: 0.1, movedHours: 3 },
  { ...usual, name: 'bad hours, 3 % of them, 90 % fail', badHours: { share: 0.03, rate: 0.9 } },
  { ...usual, name: 'bad hours, 1 % of them, 90 % fail', badHours: { share: 0.01, rate: 0.9 } },
  { ...usual, name: 'backlog: 300 jobs at once, failures end sooner', failingHours: [0.05, 0.4], atOnce: 300 },
  { ...usual, name: 'bursts of three hours, correlation 0.5', bursts: { hours: 3, correlation: 0.5 } },
  { ...usual, name: 'bursts of six hours, correlation 0.4', bursts: { hours: 6, correlation: 0.4 } },
  { ...usual, name: 'bursts of one hour, correlation 0.8', bursts: { hours: 1, correlation: 0.8 } },
  {
    ...usual,
    name: 'history of three jobs, 20 %, four queues alike at 5 %',
    history: 3,
    rateBefore: 0.2,
    rateAfter: 0.2,
    peerRates: [0.05, 0.05, 0.05, 0.05],
  },
  {
    ...usual,
    name: 'history of three jobs, 20 %, eight queues alike at 2 to 10 %',
    history: 3,
    rateBefore: 0.2,
    rateAfter: 0.2,
    peerRates: [0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.1],
  },
];

/** Bad hours at a hundred queues, judged together; in the second world ten of them are broken by the change. */
export const manyQueues: readonly WildWorld[] = [
  { ...usual, name: '100 queues in turn', queues: 100, isInTurn: true },
  {
    ...usual,
    name: '100 queues in turn with bad hours',
    badHours: { share: 0.03, rate: 0.9 },
    queues: 100,
    isInTurn: true,
  },
  { ...usual, name: '100 queues in turn, 10 broken', queues: 100, broken: 10, isInTurn: true },
  { ...usual, name: '100 queues with bad hours', badHours: { share: 0.03, rate: 0.9 }, queues: 100 },
  {
    ...usual,
    name: '100 queues with bad hours, 10 broken',
    badHours: { share: 0.03, rate: 0.9 },
    queues: 100,
    broken: 10,
  },
];

/** Called good within 72 hours: in at least, or at most, so many of the campaigns. */
export interface GoodRow {
  readonly world: WildWorld;
  readonly atLeast?: number;
  readonly atMost?: number;
}

export const goodRows: readonly GoodRow[] = [
  { world: { ...usual, name: 'good: 5 %, as before' }, atLeast: 0.95 },
  { world: { ...usual, name: 'good: 20 %, as before', rateBefore: 0.2, rateAfter: 0.2 }, atLeast: 0.95 },
  { world: { ...usual, name: 'good: 5 to 15 %', rateAfter: 0.15 }, atMost: 0.05 },
  { world: { ...usual, name: 'good: 20 to 30 %', rateBefore: 0.2, rateAfter: 0.3 }, atMost: 0.05 },
  { world: { ...usual, name: 'good: 5 to 10 %', rateAfter: 0.1 } },
  { world: { ...usual, name: 'good: 5 to 8 %', rateAfter: 0.08 } },
  { world: { ...usual, name: 'good: slow, one job in two hours', pace: 0.5, watchHours: 720 } },
  ...[6, 12].map((limit): GoodRow => ({
    world: {
      ...usual,
      name: `good: 30 % die silently, failed after ${limit} h`,
      pace: 30,
      rateAfter: 0.3,
      hours: [0.5, 1.5],
      silentHours: [limit, limit + 0.3],
      isLookedAtHourly: true,
    },
    atMost: 0.05,
  })),
  { world: { ...usual, name: 'good: 60 %, as before', rateBefore: 0.6, rateAfter: 0.6, watchHours: 240 } },
  { world: { ...usual, name: 'good: 24 jobs a day', pace: 1, watchHours: 480 } },
  { world: { ...usual, name: 'good: 2 jobs a day', pace: 1 / 12, history: 112, watchHours: 1_440 } },
  {
    world: { ...usual, name: 'good: 5 to 15 %, looked at for ten days', rateAfter: 0.15, watchHours: 240 },
    atMost: 0.05,
  },
];

/** The rate goes up at hour 0; median jobs and the share that must ever speak within 700. */
export interface PowerRow {
  readonly world: WildWorld;
  /** Of the test valid with the rate estimated; null: fewer than half speak. */
  readonly valid: number | null;
  readonly share: number;
}

export const powerRows: readonly PowerRow[] = [
  { world: { ...usual, name: '5 to 25 %', rateAfter: 0.25 }, valid: 27, share: 1 },
  { world: { ...usual, name: '5 to 25 %, 60 jobs an hour', rateAfter: 0.25, pace: 60 }, valid: 24, share: 1 },
  { world: { ...usual, name: '5 to 25 %, jobs of 6 h', rateAfter: 0.25, hours: [4.5, 7.5] }, valid: 25, share: 1 },
  { world: { ...usual, name: '5 to 95 %, jobs of 6 h', rateAfter: 0.95, hours: [4.5, 7.5] }, valid: 2, share: 1 },
  { world: { ...usual, name: '5 to 50 %', rateAfter: 0.5 }, valid: 5, share: 1 },
  { world: { ...usual, name: '5 to 15 %', rateAfter: 0.15 }, valid: 140, share: 0.88 },
  { world: { ...usual, name: '5 to 10 %', rateAfter: 0.1 }, valid: null, share: 0.3 },
  { world: { ...usual, name: '0.5 to 3 %', rateBefore: 0.005, rateAfter: 0.03 }, valid: null, share: 0.27 },
];

/** History of 2,000 jobs, against the test that knows the rate. */
export const longHistoryRows: readonly PowerRow[] = [
  { world: { ...usual, name: '5 to 25 %, history of 2,000', rateAfter: 0.25, history: 2_000 }, valid: 13, share: 1 },
  { world: { ...usual, name: '5 to 50 %, history of 2,000', rateAfter: 0.5, history: 2_000 }, valid: 3, share: 1 },
  { world: { ...usual, name: '5 to 15 %, history of 2,000', rateAfter: 0.15, history: 2_000 }, valid: 52, share: 1 },
  { world: { ...usual, name: '5 to 10 %, history of 2,000', rateAfter: 0.1, history: 2_000 }, valid: 176, share: 0.5 },
  {
    world: { ...usual, name: '0.5 to 3 %, history of 2,000', rateBefore: 0.005, rateAfter: 0.03, history: 2_000 },
    valid: 104,
    share: 0.5,
  },
];
