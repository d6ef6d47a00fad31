import { statusFailure } from '../http/answer.js';
import { GridFailure, type HttpAnswer } from '../ports.js';

export interface Asked {
  /** e.g. `The GGUS helpdesk at host`. */
  readonly who: string;
  readonly effect: 'read' | 'write';
  /** What to do about a status; else what holds for every service. */
  readonly advice: Readonly<Record<number, string>>;
}

/**
 * What an answer other than 2xx means; null for 2xx. A write that was turned down (4xx) has certainly
 * made nothing, so its failure is not `sent`; after any other trouble it may have.
 */
export function refusal(answer: HttpAnswer, { who, effect, advice }: Asked): GridFailure | null {
  const { status } = answer;
  if (status >= 200 && status < 300) return null;
  const failure = statusFailure({ ...answer, body: said(answer.body) }, who);
  if (failure === null) return null;
  const turnedDown = status >= 400 && status < 500 && status !== 408;
  const own = advice[status];
  return new GridFailure(
    failure.problem,
    failure.message,
    effect === 'read' || !turnedDown,
    own === undefined ? failure.advice : [own],
    failure.retryAfterMs,
  );
}

/** The sentences in a helpdesk's JSON error; any other text as it stands. */
function said(body: string): string {
  const answer = objectOf(body);
  if (answer === null) return body;
  const { error_human: human, error, errorMessages: messages, errors } = answer;
  const fields =
    typeof errors === 'object' && errors !== null
      ? Object.entries(errors).map(([field, why]) => `${field}: ${typeof why === 'string' ? why : JSON.stringify(why)}`)
      : [];
  const sentences = [human ?? error, ...(Array.isArray(messages) ? (messages as unknown[]) : []), ...fields].filter(
    (part) => typeof part === 'string' && part !== '',
  );
  return sentences.length === 0 ? body : sentences.join(' ');
}

function objectOf(body: string): Record<string, unknown> | null {
  if (!body.startsWith('{')) return null;
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch {
    // Not JSON after all: what it says is shown as text.
    return null;
  }
}
