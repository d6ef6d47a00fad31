import rrule from 'rrule';
import * as z from 'zod';
import { addDays, dayNumber, isoDate, type IsoDate } from '../../model/dates.js';
import { shown } from '../finding.js';

/** Days by a recurrence rule (RFC 5545, section 3.3.10), written out as dates. */

// The package is CommonJS: Node gives its names only by way of the default export.
const { RRule } = rrule;

/** How far a rule without an end is followed. */
const longestYears = 10;
const mostOccurrences = 2000;

const number = String.raw`[1-9]\d{0,2}`;
const signed = `[+-]?${number}`;
const parts: Readonly<Record<string, RegExp>> = {
  FREQ: /^(DAILY|WEEKLY|MONTHLY|YEARLY)$/,
  INTERVAL: listOf(number, 1),
  COUNT: listOf(number, 1),
  UNTIL: /^\d{8}(T\d{6}Z)?$/,
  WKST: /^(MO|TU|WE|TH|FR|SA|SU)$/,
  BYDAY: listOf('([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)'),
  BYMONTH: listOf('([1-9]|1[0-2])'),
  BYMONTHDAY: listOf('[+-]?([1-9]|[12][0-9]|3[01])'),
  BYYEARDAY: listOf(signed),
  BYWEEKNO: listOf('[+-]?([1-9]|[1-4][0-9]|5[0-3])'),
  BYSETPOS: listOf(signed),
};

const example = 'a recurrence rule such as FREQ=MONTHLY;BYDAY=-1FR';

/** A rule by days, weeks, months or years: what RFC 5545 writes after `RRULE:`, in capitals. */
export const recurrence = z.string({ error: example }).check(({ value, issues }) => {
  const fault = faultOf(value);
  if (fault !== null) issues.push({ code: 'custom', input: value, message: `${example}: ${fault}` });
});

/** What is wrong with a rule, as a clause; null: nothing. */
function faultOf(rule: string): string | null {
  const given = rule.split(';');
  const wrong = given.find((part) => {
    const [name = '', value = '', ...more] = part.split('=');
    return more.length > 0 || parts[name]?.test(value) !== true;
  });
  if (wrong !== undefined) return `${shown(wrong)} is no part of one; its parts are ${Object.keys(parts).join(', ')}`;
  const names = given.map((part) => part.slice(0, part.indexOf('=')));
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) return `${twice} stands in it twice`;
  if (!names.includes('FREQ')) return 'it has no FREQ';
  return names.includes('COUNT') && names.includes('UNTIL') ? 'it has both COUNT and UNTIL' : null;
}

export interface Dates {
  readonly from: IsoDate | null;
  readonly to: IsoDate | null;
  readonly rule: string | null;
  /** Length of each occurrence; null: one day. */
  readonly days: number | null;
}

/**
 * The stretches that an entry stands for: its own, or one for each occurrence of its rule on the days from `from` to
 * `to`, or for ten years. What it cannot mean becomes an issue of the schema.
 */
export function datesOf(
  { from, to, rule, days }: Dates,
  { issues }: z.core.ParsePayload,
): readonly { readonly from: IsoDate | null; readonly to: IsoDate | null }[] {
  const wrong = (key: keyof Dates, message: string): readonly [] => {
    issues.push({ code: 'custom', path: [key], input: { from, to, rule, days }[key], message });
    return [];
  };
  if (from !== null && to !== null && to < from) return wrong('to', 'a date that is not before `from`');
  if (rule === null) return days === null ? [{ from, to }] : wrong('days', 'no `days` without a `rule`');
  if (from === null) return wrong('from', 'the first day of the `rule`');
  const found = occurrences(rule, from, to);
  const span = to === null ? `in the ${longestYears} years after \`from\`` : 'between `from` and `to`';
  if (found.length === 0) return wrong('rule', `a rule that happens ${span}: this one never does`);
  if (found.length > mostOccurrences)
    return wrong('rule', `a rule that happens at most ${mostOccurrences} times ${span}`);
  return found.map((first) => ({ from: first, to: addDays(first, (days ?? 1) - 1) }));
}

function occurrences(rule: string, from: IsoDate, to: IsoDate | null): readonly IsoDate[] {
  const last = to ?? isoDate(dayNumber(from) + Math.round(longestYears * 365.25));
  const dates = new RRule({ ...RRule.parseString(rule), dtstart: new Date(from) });
  return dates
    .between(new Date(from), new Date(last), true, (_, found) => found <= mostOccurrences)
    .map((day) => day.toISOString().slice(0, 10));
}

function listOf(one: string, most = Infinity): RegExp {
  return new RegExp(most === 1 ? `^${one}$` : `^${one}(,${one})*$`);
}
