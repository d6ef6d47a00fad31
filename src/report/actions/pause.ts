import type { Result } from '../results/results.js';

/** A pause as the terminal shows it, and its end below. */
export function renderPause({ scope, reason }: Result<'pause'>): string {
  return `Paused: ${scope}. ${reason}\nNothing new is begun there until \`migrate resume --scope ${scope} --reason TEXT\`.`;
}

export function renderResume({ scope, reason }: Result<'resume'>): string {
  return `Resumed: ${scope}. ${reason}`;
}
