import * as z from 'zod';
import { campaign, count, date, instant } from './fields.js';

const remedy = z.enum(['containers-off', 'rollback', 'hold', 'edit', 'none']);
const cause = z.enum(['container', 'pilot', 'configuration', 'site', 'storage', 'batch', 'ambiguous']);

/** What a verdict of the test rests on. Rates from 0 to 1; e-values are cut at 1e300. */
const evidence = z.strictObject({
  jobs: count,
  failures: count,
  historyJobs: count,
  rateBefore: z.number(),
  eValue: z.number(),
  eValueGood: z.number(),
  provedPoints: z.number().nullable(),
  movedAt: instant.nullable(),
  alarm: z.strictObject({ cause, jobs: count, eValue: z.number() }).nullable(),
  causes: z.array(
    z.strictObject({
      cause,
      failures: count,
      rateBefore: z.number(),
      rateAfter: z.number(),
      eValue: z.number(),
      examples: z.array(z.number()),
      reason: z.string().nullable(),
    }),
  ),
  versions: z.array(z.string()),
  excuses: z.array(z.string()),
  cpu: z.array(
    z.strictObject({
      work: z.enum(['ordinary', 'event service']),
      measure: z.enum(['CPU seconds per core second', 'CPU seconds per event']),
      before: z.number(),
      after: z.number(),
      ratio: z.number(),
      pValue: z.number(),
      clusters: z.strictObject({ before: count, after: count }),
      isFlagged: z.boolean(),
    }),
  ),
  left: z.record(z.string(), count),
});

export const commission = z.strictObject({
  ...campaign,
  verdicts: z.array(
    z.strictObject({
      site: z.string(),
      queue: z.string(),
      verdict: z.enum([
        'good',
        'container fault',
        'pilot fault',
        'site fault',
        'configuration',
        'inconclusive',
        'not enough jobs',
      ]),
      reason: z.string(),
      /** The last day on which it can go back to the old pilot; null: the policy names none. Absent: an operator's word. */
      canGoBackUntil: z.exactOptional(date.nullable()),
      at: instant,
      by: z.string(),
      /** Of the test: false while the watch goes on. */
      isFinal: z.exactOptional(z.boolean()),
      remedy: z.exactOptional(remedy),
      /** What a person has to do. */
      action: z.exactOptional(z.string().nullable()),
      edits: z.exactOptional(
        z.array(
          z.strictObject({
            field: z.string(),
            before: z.string().nullable(),
            after: z.string().nullable(),
            sentence: z.string(),
          }),
        ),
      ),
      evidence: z.exactOptional(evidence),
    }),
  ),
});

export const explain = z.strictObject({
  asked: z.string(),
  by: z.enum(['code', 'constant', 'message', 'error text', 'likeness', 'nothing', 'job']),
  cause: z.exactOptional(z.string()),
  codes: z.array(
    z.strictObject({
      code: z.int(),
      constant: z.string(),
      cause: z.string(),
      container: z.enum(['yes', 'maybe', 'no']),
      meaning: z.string(),
      advice: z.string(),
      remedy,
      remedySentence: z.string(),
      isTrace: z.boolean(),
      /** No later pilot has the code. */
      isPilot1Only: z.boolean(),
    }),
  ),
  diagnosis: z
    .strictObject({
      job: z.int().nullable(),
      outcome: z.enum(['finished', 'failed']),
      cause: z.string().nullable(),
      code: z.int().nullable(),
      reason: z.string(),
      remedy,
      source: z.string().nullable(),
    })
    .nullable(),
});
