import { UserError } from '../../model/user-error.js';

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** The bounds of a length of time, as an operator would write them. */
interface Bounds {
  readonly least?: string;
  readonly most?: string;
}

/** Between two looks: timers of Node reach no further than 24 days, and fire at once beyond. */
export const interval: Bounds = { least: '1m', most: '3w' };

/** Milliseconds of `30m`, `2h`, `1d`, `1w`, `1d12h`. A UserError (exit 2) for anything else. */
export function durationMs(written: string, { least, most }: Bounds = {}): number {
  const ms = lengthMs(written);
  if (least !== undefined && ms < lengthMs(least))
    throw new UserError(2, 'usage', `"${written}" is too short: ${least} at least.`);
  if (most !== undefined && ms > lengthMs(most))
    throw new UserError(2, 'usage', `"${written}" is too long: ${most} at most.`);
  return ms;
}

function lengthMs(written: string): number {
  if (!/^(\d{1,5}[mhdw])+$/.test(written))
    throw new UserError(2, 'usage', `"${written}" is not a length of time.`, [
      'Write for example 30m, 2h, 1d, 1w or 1d12h; a number has five digits at most.',
    ]);
  return [...written.matchAll(/(\d+)([mhdw])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (unitMs[unit ?? ''] ?? 0),
    0,
  );
}
