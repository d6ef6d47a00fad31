// The shape of a saved plan's file. A file of its own: the schema library is loaded only where a plan is read.
import * as z from 'zod';
import { operation } from '../../report/results/fields.js';

export const savedPlanShape = z.object({
  schema: z.literal('migrate/saved-plan/4'),
  campaign: z.string(),
  plannedBy: z.string(),
  grid: z.string(),
  asOf: z.string(),
  day: z.iso.date(),
  id: z.string(),
  sum: z.string(),
  operations: z.array(operation),
  ledgerHead: z.string(),
  waves: z.array(z.object({ date: z.iso.date(), sites: z.array(z.string()) })),
});
