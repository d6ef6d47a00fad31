import { UserError } from '../model/user-error.js';
import type { Channel } from '../model/campaign.js';
import { describeFinding, findingOf, shown, type Finding } from '../inventory/finding.js';
import { nearName } from '../model/text/near-names.js';
import { fieldMeanings, line, type RequestFields } from './fields.js';
import { compile, type Compiled } from './fill.js';

/** A text as it is kept: what it sets for each channel, a subject and a body to be filled in. */
export interface Template {
  readonly name: string;
  readonly file: string;
  readonly defaults: Readonly<Record<Channel, Readonly<Record<string, string>>>>;
  /** As it is kept, header and all. */
  readonly text: string;
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
 * line, the body. Subject and body are Mustache over `RequestFields`; what is filled in is text and never
 * read as a template. Returns everything that is unknown or no template at once, with its line.
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
  const bodyPart = { text: normal.slice(end + 2), line: head.length + 2 };
  const [compiledSubject, compiledBody] = [compile(subject.text), compile(bodyPart.text)];
  if (problems.length === 0 && compiledSubject.ok && compiledBody.ok)
    return {
      ok: true,
      template: { name, file, text: normal, defaults, subject: compiledSubject.fill, body: compiledBody.fill },
    };
  const all = [...problems, ...problemsOf(subject, compiledSubject), ...problemsOf(bodyPart, compiledBody)];
  return {
    ok: false,
    findings: all.sort((one, other) => one.line - other.line).map((problem) => finding(file, problem)),
  };
}

function problemsOf(part: Part, compiled: Compiled): readonly Problem[] {
  if (compiled.ok) return [];
  return compiled.troubles.map(({ line: within, found, expected, name }) => ({
    line: part.line + within - 1,
    found: line(found),
    expected,
    near: name === undefined ? null : nearName(name, Object.keys(fieldMeanings)),
  }));
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
      expected: 'a line like `subject: Pilot {{pilotTo}} at {{site}}`',
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

function finding(file: string, { line: at, found, expected, near = null }: Problem): Finding {
  return findingOf({ severity: 'error', path: [], about: 'value', found, expected, near: () => near }, file, {
    line: at,
    column: null,
  });
}
