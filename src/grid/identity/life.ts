import { minuteMs, hourMs } from '../../model/dates.js';
import type { GridProfile } from '../../model/grid-config.js';
import { GridFailure } from '../ports.js';
import { readSecret } from '../secrets.js';
import { readProxy, renewProxy } from './proxy.js';

/** Something that proves who asks, and until when. */
export interface Credential {
  /** e.g. `X.509 proxy`. */
  readonly what: string;
  readonly file: string;
  /** Who it stands for, where it says so. */
  readonly subject: string | null;
  /** null: it does not say. */
  readonly endsMs: number | null;
}

/** How each credential of a catalogue is read: a GridFailure says what is wrong with it. */
export function catalogueCredentials({
  proxy_file: proxyFile,
  token_file: tokenFile,
}: GridProfile['catalogue']): readonly { readonly name: string; readonly read: () => Credential }[] {
  return [
    ...(proxyFile === null ? [] : [{ name: 'X.509 proxy', read: () => proxyIn(proxyFile) }]),
    ...(tokenFile === null ? [] : [{ name: 'catalogue token', read: () => tokenIn(tokenFile, 'catalogue token') }]),
  ];
}

function proxyIn(file: string): Credential {
  const { subject, endsMs } = readProxy(file);
  return { what: 'X.509 proxy', file, subject, endsMs };
}

/** A bearer token of a file. One that is a JSON Web Token, as those of WLCG, says until when it holds. */
export function tokenIn(file: string, what: string): Credential {
  const { sub, exp } = claimsOf(readSecret(file, what));
  return {
    what,
    file,
    subject: typeof sub === 'string' ? sub : null,
    endsMs: typeof exp === 'number' && Math.abs(exp) < 1e11 ? exp * 1000 : null,
  };
}

/** Nothing is verified here: the service does that. */
function claimsOf(token: string): Readonly<Record<string, unknown>> {
  const [, claims, signature] = token.split('.');
  if (claims === undefined || signature === undefined) return {};
  try {
    const read: unknown = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'));
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** Nothing is begun with less: what is written has to be read back. */
export const shortestLifeMs = 10 * minuteMs;
/** With less a person is told. */
export const shortLifeMs = 4 * hourMs;

/** How a credential that ends is made anew. */
export function renewalOf(what: string): string {
  return what === 'X.509 proxy' ? renewProxy : 'Get a new one.';
}

/** Before work: a GridFailure where a credential is missing, wrong, has ended or is about to; a sentence for each that ends soon. */
export function checkBeforeWork(catalogue: GridProfile['catalogue'], nowMs: number): readonly string[] {
  return catalogueCredentials(catalogue).flatMap(({ read }) => {
    const { what, file, endsMs } = read();
    if (endsMs === null) return [];
    const leftMs = endsMs - nowMs;
    const at = new Date(endsMs).toISOString();
    const renewal = renewalOf(what);
    if (leftMs <= 0) throw new GridFailure('not allowed', `The ${what} in ${file} ended on ${at}.`, false, [renewal]);
    if (leftMs < shortestLifeMs)
      throw new GridFailure(
        'not allowed',
        `The ${what} in ${file} ends in ${timeLeft(leftMs)}: nothing is begun with it.`,
        false,
        [renewal],
      );
    return leftMs < shortLifeMs ? [`The ${what} in ${file} ends in ${timeLeft(leftMs)}. ${renewal}`] : [];
  });
}

/** `1 h 20 min`, `9 min`, `12 days`. */
export function timeLeft(ms: number): string {
  const minutes = Math.floor(ms / minuteMs);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours >= 72) return `${Math.floor(hours / 24)} days`;
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}
