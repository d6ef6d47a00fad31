import * as z from 'zod';
import { campaign, date, instant, ladder, outcomes } from './fields.js';

const requestFact = z.strictObject({
  site: z.string(),
  step: z.string(),
  round: z.int(),
  state: z.enum(['none', 'sent', 'seen', 'replied', 'accepted', 'declined', 'solved', 'unconfirmed']),
  since: instant,
  ref: z.string().nullable(),
  by: z.string(),
  reason: z.string().nullable(),
  on: z.exactOptional(date).describe('the day that was agreed, or that a text told'),
  /** It takes an earlier word back. */
  takesBack: z.exactOptional(z.boolean()),
  heard: z
    .exactOptional(instant)
    .describe('up to when the words of its ticket are known, by the clock of the helpdesk; absent: since'),
});

/** request sent, decline, undo. */
export const recorded = z.strictObject({
  requests: z.array(requestFact),
  left: z
    .exactOptional(
      z.array(
        z.strictObject({
          request: requestFact.nullable(),
          by: z.enum(['the helpdesk', 'the ledger']),
          unread: z.boolean().describe('the ledger alone says so: the helpdesk cannot be read'),
        }),
      ),
    )
    .describe('of an undo: what counts of each request now'),
});

const siteMove = { site: z.string(), before: date.nullable(), after: date.nullable() };

/** request accept; with `--on` what the day costs, and what became of telling the sites. */
export const accepted = recorded.extend({
  agreed: z.exactOptional(
    z.strictObject({
      on: date,
      finish: z.strictObject({ before: date.nullable(), after: date.nullable() }),
      workingDays: z.int().nullable().describe('by which the finish comes later; negative: earlier'),
      sites: z.array(
        z.strictObject({
          ...siteMove,
          on: date,
          waits: z.string().nullable().describe('what still stands against a site that gets no day'),
        }),
      ),
      moved: z.array(z.strictObject(siteMove)).describe('other sites with another day'),
      anyDay: z
        .exactOptional(z.strictObject({ finish: date.nullable(), days: z.array(date.nullable()) }))
        .describe('the plan with a yes to any day'),
      alreadyTold: z.array(z.string()).describe('sites that know the day from an earlier text'),
      told: z.array(z.strictObject({ site: z.string(), subject: z.string(), thread: z.string().nullable() })),
    }),
  ),
  outcomes,
});

/** `due`: what a request asks for now, with its sentence. */
export const requestStatus = z.strictObject({
  ...campaign,
  helpdeskRead: z.boolean().describe('false: requests that the ledger does not know of may be there'),
  requests: z.array(
    requestFact.extend({
      due: z.enum(['remind', 'escalate', 'decide', 'confirm', 'read']).nullable(),
      sentence: z.string().nullable(),
      ladder: z.exactOptional(ladder),
    }),
  ),
});

/** The text as it would go out. */
export const requestPreview = z.strictObject({
  channel: z.enum(['mail', 'ggus', 'jira', 'none']),
  template: z.string(),
  file: z.string(),
  site: z.string(),
  to: z.string(),
  subject: z.string(),
  body: z.string(),
});
