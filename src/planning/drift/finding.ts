import type { Instant } from '../../model/dates.js';

/** Every kind of difference that is looked for, with what it means. */
export const driftKinds = [
  { kind: 'unknown record', severity: 'error', meaning: 'the catalogue does not know a queue of the inventory' },
  { kind: 'unlisted', severity: 'warning', meaning: 'the catalogue has a queue at a known site that is not listed' },
  { kind: 'moved', severity: 'warning', meaning: 'the record is of another site than the inventory says' },
  { kind: 'went back', severity: 'error', meaning: 'a flipped queue is at the old pilot again' },
  { kind: 'outside change', severity: 'warning', meaning: 'a field that this campaign wrote has another value' },
  { kind: 'online again', severity: 'error', meaning: 'a queue that was taken out of service takes work again' },
  { kind: 'expiring rule', severity: 'warning', meaning: 'a status rule ends by itself, and the queue goes back' },
  { kind: 'old pair', severity: 'warning', meaning: 'a queue at the new pilot has a container pair of the old one' },
  { kind: 'bare', severity: 'warning', meaning: 'container_type names containers, and the pilot starts none' },
  { kind: 'unheeded manager', severity: 'warning', meaning: 'a queue at the new pilot whose manager ignores the flip' },
  { kind: 'nickname', severity: 'warning', meaning: 'two records share a nickname, under which caches know them' },
  {
    kind: 'other value',
    severity: 'info',
    meaning: 'inventory and record differ in cloud, tier, country, type or capability',
  },
  { kind: 'two systems', severity: 'warning', meaning: "a queue's name says another operating system than people do" },
] as const satisfies readonly { kind: string; severity: Severity; meaning: string }[];

export type Severity = 'info' | 'warning' | 'error';
export type DriftKind = (typeof driftKinds)[number]['kind'];

/** One difference between inventory, catalogue and ledger. */
export interface Drift {
  readonly kind: DriftKind;
  readonly severity: Severity;
  readonly queue: string;
  readonly site: string | null;
  /** When it came about, as far as the catalogue says. */
  readonly since: Instant | null;
  /** The probe that set a status, with its reason; null where the catalogue does not say who changed it. */
  readonly by: string | null;
  readonly reason: string;
  readonly advice: string;
  /** What mends it; null where that is no command of ours. */
  readonly command: string | null;
  /** What was found: an acceptance holds for just this. */
  readonly found: string;
}

/** An outside change that a person has taken over as known. */
export interface Acceptance {
  readonly queue: string;
  readonly kind: string;
  readonly found: string;
}

export function severityOf(kind: DriftKind): Severity {
  return driftKinds.find((known) => known.kind === kind)?.severity ?? 'warning';
}
