import { isMapping } from '../../model/mapping.js';
import { restrictiveness, type StatusRule } from '../../model/record.js';
import { utcInstant } from '../naive-time.js';

type Raw = Readonly<Record<string, unknown>>;

/** What one entry of the list of rules tells of its queue. */
export interface RulesEntry {
  readonly rules: readonly StatusRule[];
  /** Rules are missing or null where they are expected: that may mean none, or that they were not told. */
  readonly isUntold: boolean;
}

/**
 * Status rules by the name they stand under, which is the queue's nickname (docs/grid.md#status-rules). The key
 * above the probes is `AUTO` in AGIS and the value itself in CRIC. A rule is never dropped for a missing
 * part: its value is then UNKNOWN, which is nobody's to replace; so is an entry of another shape, which may
 * hold a rule. null: the answer is no object.
 */
export function readStatusRules(body: unknown): ReadonlyMap<string, RulesEntry> | null {
  if (!isMapping(body)) return null;
  return new Map(Object.entries(body).map(([name, activities]) => [name, entryOf(activities)]));
}

/**
 * The rules of a queue whose record has this status. Without any rule a queue is online, so a list that leaves them
 * untold, or the queue out, contradicts every other status: the manual rule is then unknown.
 */
export function rulesBeside(status: string, { rules, isUntold }: RulesEntry): readonly StatusRule[] {
  if (!isUntold || status === 'online' || rules.some(({ probe }) => probe.toLowerCase() === 'manual')) return rules;
  const reason = `the list of rules does not tell it, and the record is ${status || 'without a status'}`;
  return [...rules, ruleOf({ reason }, { probe: 'manual', value: '' })];
}

function entryOf(activities: unknown): RulesEntry {
  return { rules: rulesOf(activities), isUntold: !isTold(activities) };
}

/** An empty object says that there is no rule; what is missing or null says nothing. */
function isTold(activities: unknown): boolean {
  return eachTold(activities, (activity) => isMapping(activity) && eachTold(activity['mode'], isMapping));
}

function eachTold(value: unknown, holds: (member: unknown) => boolean): boolean {
  return isMapping(value) && Object.values(value).every(holds);
}

function rulesOf(activities: unknown): readonly StatusRule[] {
  const byProbe = new Map<string, StatusRule>();
  if (!isUnderstood(activities)) byProbe.set('manual', ruleOf({}, { probe: 'manual', value: '' }));
  for (const activity of valuesOf(activities)) {
    for (const rule of [...activeRules(activity), ...decisiveRule(activity)]) {
      const other = byProbe.get(rule.probe);
      if (other === undefined || weight(rule.value) > weight(other.value)) byProbe.set(rule.probe, rule);
    }
  }
  return [...byProbe.values()];
}

/** What is missing or null holds no rule; what is of another type may. */
function isUnderstood(activities: unknown): boolean {
  return emptyOrEach(
    activities,
    (activity) =>
      emptyOrEach(activity, () => true) &&
      emptyOrEach((activity as Raw | null)?.['mode'], (probes) => emptyOrEach(probes, () => true)),
  );
}

function emptyOrEach(value: unknown, holds: (member: unknown) => boolean): boolean {
  return value === undefined || value === null || (isMapping(value) && Object.values(value).every(holds));
}

function activeRules(activity: Raw): StatusRule[] {
  if (!isMapping(activity['mode'])) return [];
  return Object.entries(activity['mode']).flatMap(([mode, probes]) =>
    isMapping(probes)
      ? Object.entries(probes).map(([probe, rule]) =>
          ruleOf(isMapping(rule) ? rule : {}, { probe, value: mode === 'AUTO' ? '' : mode }),
        )
      : [],
  );
}

/** `status` repeats the rule that decides; it counts where `mode` does not hold it. */
function decisiveRule({ status }: Raw): StatusRule[] {
  return isMapping(status) && typeof status['probe'] === 'string' && status['probe'] !== ''
    ? [ruleOf(status, { probe: status['probe'], value: '' })]
    : [];
}

function ruleOf(rule: Raw, otherwise: { readonly probe: string; readonly value: string }): StatusRule {
  const value = (text(rule['value']) || otherwise.value).toUpperCase();
  const expiration = text(rule['expiration']);
  return {
    probe: otherwise.probe,
    value: value || 'UNKNOWN',
    reason: text(rule['reason']),
    ...(text(rule['operationdn']) !== '' && { setBy: text(rule['operationdn']) }),
    expiration: expiration === '' ? null : (utcInstant(expiration) ?? expiration),
    updated: utcInstant(rule['updated']) ?? utcInstant(rule['last_modified']),
  };
}

// An unknown value is taken for the strictest.
function weight(value: string): number {
  return restrictiveness[value] ?? 4;
}

function valuesOf(value: unknown): Raw[] {
  return isMapping(value) ? Object.values(value).filter(isMapping) : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
