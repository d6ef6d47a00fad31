import { jsonOf, withoutSecret } from '../http/answer.js';
import {
  GridFailure,
  type FoundRequest,
  type Helpdesk,
  type Http,
  type HttpAnswer,
  type HttpRequest,
  type RequestDraft,
} from '../ports.js';
import { answerOf, type Standing } from './answer.js';
import { inHeader } from '../http/header.js';
import { markerOfCampaign, titleOf } from './marker.js';
import { refusal } from './refusal.js';
import {
  brokenRow,
  faultIn,
  isText,
  isTime,
  isTimeOrNothing,
  timeOf,
  type Shape,
  unlessBroken,
  unreadRequest,
} from './rows.js';
import { together } from './together.js';
import { oneLine } from '../../model/text/printable.js';
import { leadingMarker, parseMarker } from '../../model/keys/operation-keys.js';

export interface JiraOptions {
  /** e.g. `https://its.cern.ch/jira` */
  readonly url: string;
  readonly http: Http;
  /** Read when it is first needed, never before. */
  readonly token: () => string;
  /** The project's key. */
  readonly project: string;
  /** `2`: a server; `3`: JIRA Cloud, which has taken REST 2's search away. */
  readonly api?: 2 | 3;
  /** Cloud: whose token it is; a server's token says so itself. */
  readonly user?: string | null;
  readonly indexLagMs: number;
  readonly timeoutMs: number;
}

interface Issue {
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

interface Comment {
  /** A text, or a document. */
  readonly body?: unknown;
  readonly created: string;
  readonly author?: Author | null;
}

interface Author {
  readonly name?: string;
  readonly accountId?: string;
  readonly displayName?: string;
}

const perPage = 100;
/** Of a search, and of issues one by one that no search knows. */
const mostPages = 10_000;
const longestSummary = 255;
/** Deleted issues leave gaps; after so many missing keys in a row there is none to come. */
const gap = 20;
const shownFields = 'summary,status,resolution,resolutiondate,created,updated,labels,comment';

/** A JIRA: a server by REST 2, or Cloud by REST 3 (docs/grid.md#helpdesks). A campaign's issues share a label; a reference is the issue's key. */
export function jiraHelpdesk({
  url,
  http,
  token,
  project,
  api = 2,
  user = null,
  indexLagMs,
  timeoutMs,
}: JiraOptions): Helpdesk {
  const base = url.replace(/\/+$/, '');
  const who = `The JIRA at ${new URL(base).host}`;
  const projectAdvice = `Check \`project\` in the helpdesk section of the grid profile: "${project}" must exist, be open, and have the issue type of the template.`;
  const advice = {
    400: projectAdvice,
    401: 'The token is wrong or has run out: make a new personal access token in JIRA and write it into token_file.',
    403: `The token's owner may not do this: ask for the permission in the project "${project}", or look whether the project is archived.`,
    404: projectAdvice,
    413: 'The text is too long for JIRA: shorten the template.',
  };

  let own: Promise<string | null> | null = null;

  async function call({
    method,
    effect,
    path,
    body,
    key,
    mayMiss,
    signal,
  }: Pick<HttpRequest, 'method' | 'effect' | 'signal'> & {
    readonly path: string;
    readonly body?: unknown;
    readonly key?: string;
    /** A 404 is an answer. */
    readonly mayMiss?: true;
  }): Promise<HttpAnswer> {
    const secret = token();
    const said = await http({
      method,
      url: `${base}/rest/api/${api}${path}`,
      headers: {
        authorization: authorizationOf(secret, user),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'x-request-id': inHeader(key) }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      timeoutMs,
      effect,
      ...(signal && { signal }),
    });
    const answer = withoutSecret(said, secret);
    const failure = refusal(answer, { who, effect, advice });
    if (failure !== null && !(mayMiss && answer.status === 404)) throw failure;
    return answer;
  }

  async function* search(jql: string): AsyncGenerator<readonly Listed[]> {
    let next = '';
    for (let page = 1, seen = 0; page <= mostPages; page++) {
      const address = api === 3 ? '/search/jql' : '/search';
      const path = `${address}?jql=${encodeURIComponent(jql)}${next}&maxResults=${perPage}&fields=${shownFields}`;
      const answer = jsonOf(await call({ method: 'GET', effect: 'read', path }), who);
      const { issues, total, nextPageToken } = (answer ?? {}) as Record<string, unknown>;
      if (!Array.isArray(issues)) throw notUnderstood();
      yield (issues as readonly unknown[]).map((issue) => listedIn(issue, who));
      seen += issues.length;
      if (api === 3) {
        if (typeof nextPageToken !== 'string') return;
        next = `&nextPageToken=${encodeURIComponent(nextPageToken)}`;
        continue;
      }
      if (typeof total !== 'number') throw notUnderstood();
      if (issues.length === 0 || seen >= total) return;
      next = `&startAt=${seen}`;
    }
    throw notUnderstood();
  }

  async function find(campaign: string, how: 'search' | 'plainly'): Promise<readonly FoundRequest[]> {
    const issues = new Map<string, Listed>();
    for await (const page of search(
      `project = ${quoted(project)} AND labels = ${quoted(labelOf(campaign))} ORDER BY created ASC`,
    )) {
      for (const issue of page) issues.set(issue.key, issue);
    }
    if (how === 'plainly') for (const issue of await newestIssues()) issues.set(issue.key, issue);
    const marked = [...issues.values()].flatMap((issue) => {
      const marker = markerOfCampaign('failure' in issue ? issue.title : issue.fields.summary, campaign);
      return marker === null ? [] : [{ marker, issue }];
    });
    return together(marked, async ({ marker, issue }) => {
      const ref = oneLine(issue.key, 60);
      return 'failure' in issue
        ? unreadRequest(marker, ref, issue.failure)
        : unlessBroken({ marker, ref }, requestIn(issue));
    });
  }

  async function requestIn(issue: Issue): Promise<Omit<FoundRequest, 'marker'>> {
    const { key, fields } = issue;
    const { comment: inline, created, updated, resolutiondate } = fields;
    const isWhole = inline != null && (inline.total ?? 0) <= inline.comments.length;
    const comments = isWhole ? inline.comments : await commentsOf(key);
    // A resolution without a date says that it was closed once, whenever that was.
    const closedMs = fields.resolution == null && resolutiondate == null ? null : timeOf(resolutiondate ?? created);
    const ownName = comments.length === 0 ? null : await (own ??= ownAccount());
    const entries = comments.map(({ body, created: at, author }) => ({
      by: author?.displayName ?? author?.name ?? '',
      isOurs: ownName === null ? leadingMarker(plainText(body)) !== null : accountOf(author) === ownName,
      atMs: timeOf(at),
      text: plainText(body),
    }));
    const state = stateOf(issue);
    const changedMs = timeOf(state === 'replied' ? updated : (resolutiondate ?? updated));
    const called = fields.status.name;
    return {
      ref: oneLine(key, 60),
      ...answerOf({ state, called, createdMs: timeOf(created), changedMs, closedMs, entries }),
    };
  }

  async function commentsOf(key: string): Promise<readonly Comment[]> {
    const all: Comment[] = [];
    for (let page = 1; page <= mostPages; page++) {
      const path = `/issue/${encodeURIComponent(key)}/comment?startAt=${all.length}&maxResults=${perPage}`;
      const { comments, total } = (jsonOf(await call({ method: 'GET', effect: 'read', path }), who) ?? {}) as {
        comments?: unknown;
        total?: unknown;
      };
      if (!Array.isArray(comments)) throw brokenRow(who, `the list of comments of ${key}`, '');
      all.push(...commentsIn(comments, key, who));
      if (comments.length === 0 || all.length >= (typeof total === 'number' ? total : 0)) return all;
    }
    throw notUnderstood();
  }

  /** Whose token it is; null where JIRA does not say: then our comments are known by their markers. */
  async function ownAccount(): Promise<string | null> {
    try {
      const answer = await call({ method: 'GET', effect: 'read', path: '/myself', mayMiss: true });
      return answer.status === 404 ? null : accountOf(jsonOf(answer, who) as Author | null);
    } catch (error) {
      own = null;
      throw error;
    }
  }

  async function at(ref: string): Promise<Omit<FoundRequest, 'marker'> | null> {
    if (!/^[A-Z][A-Z0-9_]*-\d+$/.test(ref)) return null;
    const path = `/issue/${encodeURIComponent(ref)}?fields=${shownFields}`;
    return requestIn(issueIn(jsonOf(await call({ method: 'GET', effect: 'read', path }), who), who));
  }

  /** JQL knows only what is indexed; keys count upwards, and an issue's own address asks the database. */
  async function newestIssues(): Promise<readonly Listed[]> {
    const first = await search(`project = ${quoted(project)} ORDER BY key DESC`).next();
    const known = first.done === true ? [] : first.value;
    const last = Math.max(0, ...known.map(({ key }) => Number(key.slice(key.lastIndexOf('-') + 1))));
    const found: Listed[] = [...known];
    for (let number = last + 1, missing = 0; missing < gap; number++) {
      if (number - last > mostPages) throw notUnderstood();
      const answer = await call({
        method: 'GET',
        effect: 'read',
        path: `/issue/${encodeURIComponent(`${project}-${number}`)}?fields=${shownFields}`,
        mayMiss: true,
      });
      missing = answer.status === 404 ? missing + 1 : 0;
      if (missing > 0) continue;
      found.push(listedIn(jsonOf(answer, who), who));
    }
    return found;
  }

  async function create(draft: RequestDraft, signal?: AbortSignal): Promise<string> {
    const { marker: key, body, channelDefaults = {} } = draft;
    const { issuetype = 'Task', priority } = channelDefaults;
    const fields = {
      project: { key: project },
      issuetype: { name: issuetype },
      ...(priority !== undefined && { priority: { name: priority } }),
      summary: titleOf(draft, longestSummary),
      description: textFor(api, body),
      labels: [labelOf(parseMarker(key)?.campaign ?? '')],
    };
    const created = jsonOf(
      await call({ method: 'POST', effect: 'write', path: '/issue', key, body: { fields }, ...(signal && { signal }) }),
      who,
    );
    const { key: ref } = (created ?? {}) as Partial<Issue>;
    if (typeof ref === 'string') return oneLine(ref, 60);
    throw new GridFailure('not understood', `${who} answered without the new issue's key.`, true);
  }

  async function comment(
    ref: string,
    { marker: key, subject, body }: RequestDraft,
    signal?: AbortSignal,
  ): Promise<void> {
    const text = `${oneLine(subject, longestSummary)}\n\n${body}`;
    const answer = await call({
      method: 'POST',
      effect: 'write',
      path: `/issue/${encodeURIComponent(ref)}/comment`,
      key,
      body: { body: textFor(api, text) },
      ...(signal && { signal }),
    });
    const { id } = (jsonOf(answer, who) ?? {}) as { readonly id?: unknown };
    if (typeof id !== 'string')
      throw new GridFailure('not understood', `${who} answered without the new comment's id.`, true);
  }

  async function findIn(ref: string): Promise<readonly FoundRequest[]> {
    return (await commentsOf(ref)).flatMap(({ body, created }) => {
      const marker = leadingMarker(plainText(body));
      return marker === null ? [] : [{ marker, ref, state: 'sent', sinceMs: timeOf(created) }];
    });
  }

  function notUnderstood(): GridFailure {
    return new GridFailure('not understood', `${who} sent a list that cannot be understood.`, true, [
      'Check the address of JIRA in the grid profile: it is the one without /rest.',
    ]);
  }

  return { channel: 'jira', readable: true, indexLagMs, find, at, create, comment, findIn };
}

function authorizationOf(secret: string, user: string | null): string {
  return user === null ? `Bearer ${secret}` : `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`;
}

/** A server has names, Cloud has ids. */
function accountOf(author: Author | null | undefined): string | null {
  return author?.accountId ?? author?.name ?? null;
}

/** REST 3 takes texts as documents (Atlassian Document Format), a paragraph a line. */
function textFor(api: 2 | 3, text: string): unknown {
  if (api === 2) return text;
  const paragraphs = text
    .split('\n')
    .map((line) => ({ type: 'paragraph', content: line === '' ? [] : [{ type: 'text', text: line }] }));
  return { type: 'doc', version: 1, content: paragraphs };
}

/** The first words of a text or document: the marker stands there. */
function plainText(body: unknown): string {
  if (typeof body !== 'object' || body === null) return String(body);
  const { text, content } = body as { readonly text?: unknown; readonly content?: unknown };
  if (typeof text === 'string') return text;
  return Array.isArray(content) ? content.map(plainText).join('\n') : '';
}

/** A label has no spaces. */
function labelOf(campaign: string): string {
  return `migrate-${campaign.replace(/\s+/g, '-')}`;
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

/**
 * The status decides: how an issue was resolved counts only while it is done, since JIRA keeps the resolution of an issue
 * that was opened again. What is neither waiting nor an answer, and a resolution that nobody knows, is for a person.
 */
function stateOf({ fields: { status, resolution } }: Issue): Standing['state'] {
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

/** An issue of a list, or one that has nothing more to be read than its name and its title. */
type Listed = Issue | { readonly key: string; readonly title: string; readonly failure: GridFailure };

/** A broken issue without a title could be anybody's: then nothing of the list is known. */
function listedIn(row: unknown, who: string): Listed {
  try {
    return issueIn(row, who);
  } catch (error) {
    const { key, fields } = (row ?? {}) as {
      readonly key?: unknown;
      readonly fields?: { readonly summary?: unknown } | null;
    };
    if (!(error instanceof GridFailure) || !isText(key) || !isText(fields?.summary)) throw error;
    return { key, title: fields.summary, failure: error };
  }
}

function issueIn(row: unknown, who: string): Issue {
  const { key, fields } = (row ?? {}) as { readonly key?: unknown; readonly fields?: Partial<Issue['fields']> | null };
  if (!isText(key)) throw brokenRow(who, 'an issue without a name', faultIn(row, { key: isText }) ?? '');
  const fault = faultIn(fields, fieldsShape);
  if (fault !== null) throw brokenRow(who, `the issue ${key}`, fault === '' ? 'fields' : fault);
  commentsIn(fields?.comment?.comments ?? [], key, who);
  return row as Issue;
}

function commentsIn(rows: readonly unknown[], key: string, who: string): readonly Comment[] {
  for (const row of rows) {
    const fault = faultIn(row, commentShape);
    if (fault !== null) throw brokenRow(who, `a comment of ${key}`, fault);
  }
  return rows as readonly Comment[];
}
