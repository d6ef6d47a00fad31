import Mustache from 'mustache';
import { fieldKinds, isField, type RequestFields } from './fields.js';

/** What is wrong with a text, and on which of its lines, from 1. */
export interface Trouble {
  readonly line: number;
  readonly found: string;
  readonly expected: string;
  /** A name that could have been a field's. */
  readonly name?: string;
}

/** A text ready to be filled in, or all that is wrong with it. */
export type Compiled =
  | { readonly ok: true; readonly fill: (fields: RequestFields) => string }
  | { readonly ok: false; readonly troubles: readonly Trouble[] };

/** `[type, value, start, end, children?]` as mustache gives it. */
type Token = readonly [type: string, value: string, start: number, end: number, children?: readonly Token[]];

const forms = '{{field}}, {{#field}}…{{/field}} or {{^field}}…{{/field}}';

/**
 * Compiles a text once, to be filled in with many fields. It is Mustache without partials, other tags or
 * dotted names, so that a text speaks of the documented fields alone and runs nothing. Data are put in as
 * they stand: nothing is escaped, nothing is read as a template.
 */
export function compile(text: string): Compiled {
  const former = text.indexOf('<%');
  if (former !== -1) {
    const found = 'a tag of the former kind, <%';
    return { ok: false, troubles: [{ line: lineAt(text, former), found, expected: forms }] };
  }
  let tokens: readonly Token[];
  try {
    tokens = Mustache.parse(text) as unknown as readonly Token[];
  } catch (error) {
    return { ok: false, troubles: [syntaxTrouble(error, text)] };
  }
  const troubles = tokens.flatMap((token) => troublesOf(token, text, null));
  if (troubles.length > 0) return { ok: false, troubles };
  return { ok: true, fill: (fields) => Mustache.render(text, viewOf(fields), {}, { escape: String }) };
}

/** The parts of a text that stand as they are, each line at its place. */
export function literalText(text: string): string {
  return text.replace(/\{\{[\s\S]*?\}\}\}?/g, (tag) => tag.replace(/[^\n]/g, ' '));
}

/** Without a prototype: a name finds the fields and nothing else. */
function viewOf(fields: RequestFields): object {
  return Object.assign(Object.create(null) as object, fields);
}

/** `section`: the field whose section the token stands in. */
function troublesOf([type, value, start, , children = []]: Token, text: string, section: string | null): Trouble[] {
  const at = { line: lineAt(text, start), expected: forms };
  switch (type) {
    case 'text':
    case '!':
      return [];
    case '#':
    case '^':
      return [
        ...nameTroubles(value, at.line),
        ...children.flatMap((child) => troublesOf(child, text, type === '#' ? value : section)),
      ];
    case 'name':
    case '&':
      if (value === '.')
        return section === null
          ? [{ ...at, found: '{{.}} outside a section', expected: '{{#field}}{{.}}{{/field}}' }]
          : [];
      if (isField(value) && fieldKinds[value] !== 'text')
        return [{ ...at, found: `{{${value}}}, which is no single text`, expected: expectedOf(value) }];
      return nameTroubles(value, at.line);
    case '>':
      return [{ ...at, found: `the partial ${value}` }];
    default:
      return [{ ...at, found: `a tag ${type}` }];
  }
}

function expectedOf(field: keyof RequestFields): string {
  return fieldKinds[field] === 'list' ? `{{#${field}}}{{.}}{{/${field}}}` : `{{#${field}}}…{{/${field}}}`;
}

function nameTroubles(name: string, line: number): Trouble[] {
  if (isField(name)) return [];
  return [
    {
      line,
      found: `the field ${JSON.stringify(name)}`,
      expected: `one of ${Object.keys(fieldKinds).join(', ')}`,
      name,
    },
  ];
}

/** The library tells where it gave up; the reader wants the tag that was begun there. */
function syntaxTrouble(error: unknown, text: string): Trouble {
  const message = error instanceof Error ? error.message : String(error);
  const [, what = message, at = '0'] = /^(.*) at (\d+)$/.exec(message) ?? [];
  const [, unclosed] = /^Unclosed section "(.*)"$/.exec(what) ?? [];
  return { line: lineAt(text, placeOf(what, Number(at), unclosed, text)), found: lowerFirst(what), expected: forms };
}

function placeOf(what: string, gaveUpAt: number, unclosed: string | undefined, text: string): number {
  if (what === 'Unclosed tag') return text.indexOf('{{', text.lastIndexOf('}}') + 1);
  if (unclosed === undefined) return gaveUpAt;
  const opened = [...text.slice(0, gaveUpAt).matchAll(/\{\{\s*[#^]\s*([^\s}]*)\s*\}\}/g)];
  return opened.findLast(([, name]) => name === unclosed)?.index ?? gaveUpAt;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function lineAt(text: string, index: number): number {
  return text.slice(0, Math.max(0, index)).split('\n').length;
}
