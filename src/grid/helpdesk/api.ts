import { withoutSecret } from '../http/answer.js';
import { inHeader } from '../http/header.js';
import type { Http, HttpAnswer, HttpRequest } from '../ports.js';

export interface ApiOptions {
  /** Of all its addresses, without a slash at the end. */
  readonly root: string;
  readonly http: Http;
  readonly token: () => string;
  /** The header that the token goes in. */
  readonly authorization: (secret: string) => string;
  readonly timeoutMs: number;
}

export interface ApiWrite {
  readonly body: unknown;
  /** Goes along, so that the helpdesk's own log can say which write this was. */
  readonly key: string;
  readonly signal?: AbortSignal | undefined;
}

export interface ApiCall extends Pick<HttpRequest, 'method' | 'effect'>, Partial<ApiWrite> {
  readonly path: string;
}

/** A helpdesk's REST interface: JSON goes there under a token, and no answer repeats the token. */
export function helpdeskApi({ root, http, token, authorization, timeoutMs }: ApiOptions) {
  return async ({ method, effect, path, body, key, signal }: ApiCall): Promise<HttpAnswer> => {
    const secret = token();
    const answer = await http({
      method,
      url: `${root}${path}`,
      headers: {
        authorization: authorization(secret),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'x-request-id': inHeader(key) }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      timeoutMs,
      effect,
      ...(signal && { signal }),
    });
    return withoutSecret(answer, secret);
  };
}

/** What is asked once and known from then on; after a failure it is asked again. */
export function askedOnce<Known>(ask: () => Promise<Known>): () => Promise<Known> {
  let known: Promise<Known> | null = null;
  return () =>
    (known ??= ask().catch((error: unknown) => {
      known = null;
      throw error;
    }));
}
