import { fingerprint } from '../model/fingerprint.js';
import type { QueueHistory } from '../model/history.js';
import type { Operation } from '../model/operation.js';
import type { Plan, RetirementView } from '../model/plan.js';
import { compareFields, ownedFields } from '../changes/record/fields.js';
import { generation, keyNumber, migrationStep, reminderStep, stepOfKey } from '../model/keys/operation-keys.js';
import { inputsFingerprint } from './operations/build.js';
import { closedToday, leadCaveat, whyNotToday } from './readiness/flip-today.js';
import { requestOf, requestView } from './requests/requests.js';
import { retirementsBy } from './retirements.js';
import type { SiteFacts, Situation } from './situation.js';
import { windowClosed } from './verdicts/rollback-window.js';
import { poolDate } from '../model/keys/pools.js';

/** An operation of a saved plan that must not be carried out any more, and why. */
export interface Stale {
  readonly key: string;
  readonly sentence: string;
}

/** Something that the ledger was told of a site after the plan was made. */
export interface NotedSince {
  /** Of the operation that it ended or released. */
  readonly key: string | null;
  readonly site: string;
  readonly sentence: string;
}

/** Later than any date of an inventory. */
const everyDate = '9999-12-31';

/**
 * Judges a saved plan operation by operation against the present: owned fields, generation, readiness
 * and its slice of the inventory. What the plan itself did already does not make it stale.
 */
export function staleOperations(
  saved: Pick<Plan, 'campaign' | 'operations'>,
  situation: Situation,
  notes: readonly NotedSince[] = [],
): readonly Stale[] {
  const { name } = situation.inventory.campaign;
  if (saved.campaign !== name) {
    return saved.operations.map(({ key }) => ({
      key,
      sentence: `The plan belongs to campaign ${saved.campaign}, the inventory to ${name}.`,
    }));
  }
  const retires = saved.operations.some(({ kind }) => kind === 'brokeroff' || kind === 'off');
  const retiring = retires ? retirementsBy(situation, everyDate) : [];
  const views = new Map(retiring.map((view) => [view.queue, view]));
  return saved.operations.flatMap((operation) => {
    const sentence = whyStale(operation, situation, views) ?? noteAgainst(operation, notes);
    return sentence === null ? [] : { key: operation.key, sentence };
  });
}

/**
 * Whatever was noted of a site since may be the reason not to do it. An operation that the note itself
 * speaks of is the ledger's to judge: it carries on what is open, and repeats nothing that was settled.
 */
export function noteAgainst({ key, site }: Operation, notes: readonly NotedSince[]): string | null {
  return notes.find((note) => note.site === site && note.key !== key)?.sentence ?? null;
}

function whyStale(
  operation: Operation,
  situation: Situation,
  views: ReadonlyMap<string, RetirementView>,
): string | null {
  const dated = operation.claims
    .map(({ pool }) => poolDate(pool))
    .find((date) => date !== null && date !== situation.day);
  const history = situation.history.queues.get(operation.queue ?? '') ?? null;
  if (history && isOurs(operation, history)) return null;
  if (dated != null) return `${operation.key} was planned for ${dated}; today is ${situation.day}.`;
  if (operation.kind === 'request') return staleRequest(operation, situation);
  return whyMoved(operation, history) ?? whyChanged(operation, situation) ?? whyUnready(operation, situation, views);
}

/** Settled by this very plan, or begun by it. */
function isOurs({ key }: Operation, { pilot, containers, status, open }: QueueHistory): boolean {
  return [pilot?.key, containers?.key, status?.key, open?.operation.key].includes(key);
}

function whyMoved(operation: Operation, history: QueueHistory | null): string | null {
  const { key, subject, supersedes } = operation;
  const open = history?.open;
  if (open && open.operation.key !== supersedes) return `${subject} has an open operation: ${open.operation.key}.`;
  if (!open && supersedes !== undefined) return `${supersedes}, which ${key} was to replace, is not open any more.`;
  const now = generation(history) + (supersedes === undefined ? 0 : 1);
  return keyNumber(key) === now
    ? null
    : `${subject} was changed since: ${key} was planned, ${now} operations are settled now.`;
}

function whyChanged(operation: Operation, { view }: Situation): string | null {
  const { subject: queue } = operation;
  const record = view.records.get(queue);
  if (!record) return `The catalogue does not know ${queue} any more.`;
  const found = compareFields(operation, ownedFields(operation, record, view.rules.get(queue) ?? []));
  return typeof found === 'string' ? null : found.conflict;
}

function whyUnready(
  operation: Operation,
  situation: Situation,
  views: ReadonlyMap<string, RetirementView>,
): string | null {
  const { key, kind, subject, inputsFingerprint: slice } = operation;
  if (kind === 'brokeroff' || kind === 'off') {
    const retirement = situation.retiring.get(subject);
    if (!retirement) return `${subject} is not among the retirements any more.`;
    if (fingerprint(retirement) !== slice) return changedInventory(key);
    return views.get(subject)?.held ?? null;
  }
  if (kind === 'online') return `${key} is taken back by its own command alone.`;
  const facts = situation.siteOf.get(operation.site);
  const queues = facts?.queues.filter(({ name }) => name === subject) ?? [];
  if (!facts || queues.length === 0) return `${subject} takes no part in the inventory any more.`;
  if (inputsFingerprint(situation, facts, kind) !== slice) return changedInventory(key);
  if (kind === 'flip') return whyNotToday(facts, queues, situation)?.sentence ?? whyAhead(facts, queues, situation);
  if (kind === 'rollback') return whyNotBack(queues, situation);
  return kind === 'containers-on' ? closedToday(facts, situation) : null;
}

/** A plan of the last day of a roll-back window puts nothing back after it. */
function whyNotBack(queues: SiteFacts['queues'], { inventory, day }: Situation): string | null {
  const closed = queues.flatMap((queue) => windowClosed(queue, inventory.campaign, day) ?? [])[0];
  return closed ? `${closed.sentence} ${closed.advice}` : null;
}

/** A site that took its place in today's pace is finished, also where an operator let it go early. */
function whyAhead(facts: SiteFacts, queues: SiteFacts['queues'], situation: Situation): string | null {
  return situation.takenToday.has(facts.name) ? null : leadCaveat(facts, queues, situation);
}

function staleRequest({ key, site, inputsFingerprint: slice }: Operation, situation: Situation): string | null {
  const facts = situation.siteOf.get(site);
  if (!facts) return `The inventory does not know ${site} any more.`;
  const step = stepOfKey(key);
  // A reminder has the round of the request that it follows up.
  const round = requestOf(situation.requests, site, step === reminderStep ? migrationStep : step)?.round ?? 0;
  if (round > keyNumber(key)) return `${site} was asked again since: round ${round}.`;
  if (inputsFingerprint(situation, facts, 'request') !== slice) return changedInventory(key);
  const { state } = requestView(requestOf(situation.requests, site, migrationStep));
  return step !== reminderStep || state === 'sent'
    ? null
    : `${site} is not waited for any more: its request is ${state}.`;
}

function changedInventory(key: string): string {
  return `The inventory changed since in what ${key} rests on.`;
}
