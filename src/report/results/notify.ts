import * as z from 'zod';
import { campaign } from './fields.js';

/** `sent`: it has gone out now; `state` says more. */
export const notify = z.strictObject({
  ...campaign,
  notices: z.array(
    z.strictObject({
      to: z.enum(['webhook', 'mail']),
      subject: z.string(),
      sent: z.boolean(),
      state: z.enum(['new', 'sent', 'waits', 'failed', 'unconfirmed']),
      text: z.string(),
      message: z.string(),
    }),
  ),
});
