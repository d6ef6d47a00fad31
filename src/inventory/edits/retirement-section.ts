import type { Pair, ParsedNode, YAMLMap } from 'yaml';
import { entryAt, outlineOf, type OutlineEntry, type OutlineMapping } from '../yaml/outline.js';
import { positionsIn } from '../yaml/positions.js';
import { EditRefusal } from './edit-refusal.js';
import { lineStart } from './splice.js';

/** Where the `retirements` of a text stand. All offsets are into the whole text. */
export interface RetirementSection {
  /** `null`: written as null. */
  readonly style: 'block' | 'flow' | 'null';
  /** After the colon of the key. */
  readonly colonEnd: number;
  readonly from: number;
  readonly to: number;
  readonly entries: readonly RetirementEntry[];
}

export interface RetirementEntry {
  readonly queue: string;
  /** Written as `{ … }`. */
  readonly flow: boolean;
  /** The `-` of a block list; else `from`. */
  readonly dash: number;
  readonly from: number;
  /** After the last character of its content; what follows may be a comment. */
  readonly to: number;
  /** The values, by key. */
  readonly fields: ReadonlyMap<string, { readonly from: number; readonly to: number }>;
}

/** null where the text has no `retirements`. Throws `EditRefusal` where they cannot be read. */
export async function readSection(text: string): Promise<RetirementSection | null> {
  const root = outlineOf(text);
  const found = entryAt(root, 'retirements');
  if (root?.is !== 'mapping' || !found) return null;
  const { keyStart, keyEnd } = found;
  const end = root.flow ? found.value.end : nextLineWithKey(text, root, found);
  // Only this section is parsed: the package takes 22 s for a file of 100,000 queues. What stands in braces is read in braces.
  const [open, close] = root.flow ? ['{', '}'] : ['', ''];
  const start = keyStart - open.length;
  const own = `${open}${text.slice(keyStart, end)}${close}`;
  // The bundle knows a CommonJS package by its default export only.
  const { default: yaml } = await import('yaml');
  const { isMap, isScalar, isSeq, parseDocument } = yaml;
  const document = parseDocument(own);
  const contents = document.contents;
  const value = isMap<ParsedNode, ParsedNode | null>(contents) ? contents.items[0]?.value : undefined;
  const [error] = document.errors;
  const lineAt = (offset: number): number => positionsIn(text)(start + offset).line;
  if (error || !value) throw unreadable(error?.message ?? 'no list', lineAt(error?.pos[0] ?? open.length));
  const [from, to] = value.range;
  const colonEnd = text.indexOf(':', keyEnd) + 1;
  if (isScalar(value) && value.value === null && from < to) {
    return { style: 'null', colonEnd, from: start + from, to: start + to, entries: [] };
  }
  if (!isSeq<ParsedNode>(value)) throw unreadable('no list', lineAt(from));
  const style = value.flow === true ? 'flow' : 'block';
  const entries: RetirementEntry[] = [];
  for (const item of value.items) {
    if (!isMap<ParsedNode, ParsedNode | null>(item))
      throw unreadable('an entry that is no mapping', lineAt(item.range[0]));
    const dash = style === 'flow' ? start + item.range[0] : dashAfter(text, entries.at(-1)?.to ?? start + from);
    entries.push(entryOf(item, dash, start));
  }
  return { style, colonEnd, from: start + from, to: start + to, entries };
}

/** Where the line of the next key begins, or the text ends. */
function nextLineWithKey(text: string, { entries }: OutlineMapping, after: OutlineEntry): number {
  const next = entries[entries.indexOf(after) + 1];
  return next ? lineStart(text, next.keyStart) : text.length;
}

function entryOf(item: YAMLMap.Parsed, dash: number, start: number): RetirementEntry {
  const [from, end] = item.range;
  const flow = item.flow === true;
  const fields = new Map(item.items.map((pair) => [String(pair.key), valueRange(pair, start)]));
  const last = [...fields.values()].at(-1);
  return {
    queue: String(item.get('queue')),
    flow,
    dash,
    from: start + from,
    to: flow || !last ? start + end : last.to,
    fields,
  };
}

function valueRange({ key, value }: Pair<ParsedNode, ParsedNode | null>, start: number): { from: number; to: number } {
  const [from, to] = value?.range ?? [key.range[1], key.range[1]];
  return { from: start + from, to: start + to };
}

/** The next `-` of the list, past comments and empty lines. */
function dashAfter(text: string, offset: number): number {
  const gap = /(?:[^\S\n]*(?:#[^\n]*)?\n)*[^\S\n]*/y;
  gap.lastIndex = offset;
  gap.test(text);
  return gap.lastIndex;
}

function unreadable(what: string, line: number): EditRefusal {
  return new EditRefusal(`The retirements cannot be read on line ${line}: ${what.split('\n')[0] ?? ''}.`, [
    'Make this change by hand, then run `migrate validate`.',
  ]);
}
