import type { Operation } from '../../model/operation.js';
import { operationWord } from '../../model/operation-keys.js';
import type { Style } from '../style.js';
import { table } from '../table.js';

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

/** Operations as they would be carried out, one a row. */
export function operationsTable(operations: readonly Operation[], paper: Style): string {
  return table(
    operations,
    [
      { title: 'site', cell: ({ site }) => site, style: (text) => paper.ink.bold(text) },
      { title: 'what', cell: operationWord },
      { title: 'queue', cell: ({ queue }) => queue ?? '' },
      { title: 'change', cell: changes },
    ],
    paper,
  );
}
