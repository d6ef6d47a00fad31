import type { Operation } from '../../model/operation.js';
import { operationWord } from '../../model/keys/operation-keys.js';
import { grouped } from '../../model/grouped.js';
import { caveatIn } from '../../model/text/caveat.js';
import { names } from '../../model/text/sentences.js';
import { readable, wrap, type Style } from '../terminal/style.js';
import { table } from '../terminal/table.js';

/** What an operation changes: `pilot_version 1 → 2, container_type singularity:wrapper → singularity:pilot`. */
export function changes({ before, after }: Pick<Operation, 'before' | 'after'>): string {
  return Object.entries(after)
    .filter(([field, value]) => value !== '' || before[field] !== '')
    .map(([field, value]) => `${field} ${shown(before[field])} → ${shown(value)}`)
    .join(', ');
}

function shown(value: string | undefined): string {
  return value === undefined || value === '' ? '(empty)' : value;
}

/** Operations as they would be carried out, one a row, and what to know before any of them. */
export function operationsTable(operations: readonly Operation[], style: Style): string {
  const rows = table(
    operations,
    [
      { title: 'site', cell: ({ site }) => site, emphasize: (text) => style.emphasis.bold(text) },
      { title: 'what', cell: operationWord },
      { title: 'queue', cell: ({ queue }) => queue ?? '' },
      { title: 'change', cell: changes },
    ],
    style,
  );
  const notes = caveats(operations).flatMap((text) => wrap(readable(text, style), style.width));
  return [rows, ...notes.map((line) => style.emphasis.warn(line))].join('\n');
}

function caveats(operations: readonly Operation[]): readonly string[] {
  const told = operations.filter(({ reason }) => caveatIn(reason) !== null);
  return [...grouped(told, ({ reason }) => caveatIn(reason) ?? '')].map(
    ([caveat, of]) => `${names(of.map(({ subject }) => subject))}: ${caveat}`,
  );
}
