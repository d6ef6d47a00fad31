import type { Operation } from '../../model/operation.js';
import { count } from '../../model/text/sentences.js';
import { visible } from '../../model/text/printable.js';

/**
 * All changes that a person is to make in the catalogue's web form, to tick off, a line each; each comes once more with
 * all that belongs to it when its turn has come. null: it is one, or none.
 */
export function instructionSheet(operations: readonly Operation[]): string | null {
  const changes = operations.filter(({ kind }) => kind !== 'request');
  if (changes.length < 2) return null;
  return [
    `${count(changes.length, 'change')} for the catalogue's web form; what is made is seen by itself:`,
    ...changes.map(({ subject, after }) => {
      const fields = Object.entries(after).map(
        ([name, value]) => `${nameOf(name)} ${value === '' ? '(empty)' : visible(value)}`,
      );
      return `  [ ] ${visible(subject)}: ${fields.join(', ')}`;
    }),
  ].join('\n');
}

function nameOf(field: string): string {
  return field === 'manual_rule' ? 'status rule of the probe manual' : field;
}
