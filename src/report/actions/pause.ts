import type { Result } from '../results/results.js';

export function pauseScreen({ scope, reason }: Result<'pause'>): string {
  return `Paused: ${scope}. ${reason}\nNothing new is begun there until \`migrate resume --scope ${scope} --reason TEXT\`.`;
}

export function resumeScreen({ scope, reason }: Result<'resume'>): string {
  return `Resumed: ${scope}. ${reason}`;
}
