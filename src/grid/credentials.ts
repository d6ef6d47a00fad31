import { withoutSecret } from './http/answer.js';
import type { Http, HttpAnswer, HttpRequest } from './ports.js';

/** What proves to a catalogue who asks: an X.509 proxy, a bearer token, both or neither. */
export interface Credentials {
  /** Certificate and key in one PEM file. */
  readonly proxyFile: string | null;
  /** Read when it is first needed, never before. */
  readonly token: (() => string) | null;
}

/** Asks with these credentials. The answer does not repeat the token. */
export async function askAs({ proxyFile, token }: Credentials, http: Http, request: HttpRequest): Promise<HttpAnswer> {
  const secret = token?.() ?? null;
  const answer = await http({
    ...request,
    ...(proxyFile !== null && { proxyFile }),
    ...(secret !== null && { headers: { ...request.headers, authorization: `Bearer ${secret}` } }),
  });
  return secret === null ? answer : withoutSecret(answer, secret);
}
