import type { Verdict } from '../../model/history.js';
import { sl6Caveat } from '../readiness/readiness.js';
import type { Queue, Situation } from '../situation.js';
import { containersOff, rollback, type Transition } from '../../changes/record/transitions.js';
import { windowClosed } from './rollback-window.js';
import { verdictInForce } from './verdicts.js';
import { sentence } from '../../model/text/sentences.js';

/** What a verdict asks for: a change of the queue, or a sentence to a person. */
export type Remedy =
  | {
      readonly is: 'change';
      readonly kind: 'containers-off' | 'rollback';
      readonly transition: Extract<Transition, { is: 'change' }>;
      readonly reason: string;
    }
  | { readonly is: 'advice'; readonly sentence: string };

/**
 * The remedy by policy (docs/commissioning.md#verdicts-and-remedies): container fault: containers off, and back to the old pilot
 * where they are off already; pilot fault: back; site fault, configuration, inconclusive: advice to a
 * person. A fault is remedied once: an operator's lasting verdict does not take its own remedy for the next
 * fault. null: nothing to do.
 */
export function remedyOf(queue: Queue, situation: Situation): Remedy | null {
  const verdict = verdictInForce(queue.history, situation.nowMs);
  if (!verdict || !queue.record) return null;
  const isOfThisRecord = verdict.generation === queue.history?.settled;
  switch (verdict.verdict) {
    case 'container fault':
      return isOfThisRecord ? containerFault(queue, verdict, situation) : null;
    case 'pilot fault':
      return isOfThisRecord ? back(queue, verdict, situation) : null;
    case 'site fault':
      return advice(queue, verdict, 'nothing is changed; tell the site');
    case 'configuration':
      return advice(queue, verdict, 'correct it in the catalogue');
    case 'inconclusive':
      return advice(
        queue,
        verdict,
        `look at its jobs, then \`migrate commission ${queue.name} --verdict … --reason …\``,
      );
    case 'good':
    case 'not enough jobs':
      return null;
  }
}

function containerFault(queue: Queue, verdict: Verdict, situation: Situation): Remedy | null {
  const { campaign } = situation.inventory;
  if (!queue.record || campaign.commissioning.on_container_fault === 'pilot-1') return back(queue, verdict, situation);
  const off = containersOff(queue.record, campaign);
  if (off.is !== 'change') return back(queue, verdict, situation);
  const caveat = sl6Caveat(queue.record);
  const reason = `${verdict.verdict}: ${sentence(verdict.reason)} Containers go off, the queue stays on the new pilot.`;
  return {
    is: 'change',
    kind: 'containers-off',
    transition: off,
    reason: caveat === null ? reason : `${reason} ${caveat}`,
  };
}

function back(queue: Queue, verdict: Verdict, { inventory, day }: Situation): Remedy | null {
  if (!queue.record) return null;
  const closed = windowClosed(queue, inventory.campaign, day);
  if (closed) return advice(queue, verdict, `it stays on the new pilot: ${closed.sentence} ${closed.advice}`);
  const transition = rollback(queue.record, queue.history);
  if (transition.is === 'nothing') return null;
  if (transition.is === 'refused')
    return advice(queue, verdict, `it cannot go back by itself: ${transition.sentence} ${transition.advice}`);
  return {
    is: 'change',
    kind: 'rollback',
    transition,
    reason: `${verdict.verdict}: ${sentence(verdict.reason)} The queue goes back to what it was.`,
  };
}

function advice(queue: Queue, verdict: Verdict, action: string): Remedy {
  return { is: 'advice', sentence: `${queue.name}: ${verdict.verdict}: ${sentence(verdict.reason)} To do: ${action}` };
}
