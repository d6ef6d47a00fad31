import { grouped } from '../../model/grouped.js';
import type { Operation, QueueOperationKind } from '../../model/operation.js';
import { operationWord } from '../../model/keys/operation-keys.js';
import { count, names } from '../../model/text/sentences.js';
import { paragraph, type Style } from '../terminal/style.js';
import { table } from '../terminal/table.js';
import { changes, operationsTable } from './operations.js';

/** What one operation of a kind is called, and several. */
const nouns: Readonly<Record<QueueOperationKind, readonly [one: string, many: string]>> = {
  flip: ['flip', 'flips'],
  rollback: ['roll-back', 'roll-backs'],
  'containers-off': ['containers off', 'containers off'],
  'containers-on': ['containers on', 'containers on'],
  brokeroff: ['brokeroff', 'brokeroffs'],
  off: ['offline', 'offline'],
  online: ['online', 'online'],
};

/** Texts to sites by what they are: `1 reminder`, `2 notices roll-back`. */
function wordsFor(word: string, [first]: readonly Operation[]): readonly [one: string, many: string] {
  if (first && first.kind !== 'request') return nouns[first.kind];
  return [word, word.replace(/^\w+/, '$&s')];
}

/** `3 flips at OSCER, 2 requests at NET2 and TRIUMF`. */
export function summary(operations: readonly Operation[]): string {
  return [...grouped(operations, operationWord)]
    .map(
      ([word, of]) =>
        `${count(of.length, ...wordsFor(word, of))} at ${names([...new Set(of.map(({ site }) => site))])}`,
    )
    .join(', ');
}

/** `flip 3 queues, request`: what is due at one site. */
export function kindsOf(operations: readonly Operation[]): string {
  return [...grouped(operations, operationWord)]
    .map(([word, of]) => {
      const queues = of.flatMap(({ queue }) => queue ?? []);
      if (queues.length === 0) return word;
      return `${word} ${queues.length === 1 ? (queues[0] ?? '') : `${queues.length} queues`}`;
    })
    .join(', ');
}

/**
 * What is about to be carried out: one operation a row where that fits `rows` lines, else the same change of a
 * site in one row, else what fits of these and how many more there are; and one line that counts them by kind.
 */
export function preview(operations: readonly Operation[], rows: number, style: Style): string {
  const counted = paragraph(`Total: ${summary(operations)}.`, style);
  const room = rows - lines(counted) - 1;
  const each = operationsTable(operations, style);
  if (operations.length === 1) return each;
  if (lines(each) <= room) return `${each}\n\n${counted}`;
  const bySite = [
    ...grouped(
      operations,
      (operation) => `${operation.site}\n${operationWord(operation)}\n${changes(operation)}`,
    ).values(),
  ];
  for (let shown = bySite.length; shown > 0; shown--) {
    const left = operations.length - bySite.slice(0, shown).flat().length;
    const rest =
      left === 0 ? '' : `\n${style.emphasis.dim(`and ${count(left, 'more operation')}; --dry-run shows each.`)}`;
    const text = `${groupsTable(bySite.slice(0, shown), style)}${rest}`;
    if (lines(text) <= room) return `${text}\n\n${counted}`;
  }
  return counted;
}

function groupsTable(groups: readonly (readonly Operation[])[], style: Style): string {
  return table(
    groups,
    [
      { title: 'site', cell: ([first]) => first?.site ?? '', emphasize: (text) => style.emphasis.bold(text) },
      { title: 'what', cell: ([first]) => (first ? operationWord(first) : '') },
      { title: 'queues', cell: (of) => (of[0]?.queue == null ? '' : String(of.length)), right: true },
      { title: 'change', cell: ([first]) => (first ? changes(first) : '') },
    ],
    style,
  );
}

function lines(text: string): number {
  return text.split('\n').length;
}
