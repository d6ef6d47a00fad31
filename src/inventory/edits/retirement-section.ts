import type { Pair, ParsedNode, YAMLMap } from 'yaml';
import { EditRefusal } from './edit-refusal.js';

/** Where the `retirements` of a text stand. All offsets are into the whole text. */
export interface RetirementSection {
  /** `absent`: nothing after the key; `null`: written as null. */
  readonly style: 'block' | 'flow' | 'null' | 'absent';
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
  const start = /^retirements[ \t]*:/m.exec(text)?.index;
  if (start === undefined) return null;
  // Only this section is parsed: the package takes 22 s for a file of 100,000 queues.
  const rest = text.slice(start);
  const next = /\n(?=[^\s#-])/.exec(rest);
  const own = next ? rest.slice(0, next.index + 1) : rest;
  // The bundle knows a CommonJS package by its default export only.
  const { default: yaml } = await import('yaml');
  const { isMap, isScalar, isSeq, parseDocument } = yaml;
  const document = parseDocument(own);
  const root = document.contents;
  const value = isMap<ParsedNode, ParsedNode | null>(root) ? root.items[0]?.value : undefined;
  if (document.errors.length > 0 || !value) throw unreadable(document.errors[0]?.message ?? 'no list');
  const [from, to] = value.range;
  if (isScalar(value) && value.value === null) {
    return { style: from === to ? 'absent' : 'null', from: start + from, to: start + to, entries: [] };
  }
  if (!isSeq<ParsedNode>(value)) throw unreadable('no list');
  const style = value.flow === true ? 'flow' : 'block';
  const entries: RetirementEntry[] = [];
  for (const item of value.items) {
    if (!isMap<ParsedNode, ParsedNode | null>(item)) throw unreadable('an entry that is no mapping');
    const dash = style === 'flow' ? start + item.range[0] : dashAfter(text, entries.at(-1)?.to ?? start + from);
    entries.push(entryOf(item, dash, start));
  }
  return { style, from: start + from, to: start + to, entries };
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

function unreadable(what: string): EditRefusal {
  return new EditRefusal(`The retirements cannot be read: ${what}.`, [
    'Run `migrate validate` and correct the file first.',
  ]);
}
