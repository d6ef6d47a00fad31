import type { Answer, Reply } from '../exchange.js';
import type { Fault } from './fault.js';

/** How a write is carried out under a fault. */
export type WriteEffect = 'as asked' | 'none' | 'normalised' | 'late';

export function writeEffect(fault: Fault | null): WriteEffect {
  switch (fault?.kind) {
    case 'status':
    case 'timeout':
    case 'reset':
    case 'cut':
    case 'html':
      return fault.when === 'before' ? 'none' : 'as asked';
    case 'busy':
    case 'error list':
    case 'no effect':
      return 'none';
    case 'late':
    case 'normalised':
      return fault.kind;
    case 'latency':
    case 'foreign write':
    case 'short page':
    case 'empty list':
    case 'listed again':
    case 'no mode':
    case undefined:
      return 'as asked';
  }
}

/** What the client gets in place of the answer. */
export function distort(fault: Fault | null, answer: Answer): Reply {
  switch (fault?.kind) {
    case 'status':
      return page(fault.status, `Server Error (${fault.status})`);
    case 'busy':
      return {
        ...page(429, 'Too Many Requests'),
        headers: { ...html, 'retry-after': String(fault.retryAfterSeconds) },
      };
    case 'timeout':
    case 'late':
      return { lost: 'timeout' };
    case 'reset':
      return { lost: 'reset' };
    case 'cut':
      return { ...answer, body: answer.body.slice(0, Math.floor(answer.body.length * 0.6)) };
    case 'html':
      return page(200, 'CERN Single Sign-On');
    case 'error list':
      return { ...answer, status: 200, body: JSON.stringify([['', false, `Error: ${fault.message}`]]) };
    case 'short page':
      return withList(answer, (list) => list.slice(fault.hidden));
    case 'empty list':
      return withList(answer, () => []);
    case 'listed again':
      return withList(answer, (list) => Array.from({ length: fault.times }, () => list).flat());
    case 'no mode':
      return withoutMode(answer);
    case 'latency':
    case 'no effect':
    case 'normalised':
    case 'foreign write':
    case undefined:
      return answer;
  }
}

/** The same answer with another list of tickets, issues, jobs, records or rules. */
function withList(answer: Answer, change: (list: readonly unknown[]) => readonly unknown[]): Answer {
  const body = JSON.parse(answer.body) as unknown;
  if (Array.isArray(body)) return { ...answer, body: JSON.stringify(change(body)) };
  const members = Object.entries(body as Readonly<Record<string, unknown>>);
  const lists = isByName(members)
    ? (change(members) as typeof members)
    : members.map(([name, value]) =>
        (name === 'jobs' || name === 'issues') && Array.isArray(value) ? [name, change(value)] : [name, value],
      );
  return { ...answer, body: JSON.stringify(Object.fromEntries(lists)) };
}

/** The catalogue lists records and rules under the names of their queues. */
function isByName(members: readonly (readonly [name: string, value: unknown])[]): boolean {
  return members.every(([, value]) => typeof value === 'object' && value !== null && !Array.isArray(value));
}

/** The same status rules, with nothing said of who set them. */
function withoutMode(answer: Answer): Answer {
  const queues = Object.entries(JSON.parse(answer.body) as Readonly<Record<string, { readonly a: object }>>);
  const body = queues.map(([queue, { a }]) => [queue, { a: { ...a, mode: null } }] as const);
  return { ...answer, body: JSON.stringify(Object.fromEntries(body)) };
}

/** The same pairs in other words, as catalogues do: turned round, spaced, lower case. */
export function normalisedPairs(containerType: string): string {
  const pairs = containerType.split(';').map((pair) => pair.trim().toLowerCase());
  return `${pairs.reverse().join('; ')} `;
}

const html = { 'content-type': 'text/html; charset=utf-8' };

function page(status: number, title: string): Answer {
  return {
    status,
    headers: html,
    body: `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
  };
}
