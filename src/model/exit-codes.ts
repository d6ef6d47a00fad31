import type { Outcome } from './operation.js';

/** Every way the program can end: the help prints this table, the commands end by it. */
export const exitCodes = [
  { code: 0, meaning: 'done' },
  { code: 1, meaning: 'failed' },
  { code: 2, meaning: 'usage: unknown command, flag or value' },
  { code: 3, meaning: 'bad inventory, configuration or ledger' },
  { code: 4, meaning: 'refused or not confirmed (stale plan, before its date)' },
  { code: 5, meaning: 'findings: something to look at, nothing broken' },
  { code: 68, meaning: 'partly done, held or unconfirmed: run again later' },
  { code: 69, meaning: 'still running' },
  { code: 75, meaning: 'held by another operator' },
  { code: 130, meaning: 'interrupted (Ctrl-C)' },
  { code: 143, meaning: 'terminated' },
] as const;

export type ExitCode = (typeof exitCodes)[number]['code'];

/**
 * Of mixed outcomes the highest of 1, 75, 68 that occurred, in this order; 4 where all were refused. `unread`: a service
 * was silent, so that what is to be done is known in part only.
 */
export function exitCodeOf(outcomes: readonly Outcome[], { unread = false } = {}): ExitCode {
  const undone = outcomes.filter(({ outcome }) => outcome !== 'done' && outcome !== 'already');
  if (undone.length === 0) return unread ? 68 : 0;
  if (undone.some(({ outcome }) => outcome === 'failed')) return 1;
  if (undone.some(({ outcome, by }) => outcome === 'held' && by !== undefined)) return 75;
  if (!unread && outcomes.every(({ outcome }) => outcome === 'refused')) return 4;
  return 68;
}
