import { jsonOf } from '../http/answer.js';
import {
  GridFailure,
  type FoundRequest,
  type Helpdesk,
  type Http,
  type HttpAnswer,
  type HttpRequest,
  type RequestDraft,
} from '../ports.js';
import type { RequestState } from '../../model/history.js';
import { inHeader, markerOf, markerOfCampaign, oneLine, titleOf } from './marker.js';
import { refusal } from './refusal.js';

export interface JiraOptions {
  /** e.g. `https://its.cern.ch/jira` */
  readonly url: string;
  readonly http: Http;
  /** Read when it is first needed, never before. */
  readonly token: () => string;
  /** The project's key. */
  readonly project: string;
  readonly indexLagMs: number;
  readonly timeoutMs: number;
}

interface Issue {
  readonly key: string;
  readonly fields: {
    readonly summary: string;
    readonly status: { readonly name: string; readonly statusCategory?: { readonly key?: string } };
    readonly resolution?: { readonly name: string } | null;
    readonly resolutiondate?: string | null;
    readonly created: string;
    readonly updated: string;
    readonly labels?: readonly string[];
  };
}

const perPage = 100;
const mostPages = 10_000;
const longestSummary = 255;
/** Deleted issues leave gaps; after so many missing keys in a row there is none to come. */
const gap = 20;
const shownFields = 'summary,status,resolution,resolutiondate,created,updated,labels';

/** A JIRA server by REST 2 (docs/grid.md#helpdesks). A campaign's issues share a label; a reference is the issue's key. */
export function jiraHelpdesk({ url, http, token, project, indexLagMs, timeoutMs }: JiraOptions): Helpdesk {
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

  async function call({
    method,
    effect,
    path,
    body,
    key,
    signal,
  }: Pick<HttpRequest, 'method' | 'effect' | 'signal'> & {
    readonly path: string;
    readonly body?: unknown;
    readonly key?: string;
  }): Promise<HttpAnswer> {
    const secret = token();
    const answer = await http({
      method,
      url: `${base}/rest/api/2${path}`,
      headers: {
        authorization: `Bearer ${secret}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'x-request-id': inHeader(key) }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      timeoutMs,
      effect,
      ...(signal && { signal }),
    });
    const failure = refusal(answer, { who, effect, secret, advice });
    if (failure !== null && !(effect === 'read' && answer.status === 404)) throw failure;
    return answer;
  }

  async function* search(jql: string): AsyncGenerator<readonly Issue[]> {
    let startAt = 0;
    for (let page = 1; page <= mostPages; page++) {
      const answer = jsonOf(
        await call({
          method: 'GET',
          effect: 'read',
          path: `/search?jql=${encodeURIComponent(jql)}&startAt=${startAt}&maxResults=${perPage}&fields=${shownFields}`,
        }),
        who,
      );
      const { issues, total } = (answer ?? {}) as { issues?: unknown; total?: unknown };
      if (!Array.isArray(issues) || !issues.every(isIssue) || typeof total !== 'number') throw notUnderstood();
      yield issues;
      startAt += issues.length;
      if (issues.length === 0 || startAt >= total) return;
    }
    throw notUnderstood();
  }

  async function find(campaign: string, how: 'search' | 'plainly'): Promise<readonly FoundRequest[]> {
    const issues = new Map<string, Issue>();
    for await (const page of search(
      `project = ${quoted(project)} AND labels = ${quoted(labelOf(campaign))} ORDER BY created ASC`,
    )) {
      for (const issue of page) issues.set(issue.key, issue);
    }
    if (how === 'plainly') for (const issue of await newestIssues()) issues.set(issue.key, issue);
    return [...issues.values()].flatMap((issue) => {
      const marker = markerOfCampaign(issue.fields.summary, campaign);
      return marker === null ? [] : [{ marker, ref: oneLine(issue.key, 60), ...standing(issue) }];
    });
  }

  /** JQL knows only what is indexed; keys count upwards, and an issue's own address asks the database. */
  async function newestIssues(): Promise<readonly Issue[]> {
    const first = await search(`project = ${quoted(project)} ORDER BY key DESC`).next();
    const known = first.done === true ? [] : first.value;
    const last = Math.max(0, ...known.map(({ key }) => Number(key.slice(key.lastIndexOf('-') + 1))));
    const found: Issue[] = [...known];
    for (let number = last + 1, missing = 0; missing < gap; number++) {
      const answer = await call({
        method: 'GET',
        effect: 'read',
        path: `/issue/${encodeURIComponent(`${project}-${number}`)}?fields=${shownFields}`,
      });
      missing = answer.status === 404 ? missing + 1 : 0;
      if (missing > 0) continue;
      const issue = jsonOf(answer, who);
      if (!isIssue(issue)) throw notUnderstood();
      found.push(issue);
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
      description: body,
      labels: [labelOf(campaignOf(key))],
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
    await call({
      method: 'POST',
      effect: 'write',
      path: `/issue/${encodeURIComponent(ref)}/comment`,
      key,
      body: { body: text },
      ...(signal && { signal }),
    });
  }

  async function findIn(ref: string): Promise<readonly FoundRequest[]> {
    const { comments } = (jsonOf(
      await call({ method: 'GET', effect: 'read', path: `/issue/${encodeURIComponent(ref)}/comment` }),
      who,
    ) ?? {}) as { comments?: unknown };
    if (!Array.isArray(comments)) throw notUnderstood();
    return comments.flatMap(({ body, created }: { body?: unknown; created?: unknown }) => {
      const marker = markerOf(String(body));
      return marker === null ? [] : [{ marker, ref, state: 'sent', sinceMs: timeOf(String(created)) }];
    });
  }

  function notUnderstood(): GridFailure {
    return new GridFailure('not understood', `${who} sent a list that cannot be understood.`, true, [
      'Check the address of JIRA in the grid profile: it is the one without /rest.',
    ]);
  }

  return { channel: 'jira', readable: true, indexLagMs, find, create, comment, findIn };
}

/** A label has no spaces. */
function labelOf(campaign: string): string {
  return `migrate-${campaign.replace(/\s+/g, '-')}`;
}

function campaignOf(marker: string): string {
  return marker.slice(1, marker.indexOf('/'));
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

function standing(issue: Issue): Pick<FoundRequest, 'state' | 'sinceMs'> {
  const { created, updated, resolutiondate } = issue.fields;
  const state = stateOf(issue);
  return { state, sinceMs: timeOf(state === 'sent' || state === 'seen' ? created : (resolutiondate ?? updated)) };
}

/** The status' own word counts first, then how it was resolved; a resolution that nobody knows is no consent. */
function stateOf({ fields: { status, resolution } }: Issue): RequestState {
  if (/^(accepted|approved)$/i.test(status.name)) return 'accepted';
  if (/^(declined|rejected)$/i.test(status.name)) return 'declined';
  if (resolution) {
    if (/^(done|fixed|resolved|completed?|implemented|approved)$/i.test(resolution.name)) return 'solved';
    return /^(won.?t (fix|do)|declined|rejected|not possible|cannot be done)$/i.test(resolution.name)
      ? 'declined'
      : 'seen';
  }
  const category =
    status.statusCategory?.key ?? (/^(open|new|to do|reopened|backlog)$/i.test(status.name) ? 'new' : '');
  return category === 'new' ? 'sent' : 'seen';
}

function isIssue(value: unknown): value is Issue {
  if (typeof value !== 'object' || value === null) return false;
  const { key, fields } = value as { key?: unknown; fields?: Partial<Issue['fields']> };
  if (typeof key !== 'string' || fields === undefined) return false;
  return (
    typeof fields.summary === 'string' &&
    typeof fields.status?.name === 'string' &&
    isTime(fields.created) &&
    isTime(fields.updated)
  );
}

function isTime(value: unknown): boolean {
  return typeof value === 'string' && !Number.isNaN(timeOf(value));
}

/** JIRA writes zones without a colon. */
function timeOf(text: string): number {
  return Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
}
