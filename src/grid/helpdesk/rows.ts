import { oneLine } from '../../model/text/printable.js';
import { GridFailure } from '../ports.js';

/** The fields that a row must have, and how each is told. */
export type Shape = Readonly<Record<string, (value: unknown) => boolean>>;

/** The name of the first field that is not as it should be; `''` where the row has no fields at all; null: nothing is wrong. */
export function faultIn(row: unknown, shape: Shape): string | null {
  if (row === null || typeof row !== 'object') return '';
  const fields = row as Readonly<Record<string, unknown>>;
  return Object.keys(shape).find((name) => shape[name]?.(fields[name]) === false) ?? null;
}

/** Throws what is `broken` for the first row that has not this shape. */
export function checkRows(
  rows: readonly unknown[],
  shape: Shape,
  broken: (row: unknown, fault: string) => GridFailure,
): void {
  for (const row of rows) {
    const fault = faultIn(row, shape);
    if (fault !== null) throw broken(row, fault);
  }
}

/** One broken row: the address is right, since the others are read. `what` names the ticket. */
export function brokenRow(who: string, what: string, fault: string): GridFailure {
  const where = fault === '' ? 'which is nothing' : `its ${fault} cannot be understood`;
  return new GridFailure('not understood', `${who} sent ${oneLine(what, 120)}: ${where}.`, true, [
    'Look at it in the helpdesk, and tell the people who run the helpdesk; until then nobody knows what it says.',
  ]);
}

/** No list at all. `address` says which is the right one. */
export function brokenList(who: string, address: string): GridFailure {
  return new GridFailure('not understood', `${who} sent a list that cannot be understood.`, true, [
    `Check the address of ${address}.`,
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
