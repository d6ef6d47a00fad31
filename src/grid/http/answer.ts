import { GridFailure, type HttpAnswer } from '../ports.js';
import { retryAfterMs } from './back-off.js';

/** The JSON of an answer to a read, or the GridFailure that says why there is none. `who` is e.g. `the catalogue at host`. */
export function jsonOf(answer: HttpAnswer, who: string): unknown {
  const failure = statusFailure(answer, who);
  if (failure !== null) throw failure;
  return parsed(answer, who);
}

/** What a status other than 2xx means, in a sentence; null for 2xx. */
export function statusFailure({ status, headers, body }: HttpAnswer, who: string): GridFailure | null {
  if (status >= 200 && status < 300) return null;
  const said = quoted(body);
  if (status >= 300 && status < 400) {
    return new GridFailure('not understood', `${who} answered with a redirect (${status}) to ${headers['location'] ?? 'nowhere'}.`, true, ['Put the address that answers by itself into the grid profile.']);
  }
  switch (status) {
    case 401:
      return new GridFailure('not allowed', `${who} does not know who we are (401)${said}.`, true, ['Check the token or proxy file in the grid profile, and whether it has run out.']);
    case 403:
      return new GridFailure('not allowed', `${who} does not allow this (403)${said}.`, true, ['Ask for the permission, or use the proxy or token of somebody who has it.']);
    case 404:
      return new GridFailure('refused', `${who} does not know this address (404)${said}.`, true, ['Check the address in the grid profile.']);
    case 410:
      return new GridFailure('refused', `${who} no longer serves this (410)${said}.`, true, ['Check the address in the grid profile against the service\'s own documentation.']);
    case 429:
    case 503: {
      const waitMs = retryAfterMs(headers['retry-after'], Date.now());
      return new GridFailure('busy', `${who} is busy (${status})${waitMs === null ? '' : ` and asks to wait ${Math.ceil(waitMs / 1000)} s`}${said}.`, true, ['Try again later.'], waitMs);
    }
    default:
      return new GridFailure('refused', `${who} answered with status ${status}${said}.`, true, status >= 500 ? ['Try again later; if it stays, tell the people who run the service.'] : []);
  }
}

function parsed({ body }: HttpAnswer, who: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new GridFailure('not understood', notJson(body, who, error), true, isPage(body) ? ['Look at the address in a browser: it may ask to log in, or show that the service is down.'] : ['Try again; if it stays, tell the people who run the service.']);
  }
}

function notJson(body: string, who: string, error: unknown): string {
  if (body.trim() === '') return `${who} sent an empty answer.`;
  if (isPage(body)) return `${who} sent an HTML page in the place of JSON${quoted(body)}.`;
  if (/^\s*[[{]/.test(body) && !/[\]}]\s*$/.test(body)) return `${who} sent JSON that is cut off after ${body.length} characters.`;
  return `${who} sent something that is not JSON (${error instanceof Error ? error.message : String(error)}).`;
}

function isPage(body: string): boolean {
  return /^\s*<(!doctype|html|head|body|\?xml)/i.test(body);
}

const mostQuoted = 200;

/** The beginning of what was said, on one line, without tags and control characters; `''` when nothing was. */
function quoted(body: string): string {
  const text = body
    .slice(0, 20 * mostQuoted)
    .replace(/<(script|style)[\s\S]*?<\/\1>|<[^>]*>/gi, ' ')
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim();
  return text === '' ? '' : `: "${text.length > mostQuoted ? `${text.slice(0, mostQuoted)}…` : text}"`;
}
