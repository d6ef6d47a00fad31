import * as z from 'zod';
import { stages } from '../../model/plan.js';
import { campaign, instant } from './fields.js';

const stage = z.enum(stages);

/** drift: where inventory, catalogue and ledger differ. */
export const drift = z.strictObject({
  ...campaign,
  findings: z.array(
    z.strictObject({
      kind: z.string(),
      queue: z.string(),
      site: z.exactOptional(z.string()),
      severity: z.enum(['info', 'warning', 'error']),
      since: z.exactOptional(instant),
      /** The probe and its reason; absent where the catalogue does not say who it was. */
      by: z.exactOptional(z.string()),
      reason: z.string(),
      advice: z.string(),
      /** What mends it, where that is a command of this program. */
      command: z.exactOptional(z.string()),
      /** What stands there: an acceptance holds for just this. */
      found: z.string(),
    }),
  ),
});

/** ready: every rule of readiness and what it says of each site. */
export const ready = z.strictObject({
  ...campaign,
  sites: z.array(
    z.strictObject({
      site: z.string(),
      result: z.enum(['pass', 'warn', 'block']),
      stage,
      /** Where it stands, as `status SITE` says it. */
      reason: z.string(),
      /** The pause that stops it; null: none. */
      paused: z.string().nullable(),
      rules: z.array(
        z.strictObject({
          rule: z.string(),
          result: z.enum(['pass', 'warn', 'block']),
          sentence: z.string(),
          advice: z.string().nullable(),
          source: z.string(),
        }),
      ),
    }),
  ),
});
