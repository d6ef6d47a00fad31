import type { Instant, IsoDate } from '../model/dates.js';

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

/** `Mon 2019-08-05`. */
export function day(date: IsoDate): string {
  return `${weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? ''} ${date}`;
}

/** `2019-08-05 06:00 UTC`. */
export function moment(at: Instant): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}
