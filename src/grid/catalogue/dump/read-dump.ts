import { isMapping } from '../../../model/mapping.js';
import { isUtf8 } from 'node:buffer';
import { printable } from '../../../model/text/printable.js';
import { UserError } from '../../../model/user-error.js';
import { normaliseRecord, type Normalised } from '../record.js';
import { jsonFault } from './json-fault.js';
import { BadJson, jsonPieces, type Piece } from './pieces.js';
import { tableRows, type TableRow } from './table.js';

/** Bytes in the order of the file; each chunk is kept for as long as an entry of it is read. */
export type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** A dump that cannot be read to its end. Nothing after the fault is known. */
export class BadDump extends UserError {
  override readonly name = 'BadDump';
  constructor(message: string, advice: readonly string[]) {
    super(1, 'bad-dump', printable(message), advice);
  }
}

const again = ['Fetch the dump again, whole; nothing was changed.'];

/**
 * The queue records of a catalogue dump, in its order and in batches: AGIS and CRIC JSON (an object by queue, a
 * list, or one record alone), old flat records, and a table with tabs. A record that cannot be understood is a
 * problem with its queue and field; of two with one `panda_resource` the first counts. `what` names the dump.
 * Throws `BadDump` where the text itself is broken or cut off.
 */
export async function* readDump(chunks: Chunks, what: string): AsyncGenerator<readonly Normalised[]> {
  const names = new Set<string>();
  let parser: Parser | null = null;
  let beginning: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    let content = chunk;
    if (parser === null) {
      beginning = Buffer.concat([beginning, chunk]);
      parser = parserFor(beginning, what);
      if (parser === null) continue;
      content = withoutMark(beginning);
    }
    const batch = onceEach(parser.push(content), names);
    if (batch.length > 0) yield batch;
  }
  if (parser === null) throw new BadDump(`${what} is empty.`, again);
  const batch = onceEach(parser.end(), names);
  if (batch.length > 0) yield batch;
}

interface Parser {
  push(chunk: Uint8Array): readonly Normalised[];
  end(): readonly Normalised[];
}

/** By the first character; null: not seen yet. */
function parserFor(beginning: Buffer, what: string): Parser | null {
  const content = withoutMark(beginning);
  const first = content.findIndex((byte) => byte > 0x20);
  if (first === -1) return null;
  const char = String.fromCharCode(content[first] ?? 0);
  if (char === '{' || char === '[') return jsonParser(what);
  if (char === '<')
    throw new BadDump(`${what} is a web page, not a dump of queue records.`, [
      'It may be the page that asks for a login: fetch the dump with your certificate, then name the file.',
    ]);
  const lineEnd = content.indexOf(0x0a, first);
  if (lineEnd === -1 && content.length < 65_536) return null;
  const header = content.subarray(first, lineEnd === -1 ? first : lineEnd).toString('utf8');
  if (/(?:^|\t)(?:panda_resource|siteid)(?:\t|\r?$)/.test(header) && header.includes('\t')) return tableParser(what);
  throw new BadDump(`${what} is neither JSON nor a table with tabs and a column panda_resource.`, [
    'A dump is what the catalogue answers as JSON; unpack it first if it is compressed.',
  ]);
}

function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

function jsonParser(what: string): Parser {
  const pieces = jsonPieces();
  let lastName = '';
  // Until an entry is a record, the whole may be one record alone.
  let undecided: [string, unknown][] | null = [];
  let alone: [string, unknown][] | null = null;
  let count = 0;

  function entry(piece: Piece): readonly Normalised[] {
    // `{}` and `[]` have one piece without content.
    if (++count === 1 && piece.isLast && piece.bytes.toString('latin1').trim() === '') return [];
    const [name, value] = parsed(piece);
    // Once there are records, what is none is a field that a bracket too many has brought to the top.
    if (undecided !== null || isRecord(value)) lastName = name;
    if (alone !== null) {
      alone.push([name, value]);
      return [];
    }
    if (undecided === null) return [normaliseRecord(value, name)];
    undecided.push([name, value]);
    if (!piece.inList && !isMapping(value)) {
      alone = undecided;
      return [];
    }
    if (!isRecord(value)) return [];
    const waiting = undecided;
    undecided = null;
    return waiting.map(([key, raw]) => normaliseRecord(raw, key));
  }

  function parsed({ bytes, offset, inList }: Piece): readonly [string, unknown] {
    const text = bytes.toString('utf8');
    const whole = inList ? text : `{${text}}`;
    if (!isUtf8(bytes)) {
      const path = jsonFault(whole, whole.indexOf('\ufffd'))?.path ?? [];
      throw broken(inList ? nameIn(text, path) : path, offset, 'bytes that are not UTF-8');
    }
    try {
      const value: unknown = JSON.parse(whole);
      if (inList) return [`record ${count}`, value];
      const [only] = Object.entries(value as object);
      if (only) return only as [string, unknown];
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
    const { path, why } = jsonFault(whole) ?? { path: [], why: 'a comma too many' };
    throw broken(inList ? nameIn(text, path) : path, offset, why);
  }

  function broken(path: readonly string[], offset: number, why: string): BadDump {
    const after = lastName === '' ? '' : `, after ${shownName(lastName)}`;
    const place = path.length === 0 ? `An entry${after}` : placeOf(path);
    return new BadDump(`${what} is no valid JSON. ${place}: ${why} (the entry begins at byte ${offset}).`, again);
  }

  function guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof BadJson)) throw error;
      for (const piece of error.before) entry(piece);
      const text = error.piece.toString('utf8');
      const fault = jsonFault(error.inList ? text : `{${text}`);
      const path = error.inList ? nameIn(text, fault?.path ?? []) : (fault?.path ?? []);
      const after = lastName === '' ? '' : ` after ${shownName(lastName)}`;
      const place = path.length === 0 ? `${what}${after}` : `${what}: ${placeOf(path)}`;
      throw new BadDump(`${place}: ${error.why} (at byte ${error.offset}).`, again);
    }
  }

  return {
    push: (chunk) => guarded(() => pieces.push(chunk).flatMap(entry)),
    end: () =>
      guarded(() => {
        pieces.end();
        if (alone !== null) return [normaliseRecord(Object.fromEntries(alone), 'the record')];
        return (undecided ?? []).map(([name, value]) => normaliseRecord(value, name));
      }),
  };
}

function tableParser(what: string): Parser {
  const rows = tableRows();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let lastLine = 1;
  const records = (found: readonly TableRow[]): Normalised[] =>
    found.map((row) => {
      lastLine = row.line;
      const name = row.raw['panda_resource'] ?? row.raw['siteid'] ?? '';
      return 'why' in row
        ? { problem: { name: name === '' ? `line ${row.line}` : name, why: row.why } }
        : normaliseRecord(row.raw, `line ${row.line}`);
    });
  const decoded = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      throw new BadDump(`${what} has bytes that are not UTF-8 after line ${lastLine}.`, again);
    }
  };
  return {
    push: (chunk) => records(rows.push(decoded(chunk))),
    end: () => records([...rows.push(decoded()), ...rows.end()]),
  };
}

/** In a list an entry goes by the name that it says itself. */
function nameIn(text: string, path: readonly string[]): readonly string[] {
  const name = /"(?:panda_resource|siteid)"\s*:\s*"([^"\\]*)"/.exec(text)?.[1];
  return name === undefined ? path : [name, ...path];
}

function placeOf([queue = '', ...fields]: readonly string[]): string {
  return fields.length === 0 ? shownName(queue) : `${shownName(queue)}, field ${fields.map(shownName).join('.')}`;
}

/** A name from outside may be anything. */
function shownName(name: string): string {
  return /^[\w.+:@-]{1,100}$/.test(name) ? name : JSON.stringify(name.slice(0, 60));
}

function onceEach(found: readonly Normalised[], names: Set<string>): readonly Normalised[] {
  return found.map((each) => {
    if ('problem' in each) return each;
    const { panda_resource: name } = each.record;
    if (names.has(name)) return { problem: { name, why: 'a second record has the same panda_resource' } };
    names.add(name);
    return each;
  });
}

function isRecord(value: unknown): boolean {
  return isMapping(value) && (value['panda_resource'] !== undefined || value['siteid'] !== undefined);
}
