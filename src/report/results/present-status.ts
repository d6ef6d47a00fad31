import * as z from 'zod';
import { calendarWindow, campaign, count, date, instant, operationKind, risk, stops, turns } from './fields.js';
import { status } from './plans.js';

export const request = z.strictObject({
  state: z.enum(['none', 'unknown', 'sent', 'replied', 'accepted', 'declined', 'unconfirmed']),
  since: z.exactOptional(instant),
  ref: z.exactOptional(z.string()),
  on: z.exactOptional(date),
});

/** Something a person has to look at; the gravest first. */
const problem = z.strictObject({
  severity: z.enum(['error', 'warning', 'info']),
  subject: z.string(),
  sentence: z.string(),
  advice: z.string().nullable(),
});

/** The part of the status model that tells how things stand now, without a look at the jobs. */
export const presentStatus = {
  /** That verdicts are overdue; the first thing to tell. */
  overdue: z.string().nullable(),
  window: calendarWindow,
  problems: z.array(problem),
  stops,
  /** Sites in the order in which they go; those that are ready and have a day. */
  next: z.array(
    z.strictObject({
      site: z.string(),
      date: date.nullable(),
      request,
      reason: z.string(),
      risk: z.exactOptional(risk),
    }),
  ),
  today: z.array(
    z.strictObject({
      kind: operationKind,
      what: z.string(),
      site: z.string(),
      queue: z.string().nullable(),
      reason: z.string(),
    }),
  ),
  /** Who waits for whom since when, longest first. */
  waiting: z.array(
    z.strictObject({
      site: z.string(),
      queue: z.string().nullable(),
      waitsFor: z.enum(['the site', 'us', 'jobs', 'an operation']),
      what: z.string(),
      since: instant,
      days: count,
      ref: z.string().nullable(),
    }),
  ),
  turns,
  retirements: z.array(
    z.strictObject({
      queue: z.string(),
      site: z.string().nullable(),
      on: date.nullable(),
      status: z.string(),
      state: z.enum(['due', 'scheduled', 'brokeroff', 'drained', 'off', 'unknown queue']),
      alone: z.boolean(),
      reason: z.string(),
      note: z.string().nullable(),
      data: z.string().nullable(),
      held: z.string().nullable(),
      jobs: count.nullable(),
    }),
  ),
};

/** The answer of `status`. */
export const statusNow = z.strictObject({ ...campaign, ...status.shape, ...presentStatus });
