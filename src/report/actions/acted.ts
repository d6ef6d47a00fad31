import { operationsTable } from '../plans/operations.js';
import { renderOutcomes } from './outcomes.js';
import type { Style } from '../terminal/style.js';
import type { Result } from '../results/results.js';

/** What was done, and of a dry-run what would be. */
export function renderActed({ operations, outcomes = [] }: Result<'flip'>, style: Style): string {
  const ended = new Set(outcomes.map(({ key }) => key));
  const open = operations.filter(({ key }) => !ended.has(key));
  const parts: string[] = [];
  if (open.length > 0) parts.push(`${style.emphasis.bold('Would be done')}\n${operationsTable(open, style)}`);
  if (outcomes.length > 0) parts.push(renderOutcomes(outcomes, style));
  return parts.length === 0 ? 'Nothing is to be done.' : parts.join('\n\n');
}
