import { oneLine } from '../../../model/text/printable.js';
import { GridFailure } from '../../ports.js';
import type { Standing } from '../answer.js';
import type { Listed } from '../listed.js';
import { brokenRow, checkRows, faultIn, isText, isTime, isTimeOrNothing, type Shape } from '../rows.js';

export interface Issue {
  readonly key: string;
  readonly fields: {
    readonly summary: string;
    readonly status: { readonly name: string; readonly statusCategory?: { readonly key?: string } | null };
    readonly resolution?: { readonly name: string } | null;
    readonly resolutiondate?: string | null;
    readonly created: string;
    readonly updated: string;
    readonly labels?: readonly string[];
    readonly comment?: { readonly comments: readonly Comment[]; readonly total?: number } | null;
  };
}

export interface Comment {
  /** A text, or a document. */
  readonly body?: unknown;
  readonly created: string;
  readonly author?: Author | null;
}

export interface Author {
  readonly name?: string;
  readonly accountId?: string;
  readonly displayName?: string;
}

export function refOf(key: string): string {
  return oneLine(key, 60);
}

/** A server has names, Cloud has ids. */
export function accountOf(author: Author | null | undefined): string | null {
  return author?.accountId ?? author?.name ?? null;
}

/** The first words of a text or document: the marker stands there. */
export function plainText(body: unknown): string {
  if (typeof body !== 'object' || body === null) return String(body);
  const { text, content } = body as { readonly text?: unknown; readonly content?: unknown };
  if (typeof text === 'string') return text;
  return Array.isArray(content) ? content.map(plainText).join('\n') : '';
}

/**
 * The status decides: how an issue was resolved counts only while it is done, since JIRA keeps the resolution of an issue
 * that was opened again. What is neither waiting nor an answer, and a resolution that nobody knows, is for a person.
 */
export function stateOf({ fields: { status, resolution } }: Issue): Standing['state'] {
  if (/^(accepted|approved)$/i.test(status.name)) return 'solved';
  if (/^(declined|rejected)$/i.test(status.name)) return 'declined';
  const category = categoryOf(status);
  if (resolution && category === 'done') {
    if (/^(done|fixed|resolved|completed?|implemented|approved)$/i.test(resolution.name)) return 'solved';
    return /^(won.?t (fix|do)|declined|rejected|not possible|cannot be done)$/i.test(resolution.name)
      ? 'declined'
      : 'replied';
  }
  if (/^re-?opened$/i.test(status.name)) return 'replied';
  if (category === 'new') return 'sent';
  return /^(in progress|in review|in work|assigned|acknowledged|selected for development)$/i.test(status.name)
    ? 'seen'
    : 'replied';
}

/** An older server names no category. */
function categoryOf({ name, statusCategory }: Issue['fields']['status']): string {
  if (typeof statusCategory?.key === 'string') return statusCategory.key;
  if (/^(open|new|to do|reopened|backlog)$/i.test(name)) return 'new';
  return /^(closed|resolved|done)$/i.test(name) ? 'done' : 'indeterminate';
}

const isNamed = (value: unknown): boolean => faultIn(value, { name: isText }) === null;

const fieldsShape: Shape = {
  summary: isText,
  status: isNamed,
  resolution: (value) => value == null || isNamed(value),
  resolutiondate: isTimeOrNothing,
  created: isTime,
  updated: isTime,
  comment: (value) => value == null || faultIn(value, { comments: Array.isArray }) === null,
};

const authorShape: Shape = {
  name: (value) => value === undefined || isText(value),
  accountId: (value) => value === undefined || isText(value),
  displayName: (value) => value === undefined || isText(value),
};

const commentShape: Shape = {
  created: isTime,
  author: (value) => value == null || faultIn(value, authorShape) === null,
};

/** A broken issue without a title could be anybody's: then nothing of the list is known. */
export function listedIn(row: unknown, who: string): Listed<Issue> {
  try {
    const issue = issueIn(row, who);
    return { ref: refOf(issue.key), title: issue.fields.summary, row: issue };
  } catch (error) {
    const { key, fields } = (row ?? {}) as {
      readonly key?: unknown;
      readonly fields?: { readonly summary?: unknown } | null;
    };
    if (!(error instanceof GridFailure) || !isText(key) || !isText(fields?.summary)) throw error;
    return { ref: refOf(key), title: fields.summary, failure: error };
  }
}

export function issueIn(row: unknown, who: string): Issue {
  const { key, fields } = (row ?? {}) as { readonly key?: unknown; readonly fields?: Partial<Issue['fields']> | null };
  if (!isText(key)) throw brokenRow(who, 'an issue without a name', faultIn(row, { key: isText }) ?? '');
  const fault = faultIn(fields, fieldsShape);
  if (fault !== null) throw brokenRow(who, `the issue ${key}`, fault === '' ? 'fields' : fault);
  commentsIn(fields?.comment?.comments ?? [], key, who);
  return row as Issue;
}

export function commentsIn(rows: readonly unknown[], key: string, who: string): readonly Comment[] {
  checkRows(rows, commentShape, (_row, fault) => brokenRow(who, `a comment of ${key}`, fault));
  return rows as readonly Comment[];
}
