import type { QueueHistory } from '../../model/history.js';
import type { Blocker, SitePlan, Stage } from '../../model/plan.js';
import { verdictInForce } from '../verdicts/verdicts.js';
import { overdueSites, siteSources, type SiteSources } from './cell-sources.js';
import type { Situation } from '../situation.js';
import type { Turn } from '../turns/turn.js';

/** Everything of one site, for people: where it stands, what stands against it, its queues as the catalogue has them. */
export interface SiteStatus extends Pick<
  SitePlan,
  'site' | 'stage' | 'reason' | 'paused' | 'date' | 'request' | 'canGoBackUntil' | 'ladder' | 'risk'
> {
  /** Whose turn it is; null: the site is finished. */
  readonly turn: Omit<Turn, 'site'> | null;
  readonly blockers: readonly Pick<Blocker, 'rule' | 'sentence' | 'advice'>[];
  readonly queues: readonly QueueStatus[];
  readonly sources: SiteSources;
}

export interface QueueStatus {
  readonly queue: string;
  /** As the catalogue writes them; null: it does not know the queue. */
  readonly pilotVersion: string | null;
  readonly containerType: string | null;
  readonly status: string | null;
  /** The verdict in force with its reason; null: none. */
  readonly verdict: string | null;
  /** The last settled change, with who made it, when and why; null: this ledger made none. */
  readonly changed: string | null;
  /** The key of the operation that is open; null: none. */
  readonly open: string | null;
}

/** The named sites and those at one of the stages, in the plan's order; queues include those that retire. */
export function siteStatuses(
  plan: readonly SitePlan[],
  situation: Situation,
  wanted: { readonly sites: ReadonlySet<string>; readonly stages: ReadonlySet<Stage>; readonly turns: readonly Turn[] },
): readonly SiteStatus[] {
  const turns = new Map(wanted.turns.map(({ site, ...turn }) => [site, turn]));
  const overdue = overdueSites(situation);
  return plan.flatMap((one): readonly SiteStatus[] => {
    const { site, stage, reason, paused, date, request, canGoBackUntil, blockers, risk, ladder } = one;
    const facts = situation.siteOf.get(site);
    if (!facts || !(wanted.sites.has(site) || wanted.stages.has(stage))) return [];
    return [
      {
        site,
        stage,
        reason,
        paused,
        date,
        request,
        canGoBackUntil,
        ...(ladder && { ladder }),
        turn: turns.get(site) ?? null,
        ...(risk && { risk }),
        blockers: blockers.map(({ rule, sentence, advice }) => ({ rule, sentence, advice })),
        queues: Object.keys(facts.site.queues).map((queue) => queueStatus(queue, situation)),
        sources: siteSources(one, facts, situation, overdue),
      },
    ];
  });
}

function queueStatus(queue: string, { view, history, nowMs }: Situation): QueueStatus {
  const record = view.records.get(queue) ?? null;
  const past = history.queues.get(queue) ?? null;
  const verdict = verdictInForce(past, nowMs);
  return {
    queue,
    pilotVersion: record?.pilot_version ?? null,
    containerType: record?.container_type ?? null,
    status: record?.status ?? null,
    verdict: verdict && `${verdict.verdict}: ${verdict.reason}`,
    changed: lastChange(past),
    open: past?.open?.operation.key ?? null,
  };
}

function lastChange(past: QueueHistory | null): string | null {
  const changes = [past?.pilot, past?.containers, past?.status].flatMap((change) => change ?? []);
  const [last] = changes.sort((one, other) => (one.at < other.at ? 1 : -1));
  if (!last) return null;
  const { kind, actor, day, reason } = last;
  return `${kind} by ${actor} on ${day}${reason === undefined ? '' : `: ${reason}`}`;
}
