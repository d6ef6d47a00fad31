import * as z from 'zod';
import { date, mapping, most, optional, text, whole } from './fields.js';
import { datesOf, recurrence } from './recurring.js';

/** Entries of the campaign's calendar. Each may recur, and is then written out as several. */

/** Keys of an entry that may recur: with `rule` it holds on each of its occurrences, for `days` days. */
const recurring = { rule: optional(recurrence, null), days: optional(whole(1, most.days), null) };

export const paceWindow = mapping({
  from: optional(date, null),
  to: optional(date, null),
  ...recurring,
  sites_per_day: whole(0, most.many),
  because: optional(text, null),
}).transform(({ from, to, rule, days, ...pace }, context) =>
  datesOf({ from, to, rule, days }, context).map((dates) => ({ ...dates, ...pace })),
);

export const freeze = mapping({ from: date, to: optional(date, null), ...recurring, because: text })
  .refine(({ to, rule }) => to !== null || rule !== null, { path: ['to'], error: 'a date YYYY-MM-DD that exists' })
  .transform(({ because, ...dates }, context) =>
    datesOf(dates, context).map(({ from, to }) => ({ from: from ?? dates.from, to: to ?? dates.from, because })),
  );

export const holiday = z.union(
  [
    date.transform((on) => [{ on, country: null }]),
    mapping({
      on: optional(date, null),
      rule: recurring.rule,
      from: optional(date, null),
      to: optional(date, null),
      country: optional(text, null),
    })
      .refine(({ on, rule }) => (on === null) !== (rule === null), { path: ['on'], error: 'either `on` or a `rule`' })
      .refine(({ from, to, rule }) => rule !== null || (from === null && to === null), {
        path: ['rule'],
        error: 'a `rule` beside `from` and `to`',
      })
      .transform(({ on, country, ...rule }, context) => {
        const dates = on === null ? datesOf({ ...rule, days: null }, context) : [{ from: on }];
        return dates.flatMap(({ from }) => (from === null ? [] : [{ on: from, country }]));
      }),
  ],
  { error: 'a date YYYY-MM-DD that exists, or a mapping of on (or rule, from and to) and country' },
);

/** A list whose items were written out as several each. */
export function flat<T>(lists: z.ZodType<readonly (readonly T[])[]>): z.ZodType<T[]> {
  return lists.transform((all) => all.flat());
}
