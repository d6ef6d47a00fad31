import * as z from 'zod';
import { nearZone } from '../near-zone.js';
import { expectedName, isDate, isName, isText, longestText } from './values.js';

// Every `error` below is what is expected in that place; `problemsOf` builds the sentence round it.

const expectedText = `one line of text, at most ${longestText} characters`;

/** One line for people. */
export const text = z.string({ error: expectedText }).refine(isText, { error: expectedText });

export const name = z.string({ error: expectedName }).refine(isName, { error: expectedName });

/** A catalogue value such as `2` or `3.12`, as a string. Whole numbers are taken; 3.10 would have lost its zero. */
export const version = z
  .union([text, z.int()], { error: 'a text, or a whole number; a version with a dot in quotes' })
  .transform(String);

function expectedDate(input: unknown): string {
  if (typeof input === 'string' && /^\d{1,2}-\d{1,2}$/.test(input)) return 'a full date YYYY-MM-DD, with the year';
  return 'a date YYYY-MM-DD that exists';
}

export const date = z
  .string({ error: (issue) => expectedDate(issue.input) })
  .refine(isDate, { error: (issue) => expectedDate(issue.input) });

const expectedInstant = 'a moment with its zone, such as 2030-01-07T08:00:00Z';

/** A moment with zone, kept as written. */
export const moment = z.string({ error: expectedInstant }).refine(isMoment, { error: expectedInstant });

// `Date.parse` takes 30 February for 2 March.
function isMoment(value: string): boolean {
  const shape = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.exec(value);
  return shape !== null && isDate(shape[1] ?? '') && !Number.isNaN(Date.parse(value));
}

export const timezone = z
  .string({ error: 'a time zone such as Europe/Zurich' })
  .refine(isTimezone, { error: 'a time zone such as Europe/Zurich', params: { near: nearZone } });

function isTimezone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/**
 * The most that a number of each unit may be: more than any campaign has use for, and so little that moments
 * stay within the calendar, waits within the timers of Node (2^31 ms) and sums within whole numbers.
 */
export const most = {
  days: 3660,
  hours: 87_600,
  minutes: 20_160,
  seconds: 604_800,
  jobs: 1_000_000,
  /** Sites, queues, job slots: whatever is counted. */
  many: 1_000_000_000,
  /** At a time, or in a second. */
  rate: 10_000,
} as const;

/** A whole number from `least` to `greatest`. */
export function whole(least: number, greatest: number): z.ZodType<number> {
  const error = `a whole number from ${least} to ${greatest}`;
  return z.int({ error }).min(least, { error }).max(greatest, { error });
}

const expectedShare = 'a number above 0 and below 1';

/** A share of a whole. */
export const share = z.number({ error: expectedShare }).gt(0, { error: expectedShare }).lt(1, { error: expectedShare });

/** A number above 0, `greatest` at most. */
export function upTo(greatest: number): z.ZodType<number> {
  const error = `a number above 0, at most ${greatest}`;
  return z.number({ error }).gt(0, { error }).max(greatest, { error });
}

export function oneOf<const T extends string>(values: readonly T[]): z.ZodType<T> {
  return z.enum(values, { error: `one of ${values.join(', ')}` });
}

/** An address whose scheme is one of `schemes`, e.g. `https:`. */
export function address(...schemes: readonly string[]): z.ZodType<string> {
  const error = `an address that begins with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`;
  return z
    .string({ error })
    .refine((value) => URL.canParse(value) && schemes.includes(new URL(value).protocol), { error });
}

/** A mapping with these keys and no others. The message for other keys is the list of those known. */
export function mapping<T extends z.core.$ZodLooseShape>(shape: T): z.ZodObject<T, z.core.$strict> {
  const keys = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? keys : `a mapping of ${keys}`),
  });
}

export function list<T extends z.ZodType>(item: T): z.ZodArray<T> {
  return z.array(item, { error: 'a list' });
}

/** Absent or `null` in the file: `fallback`. */
export function optional<T extends z.ZodType, const F>(schema: T, fallback: F): z.ZodType<z.output<T> | F> {
  return schema.nullish().transform((value) => value ?? fallback);
}
