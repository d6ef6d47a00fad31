import { operationKey } from '../../model/keys/operation-keys.js';
import { containersPool, sitesPool } from '../../model/keys/pools.js';
import type { Claim, Operation, Outcome } from '../../model/operation.js';
import { overClaimed } from '../../changes/claims.js';
import { replacing, type Make } from '../../changes/supersede.js';
import { capacity } from '../calendar/pace.js';
import { queueOperation, type QueueKind } from '../operations/build.js';
import type { Queue, SiteFacts, Situation } from '../situation.js';
import { findSubjects, type Refusal, type Subject } from './subjects.js';

/** What an operator's command comes to. */
export interface Intent {
  readonly operations: readonly Operation[];
  /** What stands as it was ordered, without anything to do. */
  readonly already: readonly Outcome[];
  readonly refusals: readonly Refusal[];
}

/** How a command treats one subject: its claims, the words for it, and the change of each queue. */
export interface RequestedChange {
  readonly kind: QueueKind;
  readonly make: Make;
  readonly reason: (queue: Queue) => string;
  readonly claims: readonly Claim[];
}

export const asked = 'An operator asked for it.';

/** Makes the requested changes subject by subject, within what is left of pace and limits. */
export function carry(
  situation: Situation,
  wanted: readonly string[],
  changeFor: (subject: Subject) => RequestedChange | Refusal,
): Intent {
  const { subjects, refusals } = findSubjects(wanted, situation);
  const taken = new Map(situation.history.claims);
  const intent = { operations: [] as Operation[], already: [] as Outcome[], refusals: [...refusals] };
  for (const subject of subjects) {
    const given = changeFor(subject);
    if ('sentence' in given) {
      intent.refusals.push(given);
      continue;
    }
    const answers = subject.queues.map((queue) => changeOf(situation, subject.facts, queue, given));
    const over = answers.some(isOperation) ? overClaimed(given.claims, taken) : null;
    if (over) {
      intent.refusals.push({ subject: subject.subject, ...noRoom(over, situation) });
      continue;
    }
    for (const answer of answers) {
      if (isOperation(answer)) intent.operations.push(answer);
      else if ('outcome' in answer) intent.already.push(answer);
      else intent.refusals.push(answer);
    }
    if (answers.some(isOperation))
      for (const { pool, member, amount } of given.claims)
        taken.set(pool, new Map(taken.get(pool)).set(member, amount));
  }
  return intent;
}

function isOperation(answer: Operation | Outcome | Refusal): answer is Operation {
  return 'inputsFingerprint' in answer;
}

/** One queue's part of a command: carried on where it is open already, in place of another open operation after the in-flight window of that. */
function changeOf(
  situation: Situation,
  facts: SiteFacts,
  queue: Queue,
  { kind, make, reason, claims }: RequestedChange,
): Operation | Outcome | Refusal {
  const { name, record, history } = queue;
  if (!record)
    return {
      subject: name,
      sentence: `The catalogue does not know ${name}.`,
      advice: 'Correct the name in the inventory.',
    };
  const open = history?.open ?? null;
  if (open?.operation.kind === kind) return open.operation;
  const { campaign, grid } = situation.inventory;
  const change =
    open && history
      ? replacing(record, history, open, make, {
          inFlightMs: grid.timing.quiet_minutes * 60_000,
          nowMs: situation.nowMs,
          timezone: campaign.timezone,
        })
      : make(record, history);
  if (change.is === 'refused') return { subject: name, sentence: change.sentence, advice: change.advice };
  if (change.is === 'nothing') {
    return {
      key: operationKey(campaign.name, name, kind, history),
      queue: name,
      site: facts.name,
      kind,
      outcome: 'already',
      message: change.sentence,
    };
  }
  const operation = queueOperation(situation, facts, queue, kind, change, reason(queue), claims);
  if (change.is === 'change' || !open) return operation;
  return {
    ...operation,
    key: operationKey(campaign.name, name, kind, history, true),
    supersedes: open.operation.key,
    orBefore: change.orBefore,
  };
}

function noRoom(
  { pool, limit }: Claim,
  { calendar, today, day }: Situation,
): { readonly sentence: string; readonly advice: string } {
  const advice = 'Wait for a day with room, or change the limit in the inventory.';
  if (pool !== sitesPool(today) && pool !== containersPool(today))
    return { sentence: `The limit of ${limit} for ${pool} leaves no room.`, advice };
  const why = capacity(calendar, today).reason;
  return {
    sentence: limit === 0 ? `${day} takes no site: ${why}.` : `${day} takes ${limit} and has them: ${why}.`,
    advice,
  };
}

export function refusedWhole(subject: string, sentence: string, advice: string): Intent {
  return { operations: [], already: [], refusals: [{ subject, sentence, advice }] };
}
