import { operationsTable } from '../plans/operations.js';
import { outcomesScreen } from './outcomes.js';
import type { Style } from '../style.js';
import type { Result } from '../results/results.js';

/** What was done, and of a dry-run what would be. */
export function actedScreen({ operations, outcomes = [] }: Result<'flip'>, paper: Style): string {
  const ended = new Set(outcomes.map(({ key }) => key));
  const open = operations.filter(({ key }) => !ended.has(key));
  const parts: string[] = [];
  if (open.length > 0) parts.push(`${paper.ink.bold('Would be done')}\n${operationsTable(open, paper)}`);
  if (outcomes.length > 0) parts.push(outcomesScreen(outcomes, paper));
  return parts.length === 0 ? 'Nothing is to be done.' : parts.join('\n\n');
}
