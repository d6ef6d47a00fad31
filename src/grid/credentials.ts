import type { HttpRequest } from './ports.js';

/** What proves to a catalogue who asks: an X.509 proxy, a bearer token, both or neither. */
export interface Credentials {
  /** Certificate and key in one PEM file. */
  readonly proxyFile: string | null;
  /** Read when it is first needed, never before. */
  readonly token: (() => string) | null;
}

export function proving({ proxyFile, token }: Credentials): Pick<HttpRequest, 'proxyFile' | 'headers'> {
  return {
    ...(proxyFile !== null && { proxyFile }),
    ...(token !== null && { headers: { authorization: `Bearer ${token()}` } }),
  };
}
