import { localDate, localTime } from '../dates.js';

const moments = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;

/** A sentence with every moment in it by the clocks of a time zone: what is stored carries UTC, people read local time. */
export function inLocalTime(text: string, timezone: string): string {
  return text.replace(moments, (at) => {
    const ms = Date.parse(at);
    return Number.isNaN(ms) ? at : `${localDate(ms, timezone)} ${localTime(ms, timezone)} ${timezone}`;
  });
}

/** The same for every sentence of a document; a value that is a moment and nothing else stays one, to be computed with. */
export function sentencesInLocalTime<Document>(document: Document, timezone: string): Document {
  const inside = (value: unknown): unknown => {
    if (typeof value === 'string') return value.replace(moments, '') === '' ? value : inLocalTime(value, timezone);
    if (Array.isArray(value)) return value.map(inside);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, of]) => [key, inside(of)]));
  };
  return inside(document) as Document;
}
