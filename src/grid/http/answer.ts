import { GridFailure, type HttpAnswer } from '../ports.js';
import { retryAfterMs } from './back-off.js';
import { oneLine } from '../../model/text/printable.js';

const tellThem = 'Try again; if it stays, tell the people who run the service.';

/** The JSON of an answer to a read, or the GridFailure that says why there is none. `who` is e.g. `The catalogue at host`. */
export function jsonOf(answer: HttpAnswer, who: string): unknown {
  const failure = statusFailure(answer, who);
  if (failure !== null) throw failure;
  return parsed(answer.body, who);
}

/** An answer may repeat the token or password that it was asked with; nobody is to read it in a message. */
export function withoutSecret(answer: HttpAnswer, secret: string): HttpAnswer {
  return answer.body.includes(secret) ? { ...answer, body: answer.body.replaceAll(secret, '…') } : answer;
}

/** What a status other than 2xx means, in a sentence; null for 2xx. */
export function statusFailure({ status, headers, body }: HttpAnswer, who: string): GridFailure | null {
  if (status >= 200 && status < 300) return null;
  const failure = (
    problem: GridFailure['problem'],
    sentence: string,
    advice: string,
    waitMs: number | null = null,
  ): GridFailure => new GridFailure(problem, `${who} ${sentence}${quoted(body)}.`, true, [advice], waitMs);
  if (status >= 300 && status < 400) {
    const location = headers['location'] ?? 'nowhere';
    return failure(
      'not understood',
      `answered with a redirect (${status}) to ${location}`,
      'Put the address that answers by itself into the grid profile.',
    );
  }
  switch (status) {
    case 401:
      return failure(
        'not allowed',
        'does not know who we are (401)',
        'Check the token or proxy file in the grid profile, and whether it has run out.',
      );
    case 403:
      return failure(
        'not allowed',
        'does not allow this (403)',
        'Ask for the permission, or use the proxy or token of somebody who has it.',
      );
    case 404:
      return failure('refused', 'does not know this address (404)', 'Check the address in the grid profile.');
    case 410:
      return failure(
        'refused',
        'no longer serves this (410)',
        "Check the address in the grid profile against the service's documentation.",
      );
    case 429:
    case 503: {
      const waitMs = retryAfterMs(headers['retry-after'], Date.now());
      const until = waitMs === null ? '' : ` and asks to wait ${Math.ceil(waitMs / 1000)} s`;
      return failure('busy', `is busy (${status})${until}`, 'Try again later.', waitMs);
    }
    default:
      return failure('refused', `answered with status ${status}`, tellThem);
  }
}

function parsed(body: string, who: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    const advice = isPage(body)
      ? 'Look at the address in a browser: it may ask to log in, or show that the service is down.'
      : tellThem;
    throw new GridFailure('not understood', `${who} sent ${insteadOfJson(body)}.`, true, [advice]);
  }
}

function insteadOfJson(body: string): string {
  if (body.trim() === '') return 'an empty answer';
  if (isPage(body)) return `an HTML page in the place of JSON${quoted(body)}`;
  if (/^\s*[[{]/.test(body) && !/[\]}]\s*$/.test(body)) return `JSON that is cut off after ${body.length} characters`;
  return `something that is not JSON${quoted(body)}`;
}

function isPage(body: string): boolean {
  return /^\s*<(!doctype|html|head|body|\?xml)/i.test(body);
}

const mostQuoted = 200;

/** The beginning of what was said, on one line, without tags and control characters; `''` when nothing was. */
function quoted(body: string): string {
  const begin = body.slice(0, 20 * mostQuoted).replace(/<(script|style)[\s\S]*?<\/\1>|<[^>]*>/gi, ' ');
  const text = oneLine(begin, mostQuoted);
  return text === '' ? '' : `: "${text}"`;
}
