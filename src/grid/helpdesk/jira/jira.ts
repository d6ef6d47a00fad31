import { jsonOf } from '../../http/answer.js';
import {
  GridFailure,
  type FoundRequest,
  type Helpdesk,
  type Http,
  type HttpAnswer,
  type RequestDraft,
} from '../../ports.js';
import { answerOf } from '../answer.js';
import { askedOnce, helpdeskApi, type ApiCall, type ApiWrite } from '../api.js';
import { ofCampaign, readRequests, textsOfOurs, type Listed } from '../listed.js';
import { refusal } from '../refusal.js';
import { brokenList, brokenRow, timeOf } from '../rows.js';
import { titleOf } from '../title.js';
import { oneLine } from '../../../model/text/printable.js';
import { leadingMarker, parseMarker } from '../../../model/keys/operation-keys.js';
import {
  accountOf,
  commentsIn,
  issueIn,
  listedIn,
  plainText,
  refOf,
  stateOf,
  type Author,
  type Comment,
  type Issue,
} from './issues.js';

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

  const call = helpdeskApi({
    root: `${base}/rest/api/${api}`,
    http,
    token,
    authorization: (secret) => authorizationOf(secret, user),
    timeoutMs,
  });

  async function ask(request: ApiCall, mayMiss = false): Promise<HttpAnswer> {
    const answer = await call(request);
    const failure = refusal(answer, { who, effect: request.effect, advice });
    if (failure !== null && !(mayMiss && answer.status === 404)) throw failure;
    return answer;
  }

  async function read(path: string): Promise<unknown> {
    return jsonOf(await ask({ method: 'GET', effect: 'read', path }), who);
  }

  /** undefined: a 404, which is an answer. */
  async function readOrMissing(path: string): Promise<unknown> {
    const answer = await ask({ method: 'GET', effect: 'read', path }, true);
    return answer.status === 404 ? undefined : jsonOf(answer, who);
  }

  async function write(path: string, what: ApiWrite): Promise<unknown> {
    return jsonOf(await ask({ method: 'POST', effect: 'write', path, ...what }), who);
  }

  async function* search(jql: string): AsyncGenerator<readonly Listed<Issue>[]> {
    let next = '';
    for (let page = 1, seen = 0; page <= mostPages; page++) {
      const address = api === 3 ? '/search/jql' : '/search';
      const path = `${address}?jql=${encodeURIComponent(jql)}${next}&maxResults=${perPage}&fields=${shownFields}`;
      const { issues, total, nextPageToken } = ((await read(path)) ?? {}) as Record<string, unknown>;
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
    const issues = new Map<string, Listed<Issue>>();
    for await (const page of search(
      `project = ${quoted(project)} AND labels = ${quoted(labelOf(campaign))} ORDER BY created ASC`,
    )) {
      for (const issue of page) issues.set(issue.ref, issue);
    }
    if (how === 'plainly') for (const issue of await newestIssues()) issues.set(issue.ref, issue);
    return readRequests(ofCampaign([...issues.values()], campaign), requestIn);
  }

  async function requestIn(issue: Issue): Promise<Omit<FoundRequest, 'marker'>> {
    const { key, fields } = issue;
    const { comment: inline, created, updated, resolutiondate } = fields;
    const isWhole = inline != null && (inline.total ?? 0) <= inline.comments.length;
    const comments = isWhole ? inline.comments : await commentsOf(key);
    // A resolution without a date says that it was closed once, whenever that was.
    const closedMs = fields.resolution == null && resolutiondate == null ? null : timeOf(resolutiondate ?? created);
    const ownName = comments.length === 0 ? null : await ownAccount();
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
      ref: refOf(key),
      ...answerOf({ state, called, createdMs: timeOf(created), changedMs, closedMs, entries }),
    };
  }

  async function commentsOf(key: string): Promise<readonly Comment[]> {
    const all: Comment[] = [];
    for (let page = 1; page <= mostPages; page++) {
      const path = `/issue/${encodeURIComponent(key)}/comment?startAt=${all.length}&maxResults=${perPage}`;
      const { comments, total } = ((await read(path)) ?? {}) as { comments?: unknown; total?: unknown };
      if (!Array.isArray(comments)) throw brokenRow(who, `the list of comments of ${key}`, '');
      all.push(...commentsIn(comments, key, who));
      if (comments.length === 0 || all.length >= (typeof total === 'number' ? total : 0)) return all;
    }
    throw notUnderstood();
  }

  /** Whose token it is; null where JIRA does not say: then our comments are known by their markers. */
  const ownAccount = askedOnce(async () => accountOf((await readOrMissing('/myself')) as Author | null | undefined));

  async function at(ref: string): Promise<Omit<FoundRequest, 'marker'> | null> {
    if (!/^[A-Z][A-Z0-9_]*-\d+$/.test(ref)) return null;
    const path = `/issue/${encodeURIComponent(ref)}?fields=${shownFields}`;
    return requestIn(issueIn(await read(path), who));
  }

  /** JQL knows only what is indexed; keys count upwards, and an issue's own address asks the database. */
  async function newestIssues(): Promise<readonly Listed<Issue>[]> {
    const first = await search(`project = ${quoted(project)} ORDER BY key DESC`).next();
    const known = first.done === true ? [] : first.value;
    const last = Math.max(0, ...known.map(({ ref }) => Number(ref.slice(ref.lastIndexOf('-') + 1))));
    const found: Listed<Issue>[] = [...known];
    for (let number = last + 1, missing = 0; missing < gap; number++) {
      if (number - last > mostPages) throw notUnderstood();
      const issue = await readOrMissing(`/issue/${encodeURIComponent(`${project}-${number}`)}?fields=${shownFields}`);
      missing = issue === undefined ? missing + 1 : 0;
      if (issue !== undefined) found.push(listedIn(issue, who));
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
    const created = await write('/issue', { key, body: { fields }, signal });
    const { key: ref } = (created ?? {}) as Partial<Issue>;
    if (typeof ref === 'string') return refOf(ref);
    throw new GridFailure('not understood', `${who} answered without the new issue's key.`, true);
  }

  async function comment(
    ref: string,
    { marker: key, subject, body }: RequestDraft,
    signal?: AbortSignal,
  ): Promise<void> {
    const text = `${oneLine(subject, longestSummary)}\n\n${body}`;
    const written = await write(`/issue/${encodeURIComponent(ref)}/comment`, {
      key,
      body: { body: textFor(api, text) },
      signal,
    });
    const { id } = (written ?? {}) as { readonly id?: unknown };
    if (typeof id !== 'string')
      throw new GridFailure('not understood', `${who} answered without the new comment's id.`, true);
  }

  async function findIn(ref: string): Promise<readonly FoundRequest[]> {
    const comments = await commentsOf(ref);
    return textsOfOurs(
      ref,
      comments.map(({ body, created }) => ({ begin: plainText(body), sinceMs: timeOf(created) })),
    );
  }

  function notUnderstood(): GridFailure {
    return brokenList(who, 'JIRA in the grid profile: it is the one without /rest');
  }

  return { channel: 'jira', readable: true, indexLagMs, find, at, create, comment, findIn };
}

function authorizationOf(secret: string, user: string | null): string {
  return user === null ? `Bearer ${secret}` : `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`;
}

/** REST 3 takes texts as documents (Atlassian Document Format), a paragraph a line. */
function textFor(api: 2 | 3, text: string): unknown {
  if (api === 2) return text;
  const paragraphs = text
    .split('\n')
    .map((line) => ({ type: 'paragraph', content: line === '' ? [] : [{ type: 'text', text: line }] }));
  return { type: 'doc', version: 1, content: paragraphs };
}

/** A label has no spaces. */
function labelOf(campaign: string): string {
  return `migrate-${campaign.replace(/\s+/g, '-')}`;
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}
