import type { QueueHistory } from './history.js';
import type { Operation, OperationKind } from './operation.js';

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

/** `step` of `campaign/site/step#round`, or the kind in a queue's key. */
export function stepOfKey(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1, key.lastIndexOf('#'));
}

const suffix = '-notice';
const queueKinds: ReadonlySet<string> = new Set<Exclude<OperationKind, 'request'>>([
  'flip',
  'rollback',
  'containers-off',
  'containers-on',
  'brokeroff',
  'off',
]);

/** The step of a text by a template: told apart from what is done to a queue, for a queue may have its site's name. */
export function stepOfTemplate(template: string): string {
  return queueKinds.has(template) ? `${template}${suffix}` : template;
}

/** The template of a step. */
export function templateOfStep(step: string): string {
  const base = step.endsWith(suffix) ? step.slice(0, -suffix.length) : step;
  return queueKinds.has(base) ? base : step;
}

/** What an operation is called on a screen: texts to sites by what they are, all else by its kind. */
export function operationWord({ kind, key }: Pick<Operation, 'kind' | 'key'>): string {
  if (kind !== 'request' || !key.includes('#')) return kind;
  const step = stepOfKey(key);
  if (step === 'migration') return 'request';
  return step === 'reminder' ? step : `notice ${templateOfStep(step)}`;
}

/** The number behind the last `#` of a key: generation, or round of a request. NaN for a text that is no key. */
export function keyNumber(key: string): number {
  const digits = /#(\d+)$/.exec(key)?.[1];
  return digits === undefined ? Number.NaN : Number(digits);
}
