import { columnOf, insertedLines, lineEnd, lineStart, scalar, type Splice } from '../edits/splice.js';
import type { Outline, OutlineMapping } from '../yaml/outline.js';
import type { QueuePlace } from './places.js';

/** A queue as it can be put into a mapping of queues. */
export interface QueueText {
  /** Whole lines, at this column. */
  readonly block: (column: number) => string;
  /** Between commas; null: it has parts that cannot stand there. */
  readonly flow: string | null;
}

/** A queue with nothing but fields to be written in one mapping. */
export function newQueue(name: string, fields: string): QueueText {
  const entry = `${scalar(name)}: ${fields === '' ? '{}' : `{ ${fields} }`}`;
  return { block: (column) => `${' '.repeat(column)}${entry}\n`, flow: entry };
}

/** A queue as it is written now, with its comments. */
export function writtenQueue({ text, queues, entry: { keyStart, value } }: QueuePlace): QueueText {
  const bare = text.slice(keyStart, value.end);
  if (queues.flow) {
    const oneLine = bare.includes('\n') ? null : bare;
    return { block: (column) => `${' '.repeat(column)}${bare}\n`, flow: oneLine };
  }
  const lines = text.slice(lineStart(text, keyStart), lineEnd(text, value.end));
  const from = columnOf(text, keyStart);
  return {
    block: (column) =>
      lines
        .split('\n')
        .map((line) => (line.startsWith(' '.repeat(from)) ? ' '.repeat(column) + line.slice(from) : line))
        .join('\n')
        .replace(/\n*$/, '\n'),
    flow: lines.trim() === bare && !bare.includes('\n') ? bare : null,
  };
}

/** Takes queues out of a mapping and puts others at its end; null where one cannot stand in it or a comment would be lost. */
export function queuesChanged(
  text: string,
  queues: OutlineMapping,
  gone: ReadonlySet<string>,
  added: readonly QueueText[],
): readonly Splice[] | null {
  const first = queues.entries[0];
  const last = queues.entries.at(-1);
  if (!queues.flow) {
    if (!first || !last) return null;
    const splices = queues.entries.flatMap(({ key, keyStart, value }) =>
      gone.has(key) ? [{ from: lineStart(text, keyStart), to: lineEnd(text, value.end), by: '' }] : [],
    );
    const lines = added.map(({ block }) => block(columnOf(text, first.keyStart))).join('');
    return added.length === 0 ? splices : [...splices, insertedLines(text, last.value.end, lines)];
  }
  const items = added.map(({ flow }) => flow);
  if (items.includes(null)) return null;
  const list = items.join(', ');
  const splices = queues.entries.every(({ key }) => gone.has(key))
    ? [{ from: queues.start, to: queues.end, by: list === '' ? '{}' : `{ ${list} }` }]
    : [
        ...flowRemovals(queues, gone),
        ...(last && list !== '' ? [{ from: last.value.end, to: last.value.end, by: `, ${list}` }] : []),
      ];
  return splices.some(({ from, to }) => text.slice(from, to).includes('#')) ? null : splices;
}

/** Some stay. */
function flowRemovals({ entries }: OutlineMapping, gone: ReadonlySet<string>): readonly Splice[] {
  const lastKept = entries.findLastIndex(({ key }) => !gone.has(key));
  const splices = entries.flatMap(({ key, keyStart }, index): Splice[] => {
    const next = entries[index + 1];
    return gone.has(key) && index < lastKept && next ? [{ from: keyStart, to: next.keyStart, by: '' }] : [];
  });
  const kept = entries[lastKept];
  const last = entries.at(-1);
  return kept && last && kept !== last ? [...splices, { from: kept.value.end, to: last.value.end, by: '' }] : splices;
}

/** Gives a queue one more field; null where its value is written in a way that takes none. */
export function fieldAdded(text: string, { entry }: Pick<QueuePlace, 'entry'>, field: string): Splice | null {
  const { value } = entry;
  if (value.is === 'mapping') {
    const [first] = value.entries;
    const last = value.entries.at(-1);
    if (value.flow) {
      if (!last) return { from: value.start, to: value.end, by: `{ ${field} }` };
      return { from: last.value.end, to: last.value.end, by: `, ${field}` };
    }
    if (!first || !last) return null;
    return insertedLines(text, last.value.end, `${' '.repeat(columnOf(text, first.keyStart))}${field}\n`);
  }
  if (!isNothing(value)) return null;
  if (value.start === value.end) return { from: value.start, to: value.start, by: ` { ${field} }` };
  return { from: value.start, to: value.end, by: `{ ${field} }` };
}

/** Takes one field of a queue out, with its line; null where it is not written there. */
export function fieldRemoved(text: string, { entry }: Pick<QueuePlace, 'entry'>, key: string): Splice | null {
  const { value } = entry;
  if (value.is !== 'mapping') return null;
  const index = value.entries.findIndex((field) => field.key === key);
  const field = value.entries[index];
  if (!field) return null;
  if (value.entries.length === 1) {
    if (value.flow) return { from: value.start, to: value.end, by: '{}' };
    // What stays of a block mapping is a queue with nothing of its own.
    return { from: lineStart(text, field.keyStart), to: lineEnd(text, field.value.end), by: '' };
  }
  if (!value.flow) return { from: lineStart(text, field.keyStart), to: lineEnd(text, field.value.end), by: '' };
  const next = value.entries[index + 1];
  const before = value.entries[index - 1];
  if (next) return { from: field.keyStart, to: next.keyStart, by: '' };
  return { from: before?.value.end ?? field.keyStart, to: field.value.end, by: '' };
}

function isNothing(value: Outline): boolean {
  return value.is === 'scalar' && /^(?:|~|null|Null|NULL)$/.test(value.value);
}
