/** Where a `pilot_version` stands in a campaign: at `to`, beyond it (never touched), or old. */
export type Standing = 'at' | 'beyond' | 'old';

/**
 * Anything but `to` is old (`''`, `current`, a URL), except versions beyond it: the leading integers
 * are compared one by one, so `3.12.4.1` is beyond 2, and beyond 3 too.
 */
export function standing(version: string, to: string): Standing {
  if (version === to) return 'at';
  const present = leadingIntegers(version);
  const wanted = leadingIntegers(to);
  if (wanted.length === 0) return 'old';
  for (const [index, number] of present.entries()) {
    const limit = wanted[index];
    if (limit === undefined) return 'beyond';
    if (number !== limit) return number > limit ? 'beyond' : 'old';
  }
  return 'old';
}

function leadingIntegers(version: string): readonly number[] {
  const digits = /^\d+(?:\.\d+)*/.exec(version)?.[0];
  return digits === undefined ? [] : digits.split('.').map(Number);
}
