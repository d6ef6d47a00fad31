import type { Result } from '../results/results.js';

type Task = Result<'agent'>['tasks'][number];

/** One line of an agent's log. */
export function deedLine({ task, subject, outcome, message }: Task): string {
  return `${task} ${subject}: ${outcome}: ${message}`;
}

export function renderAgent({ agent, tasks }: Result<'agent'>, once: boolean): string {
  if (!once) return `${agent} has ended.`;
  return tasks.length === 0 ? `${agent}: nothing was due.` : `${agent}: ${String(tasks.length)} tasks.`;
}
