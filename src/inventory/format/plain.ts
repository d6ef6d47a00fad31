import { isMapping } from '../../model/mapping.js';
import { memoised } from '../../model/memoised.js';
import { isDate, isName, isText } from './values.js';
import type { RawQueue, RawSite } from './schema/site.js';

// Most sites of a large file say what most sites say. Whatever is certain to be right is taken
// here, at a tenth of the schema's time; everything else is the schema's to judge.

type Check = (value: unknown) => boolean;

const isPlainName = textThat(isName);
const isPlainText = textThat(isText);
// What many sites have in common is looked at once.
const isCommonName = textThat(memoised(isName));
const isCommonText = textThat(memoised(isText));
const isCommonDate = textThat(memoised(isDate));

const siteKeys: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['atlas_sites', (value) => Array.isArray(value) && value.length > 0 && value.every(isPlainName)],
  ['slots', isCount],
  ['contact', isPlainText],
  ['os', isPlainOs],
  ['ready_on', isCommonDate],
  ['pin', isCommonDate],
  ['after', (value) => Array.isArray(value) && value.every(isPlainName)],
  ['cloud', isCommonName],
  ['tier', (value) => isCount(value) && value <= 3],
  ['country', isCommonText],
  ['queues', isMapping],
]);

const queueKeys: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['type', (value) => value === 'production' || value === 'analysis'],
  ['capability', isCommonName],
  ['exclude', isPlainText],
]);

const osKeys: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['is', isCommonName],
  ['evidence', isCommonText],
  ['on', isCommonDate],
  ['hint', (value) => typeof value === 'boolean'],
]);

/** True only for what `siteSchema` accepts. */
export function isPlainSite(value: unknown): value is RawSite {
  return isMapping(value) && 'queues' in value && conforms(value, siteKeys);
}

/** True only for what `queueSchema` accepts. */
export function isPlainQueue(value: unknown): value is RawQueue {
  return isMapping(value) && conforms(value, queueKeys);
}

function conforms(value: Readonly<Record<string, unknown>>, checks: ReadonlyMap<string, Check>): boolean {
  for (const key in value) if (checks.get(key)?.(value[key]) !== true) return false;
  return true;
}

function isPlainOs(value: unknown): boolean {
  return isMapping(value) && 'is' in value && conforms(value, osKeys);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function textThat(is: (text: string) => boolean): Check {
  return (value) => typeof value === 'string' && is(value);
}
