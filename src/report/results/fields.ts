import * as z from 'zod';
import { queueOperationKinds } from '../../model/operation.js';

/** Fields that results of several commands have. */
export const date = z.iso.date();
export const instant = z.iso.datetime();
const fields = z.record(z.string(), z.string());

const queueKind = z.enum(queueOperationKinds);
export const operationKind = z.enum([...queueKind.options, 'request']);

const anyOperation = {
  key: z.string(),
  subject: z.string(),
  site: z.string(),
  before: fields,
  after: fields,
  reason: z.string(),
  cloud: z.exactOptional(z.string()),
  alsoIn: z.exactOptional(z.array(z.string()).readonly()),
  claims: z.array(z.strictObject({ pool: z.string(), member: z.string(), amount: z.number(), limit: z.number() })),
  inputsFingerprint: z.string(),
  supersedes: z.exactOptional(z.string()),
  orBefore: z.exactOptional(fields),
};

/** One change to one queue, or one request to one site. */
export const operation = z.discriminatedUnion('kind', [
  z.strictObject({ ...anyOperation, kind: queueKind, queue: z.string() }),
  z.strictObject({ ...anyOperation, kind: z.literal('request'), queue: z.null() }),
]);

export const outcome = z.strictObject({
  key: z.string(),
  queue: z.exactOptional(z.string()),
  site: z.exactOptional(z.string()),
  kind: operationKind,
  outcome: z.enum(['done', 'already', 'conflict', 'unconfirmed', 'failed', 'refused', 'held', 'not-run']),
  message: z.string(),
  by: z.exactOptional(z.string()),
  until: z.exactOptional(instant),
});

export const campaign = { campaign: z.string(), asOf: instant };
export const outcomes = z.exactOptional(z.array(outcome));
export const count = z.int().min(0);

/** What the campaign's verdicts say of a site that is still to go. */
export const risk = z.strictObject({
  chance: z.number(),
  reason: z.string(),
  proposal: z.enum(['go', 'ask first', 'go with containers off']),
});

/** What follows where a site does not answer, with its days. */
export const ladder = z
  .array(
    z
      .strictObject({ step: z.enum(['remind', 'escalate', 'hold']), on: date, to: z.exactOptional(z.string()) })
      .readonly(),
  )
  .readonly();

const turnFields = {
  party: z.enum(['us', 'the site', 'the helpdesk', "the catalogue's owners", 'nobody']),
  what: z.string(),
  since: instant.nullable(),
  days: count.nullable(),
};

/** Whose turn it is at a site that is not finished. */
export const turn = z.strictObject(turnFields);

/** By party, and site by site, the oldest first. */
export const turns = z.strictObject({
  parties: z.array(
    z.strictObject({
      party: turnFields.party,
      sites: count,
      daysLost: count.describe('open days of the campaign so far, over all sites'),
      oldest: z.strictObject({ site: z.string(), days: count }).nullable(),
    }),
  ),
  sites: z.array(turn.extend({ site: z.string() })).readonly(),
});

const counts = z.strictObject({ sites: count, faults: count });

/** Faults that concentrate on a trait, and the sites that wait for that reason. */
export const stops = z.array(
  z.strictObject({
    fault: z.string(),
    traits: z.array(z.string()),
    with: counts,
    without: counts,
    eValue: z.number(),
    needed: z.number(),
    reason: z.string(),
    ends: z.string(),
    lifted: z.strictObject({ by: z.string(), until: date.nullable(), reason: z.string() }).nullable(),
    held: z.array(z.string()),
    lookCloser: z.array(z.string()),
  }),
);

/** Where a cell of a board comes from, when it was read, since when it is so, and why it may no longer be. */
export const cellSource = z.strictObject({
  source: z.enum(['catalogue', 'helpdesk', 'ledger', 'inventory', 'plan']),
  readAt: instant,
  since: instant.nullable(),
  stale: z.string().nullable(),
});

export const siteSources = z.strictObject({
  cloud: cellSource,
  tier: cellSource,
  stage: cellSource,
  day: cellSource,
  request: cellSource,
  containers: cellSource,
});

/** When the calendar opens and closes for flips. */
export const calendarWindow = z.strictObject({
  /** Why no site can go today, and the first day with room; null: today has room. */
  closed: z.strictObject({ reason: z.string(), until: date.nullable() }).nullable(),
  /** The next freeze or pace of 0 within three months, the last day with room before it, and the first one after it. */
  closes: z
    .strictObject({
      from: date,
      until: date.nullable(),
      reason: z.string(),
      lastOpen: date,
      openDays: count,
      days: count.nullable(),
    })
    .nullable(),
});
