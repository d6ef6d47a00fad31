import type { QueueHistory } from '../history.js';
import { queueOperationKinds, type Operation, type OperationKind, type QueueOperationKind } from '../operation.js';

/** Generation of the next key of a queue: operations settled on it before. */
export function generation(history: QueueHistory | null): number {
  return history?.settled ?? 0;
}

/** `campaign/queue/kind#g`. An operation that supersedes an open one comes after it: `g` is one more. */
export function operationKey(
  campaign: string,
  queue: string,
  kind: QueueOperationKind,
  history: QueueHistory | null,
  supersedes = false,
): string {
  return `${campaign}/${queue}/${kind}#${generation(history) + (supersedes ? 1 : 0)}`;
}

/** `campaign/site/step#round`. */
export function requestKey(campaign: string, site: string, step: string, round: number): string {
  return `${campaign}/${site}/${step}#${round}`;
}

/** The parts of a key; a queue or site may hold `/` and `#` of its own. */
export interface KeyParts {
  readonly campaign: string;
  /** The queue, or for a request the site. */
  readonly subject: string;
  /** The kind of what is done to a queue; the step of a request. */
  readonly step: string;
  /** Generation of the queue; round of the request. */
  readonly number: number;
}

/** null: the text is no key. */
export function parseKey(key: string): KeyParts | null {
  const [, campaign = '', subject = '', step = '', number = ''] = /^([^/]+)\/(.+)\/([^/#]+)#(\d+)$/.exec(key) ?? [];
  return step === '' ? null : { campaign, subject, step, number: Number(number) };
}

/** The kind or step of a key; `''` for a text that is no key. */
export function stepOfKey(key: string): string {
  return parseKey(key)?.step ?? '';
}

/** Generation or round of a key; NaN for a text that is no key. */
export function keyNumber(key: string): number {
  return parseKey(key)?.number ?? Number.NaN;
}

/** Names what was asked for and refused: no operation came of it, so it has no number. */
export function refusedKey(campaign: string, subject: string, kind: OperationKind): string {
  return `${campaign}/${subject}/${kind}`;
}

/** True where a text ends with the marker of a key of the queue and this kind, whatever its number: we write it there. */
export function endsWithKeyOf(text: string, campaign: string, queue: string, kind: QueueOperationKind): boolean {
  const key = parseMarker(/\[[^[\]]*\]$/.exec(text.trimEnd())?.[0] ?? '');
  return key?.campaign === campaign && key.subject === queue && key.step === kind;
}

/** The stable mark of a request at the beginning of its title: `[campaign/site/step#round]`. */
export function markerOf(key: string): string {
  return `[${key}]`;
}

const marker = /\[[^\][\s/]+\/[^\][\s/]+\/[^\][\s/]+#\d+\]/;

/** The marker in a title, whatever others have put before it (`Re:`, `WG:`, `[Ticket#17]`); null: there is none. */
export function markerIn(title: string): string | null {
  return marker.exec(title)?.[0] ?? null;
}

/** The marker that a text of ours begins with; a quotation has something before it. */
export function leadingMarker(text: string): string | null {
  const found = marker.exec(text);
  return found?.index === 0 ? found[0] : null;
}

/** The parts of the key in a marker; null: the text is no marker. */
export function parseMarker(marker: string): KeyParts | null {
  return /^\[.*\]$/s.test(marker) ? parseKey(marker.slice(1, -1)) : null;
}

/** The step that asks a site for its migration. */
export const migrationStep = 'migration';
/** The text that tells a site the day agreed with it. */
export const agreedDayStep = 'agreed-day';

/** The step that asks once more, in the same place, where no answer came. */
export const reminderStep = 'reminder';

/** The step that asks others for help, in the same place, where a site is silent. */
export const escalationStep = 'escalation';

const suffix = '-notice';
const queueKinds: ReadonlySet<string> = new Set(queueOperationKinds);

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
  const step = stepOfKey(key);
  if (kind !== 'request' || step === '') return kind;
  if (step === 'migration') return 'request';
  return step === reminderStep || step === escalationStep ? step : `notice ${templateOfStep(step)}`;
}
