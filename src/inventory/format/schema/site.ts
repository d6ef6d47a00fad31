import { isMapping } from '../../../model/mapping.js';
import * as z from 'zod';
import { date, list, mapping, most, name, oneOf, text, whole } from '../fields.js';

export const os = mapping({
  is: name,
  evidence: text.nullish(),
  on: date.nullish(),
  hint: z.boolean({ error: 'true or false' }).exactOptional(),
});

/**
 * One site as written. Neither defaults nor queues: in a file of 100,000 queues transforms and
 * records cost more than the YAML parser, so `assembleSites` does that part by hand.
 */
export const siteSchema = mapping({
  atlas_sites: list(name).min(1, { error: 'at least one name' }).nullish(),
  slots: whole(0, most.many).nullish(),
  contact: text.nullish(),
  os: os.nullish(),
  ready_on: date.nullish(),
  pin: date.nullish(),
  after: list(name).nullish(),
  hold: mapping({ because: text, until: date.nullish(), by: text.nullish() }).nullish(),
  cloud: name.nullish(),
  tier: z.int({ error: '0, 1, 2 or 3' }).min(0, { error: '0, 1, 2 or 3' }).max(3, { error: '0, 1, 2 or 3' }).nullish(),
  country: text.nullish(),
  traits: z.record(text, text, { error: 'a mapping of traits to their values' }).nullish(),
  queues: z.custom<Record<string, unknown>>(isMapping, { error: 'a mapping of queues by panda_resource' }),
});

/** A queue that overrides something; `{}` and nothing at all are not worth a call. */
export const queueSchema = mapping({
  os: os.exactOptional(),
  type: oneOf(['production', 'analysis', 'unified', 'special']).exactOptional(),
  capability: name.exactOptional(),
  exclude: text.exactOptional(),
});

export type RawOs = z.output<typeof os>;
export type RawQueue = z.output<typeof queueSchema>;
export type RawSite = z.output<typeof siteSchema>;
