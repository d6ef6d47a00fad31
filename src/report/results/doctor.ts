import * as z from 'zod';
import { count } from './fields.js';

/** doctor: what works and what does not. */
export const doctor = z.strictObject({
  campaign: z.string(),
  /** A profile of the inventory, or rehearsal. */
  profile: z.string(),
  checks: z.array(
    z.strictObject({
      name: z.string(),
      result: z.enum(['ok', 'warn', 'fail']),
      /** Of a service: how long it took to answer. */
      ms: z.exactOptional(count),
      sentence: z.string(),
      advice: z.exactOptional(z.string()),
    }),
  ),
});
