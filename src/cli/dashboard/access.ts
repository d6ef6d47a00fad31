import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { GridFailure } from '../../grid/ports.js';
import { readSecret } from '../../grid/secrets.js';
import { UserError } from '../../model/user-error.js';

const cookie = 'migrate-dashboard';
const shortest = 16;

/** Whether a request brings the token: as a bearer token, or in the cookie that the page was given. */
export function isAllowed({ headers }: IncomingMessage, token: string): boolean {
  const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  const kept = (headers.cookie ?? '')
    .split(/; */)
    .find((part) => part.startsWith(`${cookie}=`))
    ?.slice(cookie.length + 1);
  return (bearer !== undefined && equal(bearer, token)) || (kept !== undefined && equal(kept, keptFor(token)));
}

export function tokenInAddress(query: URLSearchParams, token: string): boolean {
  const given = query.get('token');
  return given !== null && equal(given, token);
}

/** The cookie holds a hash: who reads it knows no token. */
export function cookieOf(token: string): string {
  return `${cookie}=${keptFor(token)}; HttpOnly; SameSite=Strict; Path=/`;
}

function keptFor(token: string): string {
  return hashed(`cookie ${token}`).toString('hex');
}

/** The token in a file that only its owner can read. */
export function readToken(file: string): string {
  const token = secretIn(file);
  if (token.length >= shortest) return token;
  throw new UserError(3, 'token', `The token in ${file} is shorter than ${shortest} characters.`, [
    'Make one: openssl rand -hex 24.',
  ]);
}

function secretIn(file: string): string {
  try {
    return readSecret(file, 'dashboard token');
  } catch (error) {
    if (!(error instanceof GridFailure)) throw error;
    throw new UserError(3, 'token', error.message, [
      'Name a file with --token-file that holds the token alone, readable by you alone.',
    ]);
  }
}

function equal(one: string, other: string): boolean {
  return timingSafeEqual(hashed(one), hashed(other));
}

function hashed(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
