import type { Call } from '../call.js';
import { answered, type Answer } from '../exchange.js';

/** What opens the rehearsal's helpdesks: secrets that protect nothing. */
export const rehearsalAccess = {
  token: 'rehearsal',
  /** Reads, and is refused every write. */
  readerToken: 'rehearsal-reader',
  group: 'ATLAS sites',
  /** A site hears of a ticket that names it in its field. */
  fields: { wlcg_sites: '{site}', vo_support: 'atlas' },
  project: 'MIGRATE',
  /** Nothing can be opened there any more. */
  closedProject: 'OLD',
  from: 'atlas-migration@rehearsal.example',
  /** Whose tokens these are. */
  account: 'migrate-robot',
  accountId: 3,
  user: 'operator',
  password: 'rehearsal',
} as const;

/** How long a new ticket is missing from search, ms of the world's clock. */
export const searchLagMs = 60_000;

/** The refusal of a call whose token does not open this; null where it does. */
export function tokenRefusal(
  { authorization }: Call,
  scheme: 'Token token=' | 'Bearer ',
  effect: 'read' | 'write',
  refuse: (message: string) => unknown,
): Answer | null {
  const token = authorization.startsWith(scheme) ? authorization.slice(scheme.length) : null;
  if (token !== rehearsalAccess.token && token !== rehearsalAccess.readerToken)
    return answered(refuse('Invalid token!'), 401);
  if (effect === 'write' && token === rehearsalAccess.readerToken) return answered(refuse('Not authorized'), 403);
  return null;
}

/** A whole number of a query, within bounds. */
export function wholeNumber(
  text: string | null,
  { least, most, otherwise }: { readonly least: number; readonly most: number; readonly otherwise: number },
): number {
  const value = Number(text ?? otherwise);
  return Number.isSafeInteger(value) ? Math.min(most, Math.max(least, value)) : otherwise;
}

/** The JSON object of a body; `{}` where it is none. */
export function fieldsOf(body: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body ?? '');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
