const shape = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/;

/** Milliseconds of an ISO 8601 time, or NaN. One without zone is UTC, as the catalogue writes it. */
export function readTime(text: string): number {
  const match = shape.exec(text);
  if (!match) return Number.NaN;
  return Date.parse(match[3] === undefined ? `${text.replace(' ', 'T')}Z` : text);
}

/** The same, but throws where it is no time; `where` begins the message. */
export function parseTime(text: string, where: string): number {
  const ms = readTime(text);
  if (Number.isNaN(ms))
    throw new TypeError(`${where}: '${text}' is no ISO 8601 time, such as 2019-08-05T08:00:00+02:00`);
  return ms;
}

/** As the catalogue writes a change: naive UTC with microseconds. */
export function naiveMicroseconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, -1)}000`;
}

const dayMs = 86_400_000;
let lastDay = { number: Number.NaN, text: '' };

/** As the catalogue writes a rule or a downtime: naive UTC, whole seconds. Lists of jobs have many of the same day. */
export function naiveSeconds(ms: number): string {
  const day = Math.floor(ms / dayMs);
  if (day !== lastDay.number) lastDay = { number: day, text: new Date(day * dayMs).toISOString().slice(0, 11) };
  const seconds = Math.floor((ms - day * dayMs) / 1_000);
  return `${lastDay.text}${twoDigits(Math.floor(seconds / 3_600))}:${twoDigits(Math.floor(seconds / 60) % 60)}:${twoDigits(seconds % 60)}`;
}

function twoDigits(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}
