import type { Call } from '../call.js';
import { answered, type Answer } from '../exchange.js';
import { worldNow } from '../world/journal.js';
import type { World } from '../world/world.js';
import { fieldsOf, rehearsalAccess, searchLagMs, textOf, tokenRefusal, wholeNumber } from './access.js';
import type { HelpdeskService } from './service.js';
import { findTicket, lastClosed, readArticles, readTickets, type TicketChange, type Ticket } from './tickets.js';

const longestText = 32_767;
const longestSummary = 255;

/** A JIRA server: REST 2 of a server and REST 3 of Cloud. JQL reads an index that lags; an issue's own address does not. */
export function jiraServiceOf({ method, path }: Call): HelpdeskService | null {
  const cloud = path.startsWith('/rest/api/3/');
  const address = path.slice('/rest/api/2/'.length);
  const comments = /^issue\/[^/]+\/comment$/.test(address);
  if (method === 'POST') {
    if (address === 'issue')
      return {
        name: 'jira create',
        effect: 'write',
        understand: guarded('write', newIssue),
        answer: (_world, id) => answered({ id: String(id), key: keyOf(id) }, 201),
      };
    if (comments)
      return {
        name: 'jira comment',
        effect: 'write',
        understand: guarded('write', newComment),
        answer: (_world, id) => answered({ id: String(id) }, 201),
      };
    return null;
  }
  if (method !== 'GET') return null;
  if (address === 'search' && cloud)
    return {
      name: 'jira search',
      effect: 'read',
      answer: guarded('read', () =>
        answered({ errorMessages: ['This API has been removed: use /search/jql.'], errors: {} }, 410),
      ),
    };
  if (address === 'search/jql' && cloud)
    return { name: 'jira search', effect: 'read', answer: guarded('read', searchByToken) };
  if (address === 'search') return { name: 'jira search', effect: 'read', answer: guarded('read', search) };
  if (address === 'myself') return { name: 'jira account', effect: 'read', answer: guarded('read', account) };
  if (comments) return { name: 'jira comments', effect: 'read', answer: guarded('read', readComments) };
  if (/^issue\/[^/]+$/.test(address)) return { name: 'jira issue', effect: 'read', answer: guarded('read', single) };
  return null;
}

function guarded<Result>(
  effect: 'read' | 'write',
  work: (world: World, call: Call) => Result,
): (world: World, call: Call) => Result | Answer {
  return (world, call) =>
    tokenRefusal(bearing(call), 'Bearer ', effect, (message) => ({ errorMessages: [message], errors: {} })) ??
    work(world, call);
}

/** Cloud takes an address and its token as user and password. */
function bearing(call: Call): Call {
  if (!call.path.startsWith('/rest/api/3/') || !call.authorization.startsWith('Basic ')) return call;
  const login = Buffer.from(call.authorization.slice('Basic '.length), 'base64').toString();
  return { ...call, authorization: `Bearer ${login.slice(login.indexOf(':') + 1)}` };
}

function search(world: World, { query }: Call): Answer {
  const found = issuesBy(world, query.get('jql') ?? '');
  if ('status' in found) return found;
  const startAt = wholeNumber(query.get('startAt'), { least: 0, most: 10_000_000, otherwise: 0 });
  const maxResults = wholeNumber(query.get('maxResults'), { least: 1, most: 1_000, otherwise: 50 });
  return answered({
    startAt,
    maxResults,
    total: found.length,
    issues: found.slice(startAt, startAt + maxResults).map((issue) => shown(world, issue)),
  });
}

/** Cloud: no total, and a token for the next page. */
function searchByToken(world: World, { query }: Call): Answer {
  const found = issuesBy(world, query.get('jql') ?? '');
  if ('status' in found) return found;
  const first = wholeNumber(query.get('nextPageToken'), { least: 0, most: 10_000_000, otherwise: 0 });
  const end = first + wholeNumber(query.get('maxResults'), { least: 1, most: 100, otherwise: 50 });
  const isLast = end >= found.length;
  const issues = found.slice(first, end).map((issue) => shown(world, issue));
  return answered({ issues, isLast, ...(!isLast && { nextPageToken: String(end) }) });
}

function issuesBy(world: World, jql: string): readonly Ticket[] | Answer {
  const project = /project\s*=\s*"?([^"\s]+)"?/i.exec(jql)?.[1];
  const label = /labels\s*=\s*"([^"]*)"/i.exec(jql)?.[1];
  if (project !== rehearsalAccess.project)
    return badRequest([`The value '${project ?? ''}' does not exist for the field 'project'.`], {});
  const indexed = readTickets(world, 'jira', worldNow(world) - searchLagMs);
  const found = label === undefined ? [...indexed] : indexed.filter(({ labels }) => labels.split(' ').includes(label));
  return /order by (key|created) desc/i.test(jql) ? found.reverse() : found;
}

function single(world: World, { path }: Call): Answer {
  const issue = issueIn(world, path);
  return issue ? answered(shown(world, issue)) : notFound();
}

function readComments(world: World, { path, query }: Call): Answer {
  const issue = issueIn(world, path);
  if (!issue) return notFound();
  const startAt = wholeNumber(query.get('startAt'), { least: 0, most: 10_000_000, otherwise: 0 });
  const all = commentsOf(world, issue.id);
  const comments = all.slice(startAt);
  return answered({ startAt, maxResults: comments.length, total: all.length, comments });
}

function commentsOf(world: World, issue: number): readonly unknown[] {
  return readArticles(world, issue).map(({ id, body, by, created }) => ({
    id: String(id),
    author: { name: by, displayName: by },
    body,
    created: time(created),
    updated: time(created),
  }));
}

function account(): Answer {
  return answered({ name: rehearsalAccess.account, displayName: rehearsalAccess.account });
}

function newIssue(_world: World, { body }: Call): TicketChange | Answer {
  const { project, summary, description, issuetype, labels } = fieldsOf(JSON.stringify(fieldsOf(body)['fields'] ?? {}));
  const { key } = fieldsOf(JSON.stringify(project ?? {}));
  if (key === rehearsalAccess.closedProject)
    return answered({ errorMessages: [`Project '${rehearsalAccess.closedProject}' is archived.`], errors: {} }, 403);
  const errors = {
    ...(key === rehearsalAccess.project ? {} : { project: 'valid project is required' }),
    ...(textOf(fieldsOf(JSON.stringify(issuetype ?? {}))['name']) === ''
      ? { issuetype: 'issue type is required' }
      : {}),
    ...(summaryError(textOf(summary)) ?? {}),
    ...(documentText(description).length > longestText
      ? { description: `The entered text is too long. It exceeds the allowed limit of ${longestText} characters.` }
      : {}),
  };
  if (Object.keys(errors).length > 0) return badRequest([], errors);
  const marks = Array.isArray(labels) ? labels.map(String) : [];
  return {
    is: 'open',
    channel: 'jira',
    title: textOf(summary),
    body: documentText(description),
    labels: marks.join(' '),
  };
}

function summaryError(summary: string): { readonly summary: string } | null {
  if (summary === '') return { summary: 'You must specify a summary of the issue.' };
  if (/[\r\n]/.test(summary)) return { summary: 'The summary is invalid because it contains newline characters.' };
  return summary.length > longestSummary ? { summary: 'Summary must be less than 255 characters.' } : null;
}

/** The first line of a comment stands for its subject. */
function newComment(world: World, { path, body }: Call): TicketChange | Answer {
  const issue = issueIn(world, path);
  if (!issue) return notFound();
  const text = documentText(fieldsOf(body)['body']);
  if (text === '' || text.length > longestText)
    return badRequest([], { comment: 'Comment body can not be empty, nor longer than 32767 characters.' });
  return { is: 'append', ticket: issue.id, subject: text.split('\n', 1)[0] ?? '', body: text };
}

/** A text, or the text of a document in REST 3's format. */
function documentText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  const { text, content, type } = value as Readonly<Record<string, unknown>>;
  if (typeof text === 'string') return text;
  return Array.isArray(content) ? content.map(documentText).join(type === 'doc' ? '\n' : '') : '';
}

function issueIn(world: World, path: string): Ticket | null {
  const key = /\/issue\/([^/]+)/.exec(path)?.[1] ?? '';
  const id = Number(/-(\d+)$/.exec(key)?.[1] ?? 0);
  return keyOf(id) === key ? findTicket(world, 'jira', id) : null;
}

/** As a server shows it: of an issue that is open again the resolution and its date stay. */
function shown(world: World, { id, title, body, state, created, updated, labels }: Ticket): unknown {
  const comments = commentsOf(world, id);
  const closed = lastClosed(world, id, ['Done', "Won't Do"]);
  const done = state === 'Done' || state === "Won't Do";
  const category = done ? 'done' : state === 'Open' ? 'new' : 'indeterminate';
  return {
    id: String(id),
    key: keyOf(id),
    fields: {
      summary: title,
      description: body,
      status: { name: done ? 'Closed' : state, statusCategory: { key: category } },
      resolution: done ? { name: state } : null,
      resolutiondate: closed === null ? null : time(closed),
      comment: { comments, maxResults: comments.length, total: comments.length, startAt: 0 },
      created: time(created),
      updated: time(updated),
      labels: labels.split(' ').filter((label) => label !== ''),
    },
  };
}

function keyOf(id: number): string {
  return `${rehearsalAccess.project}-${id}`;
}

/** As JIRA writes it: the zone without a colon. */
function time(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '+0000');
}

function notFound(): Answer {
  return answered({ errorMessages: ['Issue Does Not Exist'], errors: {} }, 404);
}

function badRequest(errorMessages: readonly string[], errors: Readonly<Record<string, string>>): Answer {
  return answered({ errorMessages, errors }, 400);
}
