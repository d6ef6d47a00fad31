import type { IsoDate } from '../../model/dates.js';
import { outlineOf } from '../yaml/outline.js';
import { EditRefusal } from './edit-refusal.js';
import { nearName } from '../../model/text/near-names.js';
import {
  columnOf,
  endedLine,
  endsInCrLf,
  insertedLines,
  lineEnd,
  lineStart,
  scalar,
  spliced,
  withoutCr,
  type Splice,
} from './splice.js';
import { readSection, type RetirementEntry, type RetirementSection } from './retirement-section.js';

/** A retirement to be written into `sites.yaml`. What is undefined stays as it is, or is left out. */
export interface RetirementEdit {
  readonly queue: string;
  readonly on?: IsoDate | undefined;
  readonly because?: string | undefined;
  readonly data?: string | undefined;
}

/**
 * The text with these retirements: an entry of a queue that is listed already is changed in place,
 * others come at the end of the list. No other byte changes.
 */
export async function scheduleRetirements(text: string, edits: readonly RetirementEdit[]): Promise<string> {
  // A file in which every line ends with CRLF stays one.
  if (endsInCrLf(text)) return (await scheduleRetirements(withoutCr(text), edits)).replaceAll('\n', '\r\n');
  let result = text;
  for (const edit of edits) {
    const section = await readSection(result);
    if (section === null) result = spliced(result, [sectionAdded(result, edit)]);
    else {
      const entry = section.entries.find((candidate) => candidate.queue === edit.queue);
      result = spliced(result, entry ? changes(result, entry, edit) : [appended(result, section, edit)]);
    }
  }
  return result;
}

/** The text without the retirement of this queue. Throws `EditRefusal` where there is none. */
export async function undoRetirement(text: string, queue: string): Promise<string> {
  const section = await readSection(text);
  const entry = section?.entries.find((candidate) => candidate.queue === queue);
  if (!section || !entry) {
    const near = nearName(queue, section?.entries.map((candidate) => candidate.queue) ?? []);
    throw new EditRefusal(`${queue} has no retirement in this file.`, near === null ? [] : [`Did you mean ${near}?`]);
  }
  const isLast = section.style === 'block' && section.entries.length === 1;
  const emptied: Splice[] = isLast ? [{ from: section.colonEnd, to: section.colonEnd, by: ' []' }] : [];
  return spliced(text, [...emptied, removal(text, section, entry)]);
}

/** Changes and additions in an entry that is there. */
function changes(text: string, entry: RetirementEntry, edit: RetirementEdit): Splice[] {
  const splices: Splice[] = [];
  const added: string[] = [];
  for (const [key, value] of fieldsOf(edit)) {
    const field = entry.fields.get(key);
    if (!field) added.push(`${key}: ${value}`);
    else splices.push({ from: field.from, to: field.to, by: text[field.to - 1] === '\n' ? `${value}\n` : value });
  }
  const queue = entry.fields.get('queue');
  if (added.length === 0 || !queue) return splices;
  if (entry.flow) splices.push({ from: queue.to, to: queue.to, by: `, ${added.join(', ')}` });
  else {
    const margin = ' '.repeat(columnOf(text, entry.from));
    splices.push(insertedLines(text, queue.to, added.map((line) => `${margin}${line}\n`).join('')));
  }
  return splices;
}

/** The section, in a text that has none: at its end, or as the last key between its braces. */
function sectionAdded(text: string, edit: RetirementEdit): Splice {
  const root = outlineOf(text);
  if (root?.is !== 'mapping' || !root.flow) {
    const by = `${endedLine(text) === text ? '' : '\n'}\nretirements:\n  - ${written(edit)}\n`;
    return { from: text.length, to: text.length, by };
  }
  const last = root.entries.at(-1);
  const at = last?.value.end ?? root.start + 1;
  return { from: at, to: at, by: `${last ? ', ' : ''}retirements: [${written(edit)}]` };
}

function appended(text: string, section: RetirementSection, edit: RetirementEdit): Splice {
  const last = section.entries.at(-1);
  const item = written(edit);
  if (section.style === 'null') return { from: section.from, to: section.to, by: `[${item}]` };
  if (section.style === 'flow') {
    const at = last?.to ?? section.from + 1;
    return { from: at, to: at, by: last ? `, ${item}` : item };
  }
  return insertedLines(text, last?.to ?? section.to, `${' '.repeat(columnOf(text, section.from))}- ${item}\n`);
}

function removal(text: string, section: RetirementSection, entry: RetirementEntry): Splice {
  const index = section.entries.indexOf(entry);
  const before = section.entries[index - 1];
  const after = section.entries[index + 1];
  if (section.style !== 'block') {
    if (after) return { from: entry.from, to: after.from, by: '' };
    return { from: before?.to ?? entry.from, to: entry.to, by: '' };
  }
  return { from: lineStart(text, entry.dash), to: lineEnd(text, entry.to), by: '' };
}

/** The edit as one flow mapping. */
function written(edit: RetirementEdit): string {
  const fields = [['queue', scalar(edit.queue)], ...fieldsOf(edit)];
  return `{ ${fields.map((field) => field.join(': ')).join(', ')} }`;
}

function fieldsOf({ on, because, data }: RetirementEdit): [key: string, value: string][] {
  const fields: [string, string][] = [];
  if (on !== undefined) fields.push(['on', on]);
  if (because !== undefined) fields.push(['because', scalar(because)]);
  if (data !== undefined) fields.push(['data', scalar(data)]);
  return fields;
}
