import { paragraph, type Style } from '../terminal/style.js';
import { moment } from '../terminal/when.js';
import type { Result } from '../results/results.js';

/** What was released, or would be. */
export function renderRelease({ released }: Result<'release'>, dryRun: boolean, style: Style): string {
  if (released.length === 0) return 'Nothing is open there.';
  const verb = dryRun ? 'Would be released' : 'Released';
  return released
    .map(({ key, state, holder, since }) =>
      paragraph(`${verb}: ${key} (${state}, held by ${holder} since ${moment(since, style)})`, style),
    )
    .join('\n');
}
