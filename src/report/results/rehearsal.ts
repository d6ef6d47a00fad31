import * as z from 'zod';
import { status } from './plans.js';
import { count, date, instant, operationKind } from './fields.js';

/** rehearsal serve, advance, reset. `file` is null where another process serves the world. */
export const rehearsal = z.strictObject({
  world: z.string(),
  file: z.string().nullable(),
  now: instant,
  url: z.exactOptional(z.string()),
  mail: z.exactOptional(z.string()),
  files: z.exactOptional(z.array(z.string())).describe('Served over TLS: certificates, token and password files.'),
  profile: z.exactOptional(z.string()).describe('Served over TLS: the `grid:` section that uses it, YAML.'),
});

const siteReason = z.strictObject({
  site: z.string(),
  stage: z.string(),
  reason: z.string(),
  advice: z.array(z.string()),
});

/** A day in one line: what was done by kind, sites judged, operations that did not end as meant, and what was planted. */
const brief = z.strictObject({
  done: z.partialRecord(operationKind, z.array(z.string())),
  good: z.array(z.string()),
  faults: z.array(z.string()),
  stopped: z.array(z.string()),
  resumed: z.array(z.string()),
  missed: count,
  planted: count,
});

/** `writes`: effective writes of every operation. `comparison`: the same play by other policies. */
export const play = z.strictObject({
  scenario: z.string(),
  seed: z.int(),
  policy: z.record(z.string(), z.string()),
  days: z.array(z.strictObject({ date, happened: z.array(z.string()), brief })),
  /** Where the report of the end was written. */
  report: z.exactOptional(z.string()),
  final: status,
  violations: z.array(
    z.strictObject({ rule: z.string(), atMs: z.number(), subject: z.string(), sentence: z.string() }),
  ),
  writes: z.record(z.string(), count),
  finished: date.nullable(),
  rolledBack: z.array(siteReason),
  blocked: z.array(siteReason),
  held: z.array(z.strictObject({ queue: z.string(), reason: z.string() })),
  comparison: z.exactOptional(
    z.array(
      z.strictObject({
        policy: z.record(z.string(), z.string()),
        daysToFinish: count.nullable(),
        finished: date.nullable(),
        rolledBack: z.array(z.string()),
        containersOff: count,
        migrated: count,
        violations: count,
      }),
    ),
  ),
});
