import { grouped } from '../../model/grouped.js';
import { naiveMicroseconds, naiveSeconds } from '../world/times.js';
import { effectiveStatus, type Rule } from './verdict.js';

/** Which catalogue speaks: they differ in details of the same shapes. */
export type Dialect = 'agis' | 'cric';

/** Rules and verdicts by nickname (docs/grid.md#status-rules). `rules` come queue by queue; `nicknames` by `panda_resource`. */
export function rulesAnswer(rules: readonly Rule[], nicknames: ReadonlyMap<string, string>, dialect: Dialect): string {
  const byQueue = grouped(rules, ({ queue }) => nicknames.get(queue) ?? queue);
  const answer = [...byQueue].map(([name, ruled]) => [name, { a: activity(name, ruled, dialect) }] as const);
  return JSON.stringify(Object.fromEntries(answer));
}

function activity(name: string, rules: readonly Rule[], dialect: Dialect): unknown {
  const mode: Record<string, Record<string, unknown>> = {};
  for (const rule of rules) {
    const key = dialect === 'agis' ? 'AUTO' : rule.value;
    (mode[key] ??= {})[rule.probe] = shown(name, rule);
  }
  const decisive = effectiveStatus(rules).rule;
  return { mode, status: decisive === null ? {} : shown(name, decisive) };
}

function shown(name: string, rule: Rule): unknown {
  return {
    activity: 'a',
    expiration: rule.expires === null ? null : naiveSeconds(rule.expires),
    last_modified: naiveMicroseconds(rule.updated),
    operationdn: rule.dn,
    operationip: '127.0.0.1',
    pandaqueue: name,
    probe: rule.probe,
    reason: rule.reason,
    updated: naiveSeconds(rule.updated),
    value: rule.value,
  };
}
