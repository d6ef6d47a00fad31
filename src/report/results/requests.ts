import * as z from 'zod';
import { campaign, instant } from './fields.js';

const requestFact = z.strictObject({
  site: z.string(),
  step: z.string(),
  round: z.int(),
  state: z.enum(['none', 'sent', 'seen', 'replied', 'accepted', 'declined', 'solved', 'unconfirmed']),
  since: instant,
  ref: z.string().nullable(),
  by: z.string(),
  reason: z.string().nullable(),
});

/** request sent, accept, decline. */
export const recorded = z.strictObject({ requests: z.array(requestFact) });

/** `due`: what a request asks for now, with its sentence. */
export const requestStatus = z.strictObject({
  ...campaign,
  helpdeskRead: z.boolean().describe('false: requests that the ledger does not know of may be there'),
  requests: z.array(
    requestFact.extend({ due: z.enum(['remind', 'decide', 'confirm']).nullable(), sentence: z.string().nullable() }),
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
