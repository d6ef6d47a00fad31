import type { FoundRequest } from '../ports.js';
import type { RequestState } from '../../model/history.js';
import { oneLine } from '../../model/text/printable.js';

/** One text in a ticket. */
export interface Entry {
  readonly by: string;
  readonly isOurs: boolean;
  readonly atMs: number;
  readonly text: string;
}

/** How a ticket stands, in its helpdesk's words translated. */
export interface Standing {
  /** What its state says; `replied`: neither that it waits nor how it was answered. */
  readonly state: Exclude<RequestState, 'none' | 'accepted' | 'unconfirmed'>;
  /** The state in the helpdesk's words. */
  readonly called: string;
  readonly createdMs: number;
  readonly changedMs: number;
  /** When it was closed last, be it open again by now; null: never, or the helpdesk does not say. */
  readonly closedMs: number | null;
  /** It is about something else as well, so that its end is no consent to ours. */
  readonly isShared?: boolean;
  readonly entries: readonly Entry[];
}

type Answer = Pick<FoundRequest, 'state' | 'sinceMs' | 'saidMs' | 'said'>;

/** Who closes a ticket writes in the same moment: a helpdesk stores the two one after the other. */
const sameMomentMs = 1_000;
const longestText = 300;

/**
 * What a ticket says of the request: consent only where its state is consent, and all words of others are known to have been
 * written before it was closed or with the closing; they are told. Until there is an answer the wait counts from the day the
 * request was made.
 */
export function answerOf(standing: Standing): Answer {
  const { state, called, createdMs, changedMs, closedMs, isShared = false } = standing;
  const last = lastSaid(standing.entries);
  const said = last === null ? {} : { said: words(last), saidMs: last.atMs };
  const asks = (sinceMs: number, why: string): Answer => ({ state: 'replied', sinceMs, said: why, ...said });
  switch (state) {
    case 'declined':
      return { state, sinceMs: changedMs, ...said };
    case 'solved':
      if (isShared) return asks(changedMs, `its ticket was merged into another one, which is ${called}`);
      if (last !== null && !isKnownBefore(last.atMs, standing)) return asks(last.atMs, '');
      return { state, sinceMs: changedMs, ...said };
    case 'replied':
      return asks(changedMs, `its ticket is "${oneLine(called, 60)}"`);
    case 'sent':
    case 'seen':
      if (last !== null) return asks(last.atMs, '');
      if (closedMs !== null) return asks(changedMs, 'its ticket was closed, and is open again');
      return { state, sinceMs: createdMs };
  }
}

/** False as well where the helpdesk says no time of the closing, or one that is later than the ticket's last change. */
function isKnownBefore(saidMs: number, { closedMs, changedMs }: Standing): boolean {
  return closedMs !== null && closedMs < changedMs + sameMomentMs && saidMs < closedMs + sameMomentMs;
}

function lastSaid(entries: readonly Entry[]): Entry | null {
  const others = entries.filter(({ isOurs }) => !isOurs);
  return others.reduce<Entry | null>((last, entry) => (last === null || entry.atMs >= last.atMs ? entry : last), null);
}

function words({ by, text }: Entry): string {
  const said = oneLine(withoutQuotes(text), longestText);
  return `${by === '' ? 'somebody' : oneLine(by, 60)} wrote ${said === '' ? 'an empty text' : `"${said}"`}`;
}

/** What is quoted was written by somebody else; a text in HTML is read as plain. */
function withoutQuotes(text: string): string {
  const plain = /<(br|p|div|span)\b[^>]*>/i.test(text) ? text.replace(/<[^>]*>/g, '\n').replace(/&nbsp;/g, ' ') : text;
  const own = plain.split('\n').filter((line) => !/^\s*>/.test(line));
  return own.join(' ').replace(/\s+/g, ' ').trim();
}
