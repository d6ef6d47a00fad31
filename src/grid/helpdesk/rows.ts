import { oneLine } from '../../model/text/printable.js';
import { GridFailure, type FoundRequest } from '../ports.js';

/** The fields that a row must have, and how each is told. */
export type Shape = Readonly<Record<string, (value: unknown) => boolean>>;

/** The name of the first field that is not as it should be; `''` where the row has no fields at all; null: nothing is wrong. */
export function faultIn(row: unknown, shape: Shape): string | null {
  if (row === null || typeof row !== 'object') return '';
  const fields = row as Readonly<Record<string, unknown>>;
  return Object.keys(shape).find((name) => shape[name]?.(fields[name]) === false) ?? null;
}

/** One broken row: the address is right, since the others are read. `what` names the ticket. */
export function brokenRow(who: string, what: string, fault: string): GridFailure {
  const where = fault === '' ? 'which is nothing' : `its ${fault} cannot be understood`;
  return new GridFailure('not understood', `${who} sent ${oneLine(what, 120)}: ${where}.`, true, [
    'Look at it in the helpdesk, and tell the people who run the helpdesk; until then nobody knows what it says.',
  ]);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function isTextOrNothing(value: unknown): boolean {
  return value == null || typeof value === 'string';
}

export function isTime(value: unknown): boolean {
  return typeof value === 'string' && !Number.isNaN(timeOf(value));
}

export function isTimeOrNothing(value: unknown): boolean {
  return value == null || isTime(value);
}

/** JIRA writes zones without a colon. */
export function timeOf(text: string): number {
  return Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
}

/** A request whose ticket stands there and cannot be read. */
export function unreadRequest(marker: string, ref: string, failure: GridFailure): FoundRequest {
  return { marker, ref, state: 'replied', sinceMs: 0, unread: failure };
}

/** The request, or that its ticket alone cannot be read: others are not the less known for it. */
export async function unlessBroken(
  { marker, ref }: Pick<FoundRequest, 'marker' | 'ref'>,
  read: Promise<Omit<FoundRequest, 'marker'>>,
): Promise<FoundRequest> {
  try {
    return { marker, ...(await read) };
  } catch (error) {
    if (error instanceof GridFailure && error.problem === 'not understood') return unreadRequest(marker, ref, error);
    throw error;
  }
}
