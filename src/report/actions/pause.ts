import type { Result } from '../results/results.js';

/** A pause as the terminal shows it, and its end below. */
export function renderPause({ scope, reason }: Result<'pause'>, dryRun = false): string {
  return `${dryRun ? 'Would be paused' : 'Paused'}: ${scope}. ${reason}\nNothing new is begun there until \`migrate resume --scope ${scope} --reason TEXT\`.`;
}

export function renderResume({ scope, reason, until }: Result<'resume'>, dryRun = false): string {
  const resumed = dryRun ? 'Would be resumed' : 'Resumed';
  if (until === undefined) return `${resumed}: ${scope}. ${reason}`;
  return until === null
    ? `${resumed}: ${scope}. ${reason}\nWhat its sites taught that were flipped before now no longer counts.`
    : `${resumed} until ${until}: ${scope}. ${reason}\nThe stop holds again on that day if it still stands then.`;
}
