/** One probe's word on one queue. Times in milliseconds of the world's clock. */
export interface Rule {
  readonly queue: string;
  readonly probe: string;
  readonly value: string;
  readonly reason: string;
  readonly expires: number | null;
  readonly updated: number;
  /** Distinguished name of who set it. */
  readonly dn: string;
}

/** What the rules come to; `rule` is null where there are none. */
export interface EffectiveStatus {
  readonly status: string;
  readonly comment: string;
  readonly rule: Rule | null;
}

const restriction = new Map([
  ['ONLINE', 1],
  ['TEST', 2],
  ['PAUSED', 2],
  ['BROKEROFF', 3],
  ['OFFLINE', 4],
]);

/** The values a rule may have. */
export const ruleValues: readonly string[] = [...restriction.keys()];

/** The probes that the catalogue knows. */
export function isProbe(name: string): boolean {
  return name === 'manual' || name === 'switcher' || name === 'hammercloud';
}

/** The most restrictive rule decides, the newest among equals (docs/grid.md#status-rules). Without rules a queue is online. */
export function effectiveStatus(rules: readonly Rule[]): EffectiveStatus {
  let strictest: Rule | null = null;
  for (const rule of rules) {
    if (
      strictest === null ||
      weight(rule) > weight(strictest) ||
      (weight(rule) === weight(strictest) && rule.updated > strictest.updated)
    ) {
      strictest = rule;
    }
  }
  if (strictest === null) return { status: 'online', comment: '', rule: null };
  return { status: strictest.value.toLowerCase(), comment: strictest.reason, rule: strictest };
}

function weight(rule: Rule): number {
  return restriction.get(rule.value) ?? 0;
}
