import { UserError } from '../model/user-error.js';
import type { Channel } from '../model/inventory.js';
import { describeFinding, findingOf, shown, type Finding } from '../inventory/finding.js';
import { nearName } from '../inventory/near-name.js';
import { exampleFields, line, type RequestFields } from './fields.js';
import { compile, type Trouble } from './fill.js';

/** A text as it is kept: what it sets for each channel, a subject and a body to be filled in. */
export interface Template {
  readonly name: string;
  readonly file: string;
  readonly defaults: Readonly<Record<Channel, Readonly<Record<string, string>>>>;
  /** Both throw a TemplateError where these fields cannot be filled in. */
  readonly subject: (fields: RequestFields) => string;
  readonly body: (fields: RequestFields) => string;
}

/** Something is wrong with a template: every finding with file, line, what, and what to do. */
export class TemplateError extends UserError {
  override readonly name = 'TemplateError';
  constructor(
    readonly findings: readonly Finding[],
    advice: readonly string[] = ['Correct the template; `migrate validate` checks them all.'],
  ) {
    super(3, 'bad-template', findings.map(describeFinding).join('\n'), advice);
  }
}

export type TemplateRead =
  { readonly ok: true; readonly template: Template } | { readonly ok: false; readonly findings: readonly Finding[] };

/** What a header line may set, by channel. */
const settable = { jira: ['issuetype', 'priority'], mail: ['importance', 'reply-to'] } as const;
/** What every ticket has from its request itself. */
const ownFields = ['title', 'group', 'article', 'customer_id'];

const headerNames = [
  'subject',
  'ggus.ATTRIBUTE',
  ...Object.entries(settable).flatMap(([channel, names]) => names.map((name) => `${channel}.${name}`)),
];
const fieldNames = Object.keys(exampleFields);

/** A problem and its line, from 1. */
interface Problem {
  readonly line: number;
  readonly found: string;
  readonly expected: string;
  readonly near?: string | null;
}

/** A piece of the text that is filled in, and the line on which it begins. */
interface Part {
  readonly text: string;
  readonly line: number;
}

/**
 * Reads a template: header lines (`subject: …`, and defaults such as `jira.issuetype: Task`), an empty
 * line, the body. Only `<%= it.field %>`, loops and conditions over the fields of `RequestFields`; what is
 * filled in is text and never read as a template. Answers everything that is unknown or cannot be filled
 * in at once, with its line.
 */
export function readTemplate(text: string, { name, file }: Pick<Template, 'name' | 'file'>): TemplateRead {
  const normal = text.replace(/\r\n?/g, '\n').replace(/^\uFEFF/, '');
  const end = normal.indexOf('\n\n');
  if (end === -1)
    return {
      ok: false,
      findings: [
        finding(file, { line: 1, found: 'no empty line', expected: 'header lines, an empty line, and the body' }),
      ],
    };
  const head = normal.slice(0, end).split('\n');
  const { subject, defaults, problems } = readHeader(head);
  const parts = { subject: fillable(subject), body: fillable({ text: normal.slice(end + 2), line: head.length + 2 }) };
  const all = [...problems, ...parts.subject.problems, ...parts.body.problems].sort(
    (one, other) => one.line - other.line,
  );
  if (all.length > 0) return { ok: false, findings: all.map((problem) => finding(file, problem)) };
  const fill =
    ({ fill: filled }: Fillable) =>
    (fields: RequestFields): string => {
      const result = filled(fields);
      if ('text' in result) return result.text;
      throw new TemplateError([finding(file, result.problem)]);
    };
  return { ok: true, template: { name, file, defaults, subject: fill(parts.subject), body: fill(parts.body) } };
}

function readHeader(head: readonly string[]): {
  readonly subject: Part;
  readonly defaults: Template['defaults'];
  readonly problems: readonly Problem[];
} {
  const defaults: Record<Channel, Record<string, string>> = { ggus: {}, jira: {}, mail: {} };
  const problems: Problem[] = [];
  let subject: Part | null = null;
  for (const [index, text] of head.entries()) {
    const [, key = '', value = ''] = /^([\w.-]+):\s*(.*)$/.exec(text) ?? [];
    const [channel = '', setting = ''] = key.split('.', 2);
    if (key === 'subject') subject = { text: value, line: index + 1 };
    else if (isChannel(channel) && isSettable(channel, setting)) defaults[channel][setting] = line(value);
    else
      problems.push({
        line: index + 1,
        found: `the header line ${shown(line(text))}`,
        expected: `one of ${headerNames.join(', ')}`,
        near: nearName(key, headerNames),
      });
  }
  if (subject === null)
    problems.push({
      line: 1,
      found: 'no subject in the header',
      expected: 'a line like `subject: Pilot <%= it.pilotTo %> at <%= it.site %>`',
    });
  return { subject: subject ?? { text: '', line: 1 }, defaults, problems };
}

/** The attributes of a GGUS ticket are the helpdesk's own: any may be set, but for what the request itself fills in. */
function isSettable(channel: Channel, setting: string): boolean {
  if (channel === 'ggus') return /^[a-z]\w*$/.test(setting) && !ownFields.includes(setting);
  return (settable[channel] as readonly string[]).includes(setting);
}

function isChannel(text: string): text is Channel {
  return text === 'ggus' || text === 'jira' || text === 'mail';
}

interface Fillable {
  readonly problems: readonly Problem[];
  readonly fill: (fields: RequestFields) => { readonly text: string } | { readonly problem: Problem };
}

/** It is tried with the example where every field is known; else that would fail for the same reason once more. */
function fillable(part: Part): Fillable {
  const problemOf = ({ line: within, what }: Trouble): { readonly problem: Problem } => ({
    problem: {
      line: part.line + within - 1,
      found: `what cannot be filled in (${line(what)})`,
      expected: '`<%= it.field %>`, loops and conditions',
    },
  });
  const unknown = unknownFields(part);
  const compiled = compile(part.text);
  if ('what' in compiled)
    return { problems: [...unknown, problemOf(compiled).problem], fill: () => problemOf(compiled) };
  const fill: Fillable['fill'] = (fields) => {
    const filled = compiled.fill(fields);
    return 'text' in filled ? filled : problemOf(filled);
  };
  const example = fill(exampleFields);
  return { problems: unknown.length === 0 && 'problem' in example ? [example.problem] : unknown, fill };
}

/** Every field that is named anywhere, also where the example would not come by. */
function unknownFields({ text, line: firstLine }: Part): Problem[] {
  return [...text.matchAll(/<%[\s\S]*?%>/g)].flatMap((tag) => {
    const code = withoutStrings(tag[0]);
    return [...code.matchAll(/\bit\b(?:\.([\w$]+)|(.?))/g)].flatMap((use): Problem[] => {
      const at = firstLine + lineAt(text, tag.index) + lineAt(code, use.index) - 2;
      const [, field, other = ''] = use;
      if (field === undefined)
        return [{ line: at, found: shown(line(`it${other}`)), expected: 'fields written as it.field' }];
      if (fieldNames.includes(field)) return [];
      return [
        {
          line: at,
          found: `the field ${shown(field)}`,
          expected: `one of ${fieldNames.join(', ')}`,
          near: nearName(field, fieldNames),
        },
      ];
    });
  });
}

/** Quoted words are no names. */
function withoutStrings(code: string): string {
  return code.replace(
    /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g,
    (quoted) => quoted[0]?.padEnd(quoted.length - 1, ' ').concat(quoted[0]) ?? '',
  );
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

function finding(file: string, { line: at, found, expected, near = null }: Problem): Finding {
  return findingOf({ severity: 'error', path: [], about: 'value', found, expected, near: () => near }, file, {
    line: at,
    column: null,
  });
}
