import { hourMs } from '../../model/dates.js';
import type { VerdictKind } from '../../model/history.js';
import type { CommissioningPolicy } from '../../model/campaign.js';
import type { QueueRecord } from '../../model/record.js';
import type { RemedyKind } from '../causes.js';
import type { Evidence, Watch } from '../jobs/evidence.js';
import type { QueueEdit } from './queue-edits.js';

export type JudgingPolicy = Pick<
  CommissioningPolicy,
  'min_jobs' | 'alpha' | 'margin' | 'bursts' | 'deadline_hours' | 'on_container_fault'
>;

/** What stands around the jobs of a queue at the moment of judging. */
export interface Circumstances {
  readonly nowMs: number;
  /** The queue as it is; null where the catalogue does not know it. */
  readonly record: QueueRecord | null;
  /** The campaign's container pair, e.g. `singularity:pilot`; null without a container track. */
  readonly containersOn: string | null;
}

/** A queue to be decided on. */
export interface Case extends Circumstances {
  readonly evidence: Evidence;
  readonly watch: Watch;
  readonly policy: JudgingPolicy;
  /** After the effect the watch lasts so long. */
  readonly deadlineHours: number;
  readonly jobsPerHourBefore: number;
  /** log of the e-value from which on there is an alarm. */
  readonly threshold: number;
}

/** What is to be done, and why; `Judgement` adds the evidence. */
export interface Decision {
  readonly verdict: VerdictKind;
  /** False: the watch goes on, and this is how it stands. */
  readonly isFinal: boolean;
  readonly reason: string;
  readonly remedy: RemedyKind;
  /** What a person has to do; null where nobody has to. */
  readonly action: string | null;
  readonly edits: readonly QueueEdit[];
}

export function hours(ms: number): string {
  const whole = Math.max(1, Math.round(ms / 3_600_000));
  return whole === 1 ? 'hour' : `${whole} hours`;
}

export const nothingToDo = { remedy: 'none', action: null, edits: [] } as const;

export function outOfTime({ watch, deadlineHours, record }: Case, found: string): Decision {
  const status =
    record && record.status !== 'online'
      ? ` The queue is ${record.status}${record.comment === '' ? '' : ` (${record.comment})`}.`
      : '';
  return {
    verdict: 'inconclusive',
    isFinal: true,
    reason: `${found}, and the ${Math.round(deadlineHours)} hours are over.${status}`,
    remedy: 'none',
    action: `Look at the jobs of ${watch.queue} and whether pilots reach it, then say: migrate commission ${watch.queue} --verdict good|… --reason "…".`,
    edits: [],
  };
}

export function isOver({ nowMs, watch, deadlineHours }: Pick<Case, 'nowMs' | 'watch' | 'deadlineHours'>): boolean {
  return nowMs >= watch.effectiveMs + deadlineHours * hourMs;
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
