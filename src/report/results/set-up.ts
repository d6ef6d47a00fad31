import * as z from 'zod';
import { count } from './fields.js';

export const validate = z.strictObject({
  file: z.string(),
  campaign: z.string().nullable(),
  sites: count,
  queues: count,
  retirements: count,
  findings: z.array(
    z.strictObject({
      severity: z.enum(['error', 'warning']),
      file: z.string(),
      line: z.int().nullable(),
      column: z.int().nullable(),
      path: z.string(),
      found: z.string(),
      expected: z.string(),
      near: z.string().nullable(),
      message: z.string(),
    }),
  ),
});

/** The script, or with `--names` what it completes. */
export const completion = z.strictObject({
  script: z.exactOptional(z.string()),
  names: z.exactOptional(z.array(z.string())),
});

export const config = z.strictObject({
  settings: z.array(
    z.strictObject({
      name: z.string(),
      value: z.string(),
      source: z.enum(['flag', 'environment', 'sites.yaml', 'user file', 'default']),
      where: z.string(),
    }),
  ),
});
