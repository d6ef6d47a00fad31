import type { IsoDate } from '../../model/dates.js';
import { didYouMean } from '../../model/text/near-names.js';
import { sentence } from '../../model/text/sentences.js';
import type { Operation } from '../../model/operation.js';
import type { RetirementView } from '../../model/plan.js';
import { containersClaims } from '../../changes/claims.js';
import { containersOff, containersOn, offByLedger } from '../../changes/record/transitions.js';
import { capacity } from '../calendar/pace.js';
import { sl6Caveat } from '../readiness/readiness.js';
import { osReady } from '../readiness/ready-when.js';
import { offOperation, retirementsBy } from '../retirements.js';
import type { Queue, Situation } from '../situation.js';
import { openToday } from '../today.js';
import { carry, refusedWhole, type Intent, type RequestedChange } from './carry.js';
import type { Refusal, Subject } from './subjects.js';

/** Containers off, keeping the pilot; or on again. Only a first switching on counts against the pace. */
export function containersIntent(
  situation: Situation,
  wanted: readonly string[],
  to: 'on' | 'off',
  reason: string,
): Intent {
  const { campaign } = situation.inventory;
  if (to === 'on') return carry(situation, wanted, containersBack(situation, reason));
  const words = ({ record }: Queue): string => {
    const caveat = record ? sl6Caveat(record) : null;
    return caveat === null ? reason : `${sentence(reason)} ${caveat}`;
  };
  return carry(situation, wanted, () => ({
    kind: 'containers-off',
    make: (record) => containersOff(record, campaign),
    reason: words,
    claims: [],
  }));
}

export interface BrokeroffOrder {
  readonly early: boolean;
  /** Queues to be set again although somebody took our rule back. */
  readonly again?: readonly string[];
}

/** The batch of a date; one still to come is refused unless `early`. What must not be done yet is `held` in its view. */
export function brokeroffIntent(
  situation: Situation,
  date: IsoDate,
  { early, again = [] }: BrokeroffOrder,
): Intent & { readonly retirements: readonly RetirementView[] } {
  const retirements = retirementsBy(situation, date, again);
  if (date > situation.day && !early) {
    const refusal = refusedWhole(
      date,
      `${date} is still to come; today is ${situation.day}.`,
      '`--dry-run` shows what would be done; `--early` does it now.',
    );
    return { ...refusal, retirements };
  }
  const due = retirements.flatMap(({ operation }) => operation ?? []);
  return {
    operations: withBegun(
      'brokeroff',
      due.map((operation) => situation.history.queues.get(operation.subject)?.open?.operation ?? operation),
      situation,
    ),
    already: [],
    refusals: [],
    retirements,
  };
}

/** The named queues offline; without names all that are drained and stand by our own rule. */
export function offIntent(situation: Situation, queues: readonly string[]): Intent {
  if (queues.length > 0) return offNamed(situation, queues, true);
  const drained = retirementsBy(situation, situation.day).filter(({ state }) => state === 'drained');
  const all = offNamed(
    situation,
    drained.map(({ queue }) => queue),
    false,
  );
  return { ...all, operations: withBegun('off', all.operations, situation), refusals: [] };
}

/** What an earlier run began comes first: the catalogue may show it by now, and the ledger has to learn so. */
function withBegun(
  kind: 'brokeroff' | 'off',
  operations: readonly Operation[],
  situation: Situation,
): readonly Operation[] {
  const begun = openToday(situation).filter((operation) => operation.kind === kind);
  const keys = new Set(begun.map(({ key }) => key));
  return [...begun, ...operations.filter(({ key }) => !keys.has(key))];
}

function offNamed(situation: Situation, queues: readonly string[], isNamed: boolean): Intent {
  const operations: Operation[] = [];
  const refusals: Refusal[] = [];
  for (const subject of queues) {
    const retirement = situation.retiring.get(subject);
    const open = situation.history.queues.get(subject)?.open?.operation;
    if (!retirement) refusals.push(noRetirement(subject, situation));
    else if (open?.kind === 'off') operations.push(open);
    else {
      const off = offOperation(retirement, situation, isNamed);
      if ('key' in off) operations.push(off);
      else refusals.push({ subject, ...off });
    }
  }
  return { operations, already: [], refusals };
}

function noRetirement(subject: string, { siteOf, siteOfQueue, retiring, view }: Situation): Refusal {
  const sentence = `${subject} does not retire.`;
  if (siteOf.has(subject) || siteOfQueue(subject) || view.records.has(subject))
    return { subject, sentence, advice: 'Only queues of `retirements` are taken offline.' };
  const advice = didYouMean(subject, retiring.keys()) ?? '`migrate brokeroff --dry-run` shows the queues that retire.';
  return { subject, sentence: `There is no queue ${subject}.`, advice, isUnknown: true };
}

function containersBack(situation: Situation, reason: string): (subject: Subject) => RequestedChange | Refusal {
  const { inventory, calendar, today } = situation;
  return ({ subject, facts, queues }) => {
    const unready = queues.find((queue) => !osReady(facts, queue, situation));
    if (unready) {
      const wanted = inventory.campaign.ready_when['os']?.join(' or ') ?? '';
      return {
        subject,
        sentence: `${unready.name} is not known to run ${wanted}, which containers need.`,
        advice: 'Write its `os` with the evidence into the inventory.',
      };
    }
    const restored = queues.every(({ record, history }) => record && offByLedger(record, history));
    const claims = restored ? [] : containersClaims(facts, today, capacity(calendar, today).sites);
    return {
      kind: 'containers-on',
      make: (record, history) => containersOn(record, inventory.campaign, history),
      reason: () => reason,
      claims,
    };
  };
}
