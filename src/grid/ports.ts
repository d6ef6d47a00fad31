import { UserError } from '../model/user-error.js';
import { printable } from '../model/text/printable.js';
import type { Announcement, QueueActivity, QueueRecord, StatusRule } from '../model/record.js';
import type { Fields } from '../model/operation.js';
import type { RequestState } from '../model/history.js';

/** The campaign's time. On a real grid the wall clock; in rehearsal the world's own, which moves when somebody waits. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): Promise<number>;
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
  /** PEM file with X.509 certificate and key. */
  readonly proxyFile?: string;
  /** Reads may be repeated after a failure; a write never is. */
  readonly effect: 'read' | 'write';
  readonly signal?: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The one door to the network. Rejects with a `GridFailure`; any HTTP status is an answer. */
export type Http = (request: HttpRequest) => Promise<HttpAnswer>;

/** Why the outside did not answer as it should, on one line. `sent` false: certainly nothing reached it. */
export class GridFailure extends UserError {
  override readonly name = 'GridFailure';
  constructor(
    readonly problem:
      'timeout' | 'unreachable' | 'connection lost' | 'not understood' | 'refused' | 'not allowed' | 'busy' | 'stopped',
    message: string,
    readonly sent: boolean,
    advice: readonly string[] = [],
    /** For `busy`: when to try again. */
    readonly retryAfterMs: number | null = null,
  ) {
    super(1, 'grid-failure', printable(message), advice);
  }
}

/** What went wrong and what to do about it, on one line. */
export function withAdvice({ message, advice }: UserError): string {
  return [message, ...advice].join(' ');
}

/** What the service said to a write. It proves nothing: the read-back decides (docs/grid.md#writes). */
export type WriteAnswer =
  { readonly said: 'ok'; readonly message: string } | { readonly said: 'error'; readonly message: string };

export interface Catalogue {
  /** URL or world id: a ledger belongs to one. */
  readonly identity: string;
  /** `agis`: written by us; `instructions`: written by a person, told how by `instructions()`. */
  readonly writer: 'calls' | 'instructions';
  readAll(): Promise<readonly QueueRecord[]>;
  /** A queue that the catalogue does not know is missing from the answer. Never from a cache. */
  read(queues: readonly string[]): Promise<readonly QueueRecord[]>;
  /** Rules by `panda_resource`; a queue without rules has an empty list. */
  readRules(queues: readonly string[]): Promise<ReadonlyMap<string, readonly StatusRule[]>>;
  /** The resource centre of each ATLAS site; absent where the catalogue has no such list of its own. */
  readCentres?(): Promise<ReadonlyMap<string, string>>;
  /** Hosts by storage endpoint; absent likewise. */
  readStorageHosts?(): Promise<ReadonlyMap<string, readonly string[]>>;
  /** One call that sets all fields together; never repeated, redirected or cached. */
  setAttributes(queue: string, fields: Fields, write: WriteContext): Promise<WriteAnswer>;
  /** Sets the manual probe's rule, without expiry. */
  setManualRule(queue: string, value: string, reason: string, write: WriteContext): Promise<WriteAnswer>;
}

/** The operation's key goes along as `X-Request-ID`, so that a service's own log can say which write this was. */
export interface WriteContext {
  readonly key: string;
  readonly signal?: AbortSignal;
}

export interface Monitor {
  /** Activated and running jobs, by `panda_resource`, at least. A queue whose list may be cut and shows none is missing: only a zero seen whole is one. */
  activity(queues: readonly string[]): Promise<ReadonlyMap<string, QueueActivity>>;
  /** Raw job records of one queue that ended in the window; narrowed by time where truncated. */
  jobs(queue: string, window: { readonly fromMs: number; readonly toMs: number }): AsyncIterable<readonly unknown[]>;
  /** Raw records of the jobs of one queue that run now. Who was not heard of since `fromMs` may be missing. */
  running(queue: string, window: { readonly fromMs: number; readonly toMs: number }): AsyncIterable<readonly unknown[]>;
}

export interface Downtimes {
  /** What is announced and ends after `fromMs`. */
  read(fromMs: number): Promise<readonly Announcement[]>;
}

/** A text to one site, rendered. `marker` is the stable `[campaign/site/step#round]`. */
export interface RequestDraft {
  readonly marker: string;
  readonly site: string;
  readonly to: string;
  readonly subject: string;
  readonly body: string;
  /** Reference of the request that this text follows up: it goes there instead of opening another. */
  readonly thread?: string;
  /** What the template sets for the channel, e.g. a ticket's priority. */
  readonly channelDefaults?: Readonly<Record<string, string>>;
}

export interface FoundRequest {
  readonly marker: string;
  readonly ref: string;
  readonly state: RequestState;
  readonly sinceMs: number;
  /** What others have written last, and who; or what else makes a person look at it. */
  readonly said?: string;
  readonly saidMs?: number;
  /** It stands there and cannot be read, so that `state` says `replied`: a person is to look at it. */
  readonly unread?: GridFailure;
}

export interface Helpdesk {
  readonly channel: 'mail' | 'ggus' | 'jira';
  /** Mail cannot be read back. */
  readonly readable: boolean;
  /** How long a new ticket may be missing from search. */
  readonly indexLagMs: number;
  /** All requests whose marker starts with `[campaign/`; by search, or `plainly` by listing without the index. */
  find(campaign: string, how: 'search' | 'plainly'): Promise<readonly FoundRequest[]>;
  /**
   * The request of a reference, read without the index, whatever its title is by now; null: no ticket of this helpdesk is
   * meant. Rejects with `refused` or `not allowed` where there is none that can be read.
   */
  at?(ref: string): Promise<Omit<FoundRequest, 'marker'> | null>;
  /** One call. Returns the ticket's reference. */
  create(draft: RequestDraft, signal?: AbortSignal): Promise<string>;
  /** Adds a text to an existing request. */
  comment(ref: string, draft: RequestDraft, signal?: AbortSignal): Promise<void>;
  /** The texts of ours in one request, read without the index; absent where nothing can be read back. */
  findIn?(ref: string): Promise<readonly FoundRequest[]>;
}

/** A way to people. `tell` makes one call and rejects with a `GridFailure`. */
export interface NoticeRoute {
  readonly to: 'webhook' | 'mail';
  /** `id` is the same for the same news. */
  readonly tell: (message: { readonly id: string; readonly subject: string; readonly text: string }) => Promise<void>;
}

/** Everything outside, as one campaign sees it. */
export interface Grid {
  readonly identity: string;
  readonly clock: Clock;
  readonly catalogue: Catalogue;
  readonly helpdesk: Helpdesk | null;
  readonly monitor: Monitor | null;
  readonly downtimes: Downtimes | null;
  /** Absent where no list is named. `read` rejects with a GridFailure. */
  readonly logPatterns?: { readonly place: string; readonly read: () => Promise<string> };
  close(): Promise<void>;
}
