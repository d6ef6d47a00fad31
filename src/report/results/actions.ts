import * as z from 'zod';
import { campaign, count, date, instant, operation, outcome, outcomes } from './fields.js';

/** flip, containers, off, apply. */
export const acted = z.strictObject({ ...campaign, operations: z.array(operation), outcomes });

const verified = z.strictObject({
  events: count,
  /** Hash of the newest event. */
  head: z.string(),
  brokenAt: z.int().nullable(),
  /** Where the tables are not as the events tell; null where the chain is broken, or the ledger of a format that tells too little. */
  differences: z.array(z.string()).nullable(),
  /** With `--expect`: whether the ledger goes back to that head. */
  expected: z.exactOptional(z.strictObject({ head: z.string(), found: z.boolean() })),
});

export const history = z.strictObject({
  events: z.array(
    z.strictObject({
      id: z.int(),
      at: instant,
      actor: z.string(),
      what: z.string(),
      key: z.string().nullable(),
      site: z.string().nullable(),
      queue: z.string().nullable(),
      detail: z.record(z.string(), z.unknown()),
      /** Host, process, command line and plan of what somebody ordered; null for the steps that follow from it. */
      origin: z
        .strictObject({ host: z.string(), pid: z.int(), command: z.string().nullable(), plan: z.string().nullable() })
        .nullable(),
      hash: z.string(),
    }),
  ),
  /** Present with `--verify`; `brokenAt`: id of the first event that does not follow from the one before. */
  verified: z.exactOptional(verified),
});

export const release = z.strictObject({
  released: z.array(
    z.strictObject({
      key: z.string(),
      state: z.enum(['intended', 'acting', 'unconfirmed']),
      holder: z.string(),
      since: instant,
    }),
  ),
});

/** With `--once` the tasks done; an agent that stays tells them on stderr. */
export const agent = z.strictObject({
  agent: z.string(),
  tasks: z.array(
    z.strictObject({ task: z.string(), subject: z.string(), outcome: outcome.shape.outcome, message: z.string() }),
  ),
});

export const approved = z.strictObject({
  plan: z.string(),
  plannedBy: z.string(),
  by: z.string(),
  at: instant,
  until: instant,
  operations: count,
});

export const paused = z.strictObject({
  scope: z.string(),
  by: z.string(),
  at: instant,
  reason: z.string(),
  /** From then on it no longer holds; null: until somebody resumes. */
  until: instant.nullable(),
  /** Scopes and kinds of operation that go on all the same. */
  except: z.array(z.string()),
  /** The pause of the same scope that was in force. */
  replaces: z.exactOptional(z.strictObject({ by: z.string(), at: instant, reason: z.string() })),
  /** What it does to the plan; null: not reckoned. */
  price: z
    .strictObject({
      finish: z.strictObject({ before: date.nullable(), after: date.nullable() }),
      /** By which the finish moves; null: there is none without or with the pause. */
      workingDays: z.int().nullable(),
      moved: z.array(z.strictObject({ site: z.string(), before: date.nullable(), after: date.nullable() })),
      /** Sites that have no day as long as it lasts. */
      without: z.array(z.string()),
      /** Of a pause without an end: what it is if somebody resumes on this day. */
      ifResumed: z.exactOptional(
        z.strictObject({ on: date, finish: date.nullable(), workingDays: z.int().nullable() }),
      ),
    })
    .nullable(),
});

export const resumed = z.strictObject({
  scope: z.string(),
  by: z.string(),
  at: instant,
  reason: z.string(),
  /** Of a stop of the line: its sites go before this day; null: what was at fault is mended. */
  until: z.exactOptional(z.string().nullable()),
});

/** `chain`: hash of the newest event. */
export const ledgerMove = z.strictObject({ from: z.string(), to: z.string(), events: count, chain: z.string() });

export const ledgerVerify = z.strictObject({
  ...verified.omit({ head: true }).shape,
  /** Hash of the newest event. */
  chain: z.string(),
});

export const ledgerExport = z.strictObject({
  /** null: stdout. */
  file: z.string().nullable(),
  format: z.enum(['ndjson', 'csv']),
  events: count,
  chain: z.string(),
});

/** brokeroff schedule, brokeroff undo. */
export const edited = z.strictObject({
  file: z.string(),
  changed: z.array(z.strictObject({ queue: z.string(), before: z.string(), after: z.string() })),
  outcomes: z.exactOptional(z.array(outcome)).describe('brokeroff undo: of our own rule, where it was taken back'),
});
