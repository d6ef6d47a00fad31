import * as z from 'zod';
import { count, date } from './fields.js';

const hint = z.strictObject({ queue: z.string(), field: z.literal('os'), value: z.string(), evidence: z.string() });

/** Left as it is until a person has decided. */
const undecided = z.array(z.strictObject({ subject: z.string(), sentence: z.string(), advice: z.string() }));

/** import: what the catalogue has against what the inventory has. */
export const imported = z.strictObject({
  file: z.string(),
  from: z.string(),
  added: z.array(z.strictObject({ queue: z.string(), site: z.string(), newSite: z.boolean() })),
  /** `retires`: it has a retirement, so that nothing is written at it. */
  gone: z.array(z.strictObject({ queue: z.string(), site: z.string(), retires: z.boolean() })),
  back: z.array(z.strictObject({ queue: z.string(), site: z.string() })),
  renamed: z.array(z.strictObject({ from: z.string(), to: z.string(), evidence: z.string() })),
  moved: z.array(z.strictObject({ queue: z.string(), from: z.string(), to: z.string() })),
  hints: z.array(hint),
  undecided,
  problems: z.array(z.string()),
  /** The file is another now. */
  changed: z.boolean(),
});

const osHintAt = z.strictObject({
  site: z.string(),
  /** null: at the site itself. */
  queue: z.string().nullable(),
  os: z.string(),
  evidence: z.string(),
  on: date,
});

/** import os: what a table of operating systems adds to the inventory. */
export const importedOs = z.strictObject({
  file: z.string(),
  from: z.string(),
  hints: z.array(osHintAt),
  /** They stand there, and nobody has confirmed them. */
  waiting: z.array(osHintAt),
  /** Sites and queues whose system people have confirmed, the same as the table's. */
  confirmed: z.array(z.string()),
  notYet: z.array(z.string()),
  undecided,
  /** The file is another now. */
  changed: z.boolean(),
});

/** init: what was written. */
export const init = z.strictObject({
  file: z.string(),
  records: z.string().nullable(),
  campaign: z.string(),
  sites: count,
  queues: count,
  hints: z.array(hint),
  problems: z.array(z.string()),
});
