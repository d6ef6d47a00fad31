import type { Result } from '../results/results.js';

/** A pause as the terminal shows it, and its end below. */
export function renderPause({ scope, reason }: Result<'pause'>, dryRun = false): string {
  return `${dryRun ? 'Would be paused' : 'Paused'}: ${scope}. ${reason}\nNothing new is begun there until \`migrate resume --scope ${scope} --reason TEXT\`.`;
}

export function renderResume({ scope, reason }: Result<'resume'>, dryRun = false): string {
  return `${dryRun ? 'Would be resumed' : 'Resumed'}: ${scope}. ${reason}`;
}
