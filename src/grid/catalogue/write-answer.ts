import { GridFailure, type HttpAnswer, type WriteAnswer } from '../ports.js';
import { jsonOf, statusFailure } from '../http/answer.js';

/**
 * What the catalogue said to a write (docs/grid.md#writes): a JSON list whose message stands at `[0][2]`,
 * with status 200 also for an error. A plain refusal (4xx) is an answer too. Everything else leaves open
 * whether the write happened, and is thrown as a GridFailure with `sent` true; 429 alone means that it
 * was turned away unread.
 */
export function writeAnswerOf(answer: HttpAnswer, who: string): WriteAnswer {
  const failure = statusFailure(answer, who);
  if (answer.status === 429 && failure !== null)
    throw new GridFailure('busy', failure.message, false, failure.advice, failure.retryAfterMs);
  if (failure !== null && answer.status >= 400 && answer.status < 500)
    return { said: 'error', message: failure.message };
  if (failure !== null) throw failure;
  return saidBy(jsonOf(answer, who), who);
}

// Only for answers that do not say plainly whether it was done.
const troubled =
  /\b(error|exception|traceback|denied|forbidden|failed|failure|invalid|refused|not (allowed|authori[sz]ed|permitted|found)|does not exist)\b/i;

function saidBy(body: unknown, who: string): WriteAnswer {
  const [first] = Array.isArray(body) ? (body as readonly unknown[]) : [body];
  if (!Array.isArray(first)) {
    const error = errorMember(first);
    if (error !== null) return { said: 'error', message: error };
    throw new GridFailure(
      'not understood',
      `${who} answered a write with ${JSON.stringify(body).slice(0, 200)}, where a list with a message was expected.`,
      true,
    );
  }
  const [, done, message] = first as readonly unknown[];
  const text = typeof message === 'string' ? message : '';
  const isError = done === false || (done !== true && !/\bsuccess/i.test(text) && troubled.test(text));
  return { said: isError ? 'error' : 'ok', message: text };
}

function errorMember(value: unknown): string | null {
  if (value === null || typeof value !== 'object') return null;
  const { error, exception } = value as { error?: unknown; exception?: unknown };
  const said = error ?? exception;
  return typeof said === 'string' ? said : said === undefined ? null : JSON.stringify(said);
}
