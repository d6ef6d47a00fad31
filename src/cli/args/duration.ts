import { UserError } from '../../model/user-error.js';

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Milliseconds of `30m`, `2h`, `1d`, `1w`, `1d12h`. A UserError (exit 2) for anything else. */
export function durationMs(written: string): number {
  if (!/^(\d{1,5}[mhdw])+$/.test(written))
    throw new UserError(2, 'usage', `"${written}" is not a length of time.`, [
      'Write for example 30m, 2h, 1d, 1w or 1d12h.',
    ]);
  return [...written.matchAll(/(\d+)([mhdw])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (unitMs[unit ?? ''] ?? 0),
    0,
  );
}
