import * as z from 'zod';
import { stages } from '../../model/plan.js';
import {
  calendarWindow,
  campaign,
  count,
  date,
  instant,
  ladder,
  operation,
  outcomes,
  risk,
  stops,
  siteSources,
  turn,
} from './fields.js';

const request = z.strictObject({
  state: z.enum(['none', 'unknown', 'sent', 'replied', 'accepted', 'declined', 'unconfirmed']),
  since: z.exactOptional(instant),
  ref: z.exactOptional(z.string()),
  on: z.exactOptional(date),
});

const stage = z.enum(stages);

/** Everything of one site, where sites or a stage were asked for. */
const siteStatus = z.strictObject({
  site: z.string(),
  stage,
  reason: z.string(),
  /** The pause that stops it; null: none. */
  paused: z.string().nullable(),
  date: date.nullable(),
  request,
  /** The last day on which it can go back to the old pilot; null: not flipped, or no policy. */
  canGoBackUntil: date.nullable(),
  ladder: z.exactOptional(ladder),
  turn: turn.nullable().describe('whose turn it is; null: the site is finished'),
  risk: z.exactOptional(risk),
  blockers: z.array(z.strictObject({ rule: z.string(), sentence: z.string(), advice: z.string().nullable() })),
  queues: z.array(
    z.strictObject({
      queue: z.string(),
      pilotVersion: z.string().nullable(),
      containerType: z.string().nullable(),
      status: z.string().nullable(),
      verdict: z.string().nullable(),
      changed: z.string().nullable(),
      open: z.string().nullable(),
    }),
  ),
  /** Where each cell comes from. */
  sources: siteSources,
});

export const status = z.strictObject({
  ...campaign,
  sites: z.strictObject({
    total: count,
    leaving: count,
    migrated: count,
    partly: count,
    ready: count,
    requested: count.nullable().describe('null: the helpdesk could not be read'),
    accepted: count.nullable(),
    commissioning: count,
    blocked: count,
    rolledBack: count,
  }),
  containers: z.strictObject({ awaiting: count, on: count, off: count }),
  retirement: z.strictObject({ due: count, scheduled: count, brokeroff: count, drained: count.nullable() }),
  named: z.exactOptional(z.array(siteStatus)),
});

export const next = z.strictObject({
  ...campaign,
  next: z.array(
    z.strictObject({
      site: z.string(),
      stage,
      request,
      date: date.nullable(),
      reason: z.string(),
      operations: z.array(operation),
      risk: z.exactOptional(risk),
    }),
  ),
  operations: z.array(operation),
  /** Why there is nothing to do, a sentence each; empty where there is something. */
  idle: z.array(z.string()),
  /** Who has a place in today's pace, a sentence; empty: nobody. */
  taken: z.array(z.string()),
  stops,
  /** That verdicts are overdue; the first thing to tell. */
  overdue: z.string().nullable(),
  window: calendarWindow,
  outcomes,
});

const unplanned = z.array(z.strictObject({ site: z.string(), reason: z.string() }));

export const plan = z.strictObject({
  ...campaign,
  id: z.string(),
  operations: z.array(operation),
  waves: z.array(z.strictObject({ date, sites: z.array(z.string()) })),
  finish: date.nullable(),
  bound: z.strictObject({ date: date.nullable(), reason: z.string() }),
  /** From the bound to the finish: no plan of these sites ends more days earlier. */
  gapDays: count,
  unplanned,
  /** Of the sites that have a day, where something is known. */
  risks: z.array(risk.extend({ site: z.string() })),
  /** What follows at sites that were asked and have not answered. */
  ladders: z.array(z.strictObject({ site: z.string(), steps: ladder })),
  stops,
  window: calendarWindow,
  /** What each rule, less strict, would bring; best first. */
  relax: z.array(
    z.strictObject({ change: z.string(), finish: date.nullable(), daysEarlier: z.int(), moreSites: count }),
  ),
  /** Of the sites that have a day; dates are null where they lie more than ten years ahead. */
  forecast: z.exactOptional(
    z.strictObject({
      p50: date.nullable(),
      p85: date.nullable(),
      p95: date.nullable(),
      sites: count,
      samples: count,
      confidence: z.enum(['low', 'usual']),
      reason: z.string(),
    }),
  ),
  /** The track of its own; null: the campaign has none. */
  containers: z.strictObject({ awaiting: count, finish: date.nullable(), unplanned }).nullable(),
  /** `bound`: nothing better is possible; `effort`: the iterations ran out; `none`: no search was made. */
  search: z.strictObject({
    iterations: count,
    stoppedBecause: z.enum(['bound', 'effort', 'none']),
    /** Why the solver could not help; the plan is what the search found. */
    solverFailure: z.exactOptional(z.string()),
  }),
  /** Present with `--explain`. */
  explain: z.exactOptional(
    z.strictObject({
      site: z.string(),
      date: date.nullable(),
      reason: z.string(),
      notBefore: z.array(z.strictObject({ from: date, to: date, reason: z.string() })),
    }),
  ),
  /** Present with `--compare`: before and after the changes. */
  compare: z.exactOptional(
    z.strictObject({
      finish: z.strictObject({ before: date.nullable(), after: date.nullable() }),
      daysEarlier: z.int().nullable(),
      moved: z.array(z.strictObject({ site: z.string(), before: date.nullable(), after: date.nullable() })),
      days: z.array(z.strictObject({ date, before: z.array(z.string()), after: z.array(z.string()) })),
    }),
  ),
  /** Present with `--from`: sites whose day is not the one of the saved plan. */
  moved: z.exactOptional(
    z.array(z.strictObject({ site: z.string(), from: date.nullable(), to: date.nullable(), reason: z.string() })),
  ),
});

export const brokeroff = z.strictObject({
  ...campaign,
  date,
  queues: z.array(
    z.strictObject({
      queue: z.string(),
      site: z.string().nullable(),
      on: date.nullable(),
      status: z.string(),
      alone: z.boolean(),
      reason: z.string(),
      data: z.exactOptional(z.string()),
      /** When its site was told of it. */
      told: z.exactOptional(instant),
      warnings: z.array(z.string()),
    }),
  ),
  outcomes,
});
