import { Eta } from 'eta/core';
import type { Channel } from '../model/inventory.js';
import { exampleFields, line, type RequestFields } from './fields.js';

/** A text as it is kept: what it sets for each channel, a subject and a body to be filled in. */
export interface Template {
  readonly name: string;
  readonly file: string;
  readonly defaults: Readonly<Record<Channel, Readonly<Record<string, string>>>>;
  readonly subject: (fields: RequestFields) => string;
  readonly body: (fields: RequestFields) => string;
}

/** Something is wrong with a template: which file, which line, what, and what to do. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  constructor(
    message: string,
    readonly advice: readonly string[],
  ) {
    super(message);
  }
}

/** What a header line may set, by channel. */
const settable: Readonly<Record<Channel, readonly string[]>> = {
  ggus: ['priority', 'type'],
  jira: ['issuetype', 'priority'],
  mail: ['importance', 'reply-to'],
};

const fieldNames = Object.keys(exampleFields);

/**
 * Reads a template: header lines (`subject: …`, and defaults such as `jira.issuetype: Task`), an empty
 * line, the body. Only `<%= it.field %>`, loops and conditions over the fields of `RequestFields`; what is
 * filled in is text and never read as a template. Throws a TemplateError, with the line, for what is
 * unknown or cannot be filled in.
 */
export function readTemplate(text: string, { name, file }: { readonly name: string; readonly file: string }): Template {
  const normal = text.replace(/\r\n?/g, '\n').replace(/^\uFEFF/, '');
  const end = normal.indexOf('\n\n');
  if (end === -1) throw wrong(file, 1, 'an empty line between header and body is missing');
  const head = normal.slice(0, end).split('\n');
  const body = normal.slice(end + 2);
  const { subject, defaults } = readHeader(head, file);
  checkFields(normal, file);
  const firstBodyLine = head.length + 2;
  return {
    name,
    file,
    defaults,
    subject: compiled(subject.text, subject.at, file),
    body: compiled(body, firstBodyLine, file),
  };
}

function readHeader(head: readonly string[], file: string): { readonly subject: { readonly text: string; readonly at: number }; readonly defaults: Template['defaults'] } {
  const defaults: Record<Channel, Record<string, string>> = { ggus: {}, jira: {}, mail: {} };
  let subject: { text: string; at: number } | null = null;
  for (const [index, text] of head.entries()) {
    const [, key = '', value = ''] = /^([\w.-]+):\s*(.*)$/.exec(text) ?? [];
    const [channel = '', setting = ''] = key.split('.', 2);
    if (key === 'subject') subject = { text: value, at: index + 1 };
    else if (isChannel(channel) && settable[channel].includes(setting)) defaults[channel][setting] = line(value);
    else throw wrong(file, index + 1, `"${line(text)}" is no header line`, `There are: subject, ${Object.entries(settable).flatMap(([of, names]) => names.map((one) => `${of}.${one}`)).join(', ')}.`);
  }
  if (subject === null) throw wrong(file, 1, 'the header has no subject', 'Write a line like `subject: Pilot <%= it.pilotTo %> at <%= it.site %>`.');
  return { subject, defaults };
}

function isChannel(text: string): text is Channel {
  return text === 'ggus' || text === 'jira' || text === 'mail';
}

/** Every field that is named anywhere, also where the example would not come by. */
function checkFields(text: string, file: string): void {
  for (const tag of text.matchAll(/<%[\s\S]*?%>/g)) {
    const firstLine = lineAt(text, tag.index);
    for (const use of tag[0].matchAll(/\bit\b(?:\.([\w$]+)|(.?))/g)) {
      const at = firstLine + lineAt(tag[0], use.index) - 1;
      const [, field, other] = use;
      if (field === undefined) throw wrong(file, at, `fields are written as it.field, not it${line(other ?? '')}`);
      if (!fieldNames.includes(field)) throw wrong(file, at, `there is no field "${field}"`, `There are: ${fieldNames.join(', ')}.`);
    }
  }
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

function compiled(text: string, firstLine: number, file: string): (fields: RequestFields) => string {
  const eta = new Eta({ autoEscape: false, autoTrim: false });
  const fill = attempt(() => eta.compile(withoutLonelyLines(text)), firstLine, file);
  const filled = (fields: RequestFields): string => fill.call(eta, fields);
  attempt(() => filled(exampleFields), firstLine, file);
  return filled;
}

/** A loop or condition on a line of its own leaves no line behind; the newline goes into the tag, so that lines are counted as they stand. */
function withoutLonelyLines(text: string): string {
  return text.replace(/^[ \t]*<%(?![=~])((?:(?!%>)[\s\S])*)%>[ \t]*\n/gm, '<%$1\n%>');
}

function attempt<T>(work: () => T, firstLine: number, file: string): T {
  try {
    return work();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const within = Number(/line (\d+)/.exec(message)?.[1] ?? 1);
    throw wrong(file, firstLine + within - 1, `it cannot be filled in (${line(message)})`);
  }
}

function wrong(file: string, at: number, what: string, ...advice: readonly string[]): TemplateError {
  return new TemplateError(`${file}, line ${at}: ${what}.`, advice);
}
