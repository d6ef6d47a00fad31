import type { Author } from './world/journal.js';

/** A request as an endpoint sees it. */
export interface Call {
  readonly method: string;
  /** Without a slash at its end. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string | undefined;
  /** Distinguished name of the client's certificate, or null. */
  readonly dn: string | null;
  /** As it came; `''` where there was none. */
  readonly authorization: string;
  readonly author: Author;
}
