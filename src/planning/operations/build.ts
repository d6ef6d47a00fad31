import { fingerprint } from '../../model/fingerprint.js';
import type { RequestFact } from '../../model/history.js';
import type { Retirement } from '../../model/inventory.js';
import type { Claim, Operation, QueueOperation, QueueOperationKind, RequestOperation } from '../../model/operation.js';
import { capacity } from '../calendar/pace.js';
import {
  migrationStep,
  operationKey,
  escalationStep,
  reminderStep,
  requestKey,
} from '../../model/keys/operation-keys.js';
import type { Queue, SiteFacts, Situation } from '../situation.js';
import { failureClaims } from '../../changes/claims.js';
import type { Transition } from '../../changes/record/transitions.js';

type Change = Extract<Transition, { is: 'change' }>;
/** What is done to a queue of a site that takes part. */
export type QueueKind = Exclude<QueueOperationKind, 'brokeroff' | 'off' | 'online'>;

/** The operation that carries out a change of one queue of a site of the inventory. */
export function queueOperation(
  situation: Situation,
  facts: SiteFacts,
  queue: Pick<Queue, 'name' | 'history'>,
  kind: QueueKind,
  { before, after }: Pick<Change, 'before' | 'after'>,
  reason: string,
  claims: readonly Claim[] = [],
): QueueOperation {
  return {
    key: operationKey(situation.inventory.campaign.name, queue.name, kind, queue.history),
    kind,
    subject: queue.name,
    site: facts.name,
    queue: queue.name,
    before,
    after,
    reason,
    ...inClouds(facts),
    claims: [...claims, ...budgetClaims(situation, kind, queue.name, facts)],
    inputsFingerprint: inputsFingerprint(situation, facts, kind),
  };
}

/** A brokeroff or off of a retiring queue. `site` is the inventory's, else the ATLAS site. */
export function retirementOperation(
  situation: Situation,
  retirement: Retirement,
  site: string,
  kind: 'brokeroff' | 'off',
  { before, after }: Pick<Change, 'before' | 'after'>,
  reason: string,
): QueueOperation {
  const { queue } = retirement;
  const where: InClouds = { cloud: situation.view.records.get(queue)?.cloud ?? '', alsoIn: [] };
  const key = operationKey(situation.inventory.campaign.name, queue, kind, situation.history.queues.get(queue) ?? null);
  return {
    key,
    kind,
    subject: queue,
    site,
    queue,
    before,
    after,
    reason,
    ...inClouds(where),
    claims: budgetClaims(situation, kind, queue, where),
    inputsFingerprint: fingerprint(retirement),
  };
}

/** Asking a site for its migration: the first round, or the one that is unconfirmed; only an operator opens another. */
export function requestOperation(situation: Situation, facts: SiteFacts, reason: string): RequestOperation {
  const round = situation.requests.migration.get(facts.name)?.round ?? 1;
  return textOperation(
    situation,
    facts,
    { step: migrationStep, round, before: { request: 'none' }, after: { request: 'sent' } },
    reason,
  );
}

/** Asking once more where the first request stands; its round is the request's own, so that each is followed up once. */
export function reminderOperation(
  situation: Situation,
  facts: SiteFacts,
  { round, ref, since }: RequestFact,
  reason: string,
): RequestOperation {
  const before = { request: 'sent', since, ...(ref !== null && { ref }) };
  return textOperation(situation, facts, { step: reminderStep, round, before, after: { request: 'reminded' } }, reason);
}

/** Asking others for help with a silent site, where the request stands; its round is the request's own. */
export function escalationOperation(
  situation: Situation,
  facts: SiteFacts,
  { round, ref, since }: RequestFact,
  to: string,
  reason: string,
): RequestOperation {
  const before = { request: 'sent', since, to, ...(ref !== null && { ref }) };
  return textOperation(
    situation,
    facts,
    { step: escalationStep, round, before, after: { request: 'escalated' } },
    reason,
  );
}

/** A text to a site. The step names what it is about. */
export function textOperation(
  situation: Situation,
  facts: SiteFacts,
  {
    step,
    round,
    before,
    after,
  }: { readonly step: string; readonly round: number } & Pick<Operation, 'before' | 'after'>,
  reason: string,
): RequestOperation {
  return {
    key: requestKey(situation.inventory.campaign.name, facts.name, step, round),
    kind: 'request',
    subject: facts.name,
    site: facts.name,
    queue: null,
    before,
    after,
    reason,
    ...inClouds(facts),
    claims: [],
    inputsFingerprint: inputsFingerprint(situation, facts, 'request'),
  };
}

type InClouds = Pick<SiteFacts, 'cloud' | 'alsoIn'>;

function inClouds({ cloud, alsoIn }: InClouds): Pick<Operation, 'cloud' | 'alsoIn'> {
  return { ...(cloud !== '' && { cloud }), ...(alsoIn.length > 0 && { alsoIn }) };
}

/** The way back repairs what failed: no budget stops it. */
function budgetClaims(
  { inventory, day }: Situation,
  kind: QueueOperationKind,
  queue: string,
  where: InClouds,
): readonly Claim[] {
  if (kind === 'rollback' || kind === 'containers-off') return [];
  return failureClaims(queue, where, day, inventory.campaign.budgets);
}

/** Fingerprint of what an operation of a kind rests on: the site, and the parts of the campaign that made it. */
export function inputsFingerprint(situation: Situation, { site }: SiteFacts, kind: QueueKind | 'request'): string {
  const { pilot, containers, ready_when, limits, requests } = situation.inventory.campaign;
  const pace = capacity(situation.calendar, situation.today).sites;
  switch (kind) {
    case 'flip':
      return fingerprint({ site, pilot, containers, ready_when, limits, pace });
    case 'containers-on':
      return fingerprint({ site, containers, ready_when, pace });
    case 'rollback':
    case 'containers-off':
      return fingerprint({ site, pilot, containers });
    case 'request':
      return fingerprint({ site, requests });
  }
}
