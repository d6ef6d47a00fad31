const shape = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|([+-])(\d\d):?(\d\d))?$/;

/**
 * The catalogue's naive UTC time (`2018-08-06T03:40:08.328044`, seconds and fraction optional, `T` or a
 * space) as an instant with milliseconds and `Z`; a time with another offset is
 * moved by it. null: not such a time, or an impossible one.
 */
export function utcInstant(text: unknown): string | null {
  if (typeof text !== 'string') return null;
  const [, , , , sign, hours, minutes] = shape.exec(text) ?? [];
  if (!shape.test(text) || Number(hours ?? 0) > 14 || Number(minutes ?? 0) > 59) return null;
  const second = text[16] === ':' ? text.slice(17, 19) : '00';
  if (!isDay(text) || Number(text.slice(11, 13)) > 23 || Number(text.slice(14, 16)) > 59 || Number(second) > 59)
    return null;
  const written = `${text.slice(0, 10)}T${text.slice(11, 16)}:${second}.${text[19] === '.' ? milliseconds(text) : '000'}Z`;
  const aheadMs = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  return aheadMs === 0 ? written : new Date(Date.parse(written) - (sign === '-' ? -aheadMs : aheadMs)).toISOString();
}

function milliseconds(text: string): string {
  const digits = text.slice(20, 23);
  return /^\d{3}$/.test(digits) ? digits : digits.replace(/\D.*/, '').padEnd(3, '0');
}

const daysByMonth = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isDay(text: string): boolean {
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10))];
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 && isLeap ? 29 : (daysByMonth[month] ?? 0);
  return day >= 1 && day <= days;
}
