import { fingerprint } from '../fingerprint.js';
import type { Operation } from '../operation.js';

/** What is approved of an operation: the change that it makes, and the values that it starts from. */
export function approvalMark({ key, before, after }: Operation): string {
  return fingerprint({ key, before, after });
}
