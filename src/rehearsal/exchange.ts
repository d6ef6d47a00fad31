/** One request to the rehearsal grid, in-process or from its server. */
export interface GridRequest {
  readonly method: string;
  /** Path and query, e.g. `/request/pandaqueue/query/list/?json&panda_queue=A`; an origin before it is ignored. */
  readonly url: string;
  /** Any case. `X-SSL-Client-S-DN` stands for the client certificate; `X-Request-ID` and `User-Agent` go to the journal. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Who acts, for the journal; otherwise the certificate's common name. */
  readonly user?: string;
}

export interface Answer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** No answer comes: the client's time-out ends the wait, or the connection is reset. */
export interface LostAnswer {
  readonly lost: 'timeout' | 'reset';
}

export type Reply = Answer | LostAnswer;

/** A JSON answer; `body` is JSON text. */
export function json(body: string, status = 200): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body };
}

/** An answer that says a value in JSON. */
export function answered(value: unknown, status = 200): Answer {
  return json(JSON.stringify(value), status);
}
