import type { QueueHistory } from './history.js';
import type { OperationKind } from './operation.js';

/** Generation of the next key of a queue: operations settled on it before. */
export function generation(history: QueueHistory | null): number {
  return history?.settled ?? 0;
}

/** `campaign/queue/kind#g`. An operation that supersedes an open one comes after it: `g` is one more. */
export function operationKey(
  campaign: string,
  queue: string,
  kind: Exclude<OperationKind, 'request'>,
  history: QueueHistory | null,
  supersedes = false,
): string {
  return `${campaign}/${queue}/${kind}#${generation(history) + (supersedes ? 1 : 0)}`;
}

/** `campaign/site/step#round`. */
export function requestKey(campaign: string, site: string, step: string, round: number): string {
  return `${campaign}/${site}/${step}#${round}`;
}

/** The number behind the last `#` of a key: generation, or round of a request. NaN for a text that is no key. */
export function keyNumber(key: string): number {
  const digits = /#(\d+)$/.exec(key)?.[1];
  return digits === undefined ? Number.NaN : Number(digits);
}
