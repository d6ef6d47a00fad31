import type { Verdict, VerdictKind } from '../../model/history.js';
import type { CommissioningPolicy } from '../../model/campaign.js';
import type { RemedyKind } from '../causes.js';
import type { Decision } from './decision.js';
import { alongTheWay } from './no-alarm.js';
import type { Judgement } from '../verdict.js';

/** Alarms, by how much they ask for. What is no alarm is not here. */
const gravity: Readonly<Partial<Record<VerdictKind, number>>> = {
  'site fault': 1,
  configuration: 1,
  'container fault': 2,
  'pilot fault': 3,
};

/** A site mends what is its own, so good jobs may end these; no later job takes a fault of the change away. */
const curedByGoodJobs: ReadonlySet<VerdictKind> = new Set<VerdictKind>(['site fault', 'configuration']);

/**
 * The judgement beside the verdict that the same record has from an earlier look. An alarm was right at
 * the level it was raised at, whatever the jobs look like later: it stands until a person or a new
 * write of the record ends it. Only a graver one takes its place. What the look at the deadline could not prove
 * a further look by the same rule does not prove either: from then on good needs the evidence of any moment.
 */
export function withEarlierAlarm(
  now: Judgement,
  earlier: Pick<Verdict, 'verdict' | 'reason' | 'generation'> | null,
  policy: Pick<CommissioningPolicy, 'on_container_fault' | 'alpha'>,
): Judgement {
  if (earlier?.generation !== now.generation) return now;
  if (earlier.verdict === 'inconclusive' && now.verdict === 'good' && now.eValueGood < 1 / (alongTheWay * policy.alpha))
    return { ...now, verdict: 'inconclusive', reason: `${earlier.reason} ${present(now)}.` };
  const before = gravity[earlier.verdict];
  if (before === undefined || now.verdict === earlier.verdict) return now;
  if (now.isFinal && (gravity[now.verdict] ?? 0) >= before) return now;
  if (now.isFinal && now.verdict === 'good' && curedByGoodJobs.has(earlier.verdict)) return now;
  return { ...now, ...kept(now, earlier, policy) };
}

function kept(
  now: Judgement,
  { verdict, reason }: Pick<Verdict, 'verdict' | 'reason'>,
  policy: Pick<CommissioningPolicy, 'on_container_fault'>,
): Decision {
  return {
    verdict,
    isFinal: true,
    reason: `${reason} ${present(now)}; the alarm stands.`,
    remedy: remedyOf(verdict, policy),
    action: null,
    edits: [],
  };
}

/** `By now 3 of 210 jobs failed (1.4 %; before 4.0 %)` */
function present({ jobs, failures, rateBefore }: Judgement): string {
  const share = (part: number): string => `${(100 * part).toFixed(1)} %`;
  return `By now ${failures} of ${jobs} jobs failed (${share(failures / Math.max(1, jobs))}; before ${share(rateBefore)})`;
}

function remedyOf(verdict: VerdictKind, policy: Pick<CommissioningPolicy, 'on_container_fault'>): RemedyKind {
  if (verdict === 'pilot fault') return 'rollback';
  if (verdict === 'container fault')
    return policy.on_container_fault === 'containers-off' ? 'containers-off' : 'rollback';
  return verdict === 'configuration' ? 'edit' : 'hold';
}
