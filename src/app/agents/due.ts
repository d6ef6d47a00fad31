import type { AgentDeed, AgentPolicy } from '../../model/campaign.js';
import type { Operation } from '../../model/operation.js';
import { stepOfKey } from '../../model/keys/operation-keys.js';
import { isNoticeStep } from '../../planning/requests/notices.js';
import { offOperation } from '../../planning/retirements.js';
import type { Situation } from '../../planning/situation.js';
import type { Snapshot } from '../snapshot.js';

/** The operations that an agent carries out now: what was begun and has lapsed, and what policy lets it do; the rest is for an operator. */
export interface DueWork {
  readonly operations: readonly Operation[];
  readonly proposals: readonly Operation[];
}

export function dueWork(
  { plan, situation, history }: Pick<Snapshot, 'plan' | 'situation' | 'history'>,
  { may }: AgentPolicy,
): DueWork {
  const open = new Set([
    ...[...history.queues.values()].flatMap((queue) => (queue.open ? [queue.open.operation.key] : [])),
    ...history.openRequests.keys(),
  ]);
  const allowed = new Set<AgentDeed>(may);
  const drained = allowed.has('off') ? drainedQueues(situation, plan.retirements) : [];
  const due = [...plan.operations, ...drained];
  const isDone = (operation: Operation): boolean => {
    const deed = deedOf(operation);
    return open.has(operation.key) || (deed !== null && allowed.has(deed));
  };
  return { operations: due.filter(isDone), proposals: due.filter((operation) => !isDone(operation)) };
}

/** A text that only tells a site of a change asks for nothing, and may be allowed by itself. null: for a person alone. */
function deedOf({ kind, key }: Operation): AgentDeed | null {
  if (kind === 'online') return null;
  return kind === 'request' && isNoticeStep(stepOfKey(key)) ? 'notice' : kind;
}

/** What takes drained queues offline: only a command or an agent asks for it, the morning's plan does not. */
function drainedQueues(situation: Situation, retirements: Snapshot['plan']['retirements']): readonly Operation[] {
  return retirements.flatMap(({ queue, state }) => {
    const retirement = situation.retiring.get(queue);
    if (state !== 'drained' || !retirement) return [];
    const off = offOperation(retirement, situation, false);
    return 'key' in off ? [off] : [];
  });
}
