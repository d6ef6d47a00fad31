const shape = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]00:?00)?$/;

/**
 * The catalogue's naive UTC time (`2018-08-06T03:40:08.328044`, seconds and fraction optional, `T` or a
 * space) as an instant with milliseconds and `Z`. null: not such a time, or an impossible one.
 */
export function utcInstant(text: unknown): string | null {
  if (typeof text !== 'string') return null;
  const match = shape.exec(text);
  if (match === null) return null;
  const [, date = '', minutes = '', seconds = '00', fraction = ''] = match;
  const instant = `${date}T${minutes}:${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
  const ms = Date.parse(instant);
  // Date.parse takes 30 February for 2 March.
  return Number.isNaN(ms) || new Date(ms).toISOString() !== instant ? null : instant;
}
