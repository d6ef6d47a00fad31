import * as z from 'zod';
import { campaign, count, date, instant, risk, siteSources, ladder } from './fields.js';
import { status } from './plans.js';
import { request, presentStatus } from './present-status.js';

const stage = z.enum(['leaving', 'rolledBack', 'commissioning', 'migrated', 'partly', 'blocked', 'ready']);
/** Sites done against what the pace allowed, over the open days of a month; without the day that has begun. */
const monthDone = z.strictObject({ month: z.string(), openDays: count, done: count, allowed: count, mostADay: count });

const verdict = z.strictObject({
  site: z.string(),
  queue: z.string(),
  verdict: z.string(),
  reason: z.string(),
  at: instant,
  by: z.string(),
  /** Of the test: false while the watch goes on. A verdict that was read from the ledger is final. */
  isFinal: z.boolean(),
  /** null: no look at the jobs. */
  evidence: z
    .strictObject({
      jobs: count,
      failures: count,
      rateBefore: z.number(),
      eValue: z.number(),
      eValueGood: z.number(),
      provedPoints: z.number().nullable(),
    })
    .nullable(),
  /** What earlier reports knew of this change, oldest first. */
  path: z.array(z.strictObject({ at: instant, jobs: count, eValue: z.number() })),
});

const failure = z.strictObject({
  cause: z.string(),
  name: z.string(),
  failures: count,
  /** Since the last report; null: there was none. */
  more: z.int().nullable(),
  queues: z.array(z.string()),
  /** Job ids. */
  examples: z.array(z.number()),
  reason: z.string().nullable(),
  advice: z.string(),
});

const queue = z.strictObject({
  queue: z.string(),
  status: z.string(),
  pilot: z.string(),
  containers: z.string(),
  verdict: z.string().nullable(),
  /** When the catalogue's record was last changed; null: it does not tell. */
  changedAt: instant.nullable(),
  /** When the verdict was given. */
  verdictAt: instant.nullable(),
});

const site = z.strictObject({
  site: z.string(),
  cloud: z.string(),
  tier: z.int().nullable(),
  country: z.string(),
  slots: count,
  stage,
  reason: z.string(),
  /** The pause that stops it; null: none. */
  paused: z.string().nullable(),
  request,
  /** What follows where it does not answer; absent where nothing is waited for. */
  ladder: z.exactOptional(ladder),
  containers: z.enum(['on', 'off', 'awaiting']).nullable(),
  date: date.nullable(),
  why: z.string().nullable(),
  /** The last day on which it can go back to the old pilot; null: not flipped, or no policy. */
  canGoBackUntil: date.nullable(),
  risk: z.exactOptional(risk),
  blockers: z.array(z.strictObject({ rule: z.string(), sentence: z.string(), advice: z.string().nullable() })),
  queues: z.array(queue),
  /** Where each cell comes from. */
  sources: siteSources,
});

const event = z.strictObject({
  at: instant,
  actor: z.string(),
  what: z.string(),
  site: z.string().nullable(),
  queue: z.string().nullable(),
  sentence: z.string(),
});

/** The status model (docs/operations.md): every face shows this, and none counts for itself. */
export const statusModel = z.strictObject({
  ...campaign,
  day: date,
  timezone: z.string(),
  pilot: z.strictObject({ from: z.string(), to: z.string() }).nullable(),
  sites: status.shape.sites,
  containers: status.shape.containers,
  retirement: status.shape.retirement,
  /** What changes are counted from; null: from the beginning. */
  since: instant.nullable(),
  ...presentStatus,
  /** Operations that ended, by outcome, of the whole campaign. */
  outcomes: z.record(z.string(), count),
  /** Operations that are open, by who holds them. */
  holders: z.array(z.strictObject({ holder: z.string(), operations: count })),
  awaitingContainers: z.array(z.string()),
  verdicts: z.array(verdict),
  /** Failed jobs of the queues under watch by cause, most frequent first; null: nobody looked at the jobs. */
  failures: z.array(failure).nullable(),
  /** What earlier reports counted, oldest first. */
  failuresOverTime: z.array(z.strictObject({ at: instant, failures: z.record(z.string(), count) })),
  pace: z.strictObject({
    today: z.strictObject({ sites: count, reason: z.string() }),
    windows: z.array(
      z.strictObject({ from: date.nullable(), to: date.nullable(), sitesPerDay: count, reason: z.string().nullable() }),
    ),
    months: z.array(monthDone),
    /** Open days so far; `migrated`: sites at the new version at its end, as far as is known today. */
    days: z.array(z.strictObject({ date, done: count, allowed: count, migrated: count })),
  }),
  waves: z.array(z.strictObject({ date, sites: z.array(z.string()) })),
  unplanned: z.array(z.strictObject({ site: z.string(), reason: z.string() })),
  finish: date.nullable(),
  bound: z.strictObject({ date: date.nullable(), reason: z.string() }),
  gapDays: count,
  forecast: z
    .strictObject({
      p50: date.nullable(),
      p85: date.nullable(),
      p95: date.nullable(),
      samples: count,
      confidence: z.enum(['low', 'usual']),
      reason: z.string(),
      /** How often earlier forecasts of the next ten open days held, made again from what was known then. */
      past: z.strictObject({ forecasts: count, within50: count, within85: count, within95: count }).nullable(),
    })
    .nullable(),
  containersFinish: date.nullable(),
  calendar: z.strictObject({
    freezes: z.array(z.strictObject({ from: date, to: date, reason: z.string() })),
    holidays: z.array(z.strictObject({ on: date, country: z.string().nullable() })),
    workingDays: z.array(z.string()),
  }),
  /** Sites that wait by the rule that stands in their way, most frequent first. */
  blocked: z.array(z.strictObject({ rule: z.string(), sites: z.array(z.string()), example: z.string() })),
  clouds: z.array(z.strictObject({ cloud: z.string(), total: count, stages: z.record(z.string(), count) })),
  changes: z.array(event),
  risks: z.array(z.string()),
  warnings: z.array(z.string()),
  table: z.array(site),
  /** The newest events of each site, newest first. */
  history: z.record(z.string(), z.array(event)),
});

export const report = statusModel.extend({ file: z.exactOptional(z.string()) });
