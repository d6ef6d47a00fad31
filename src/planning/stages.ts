import { confirmedOs } from '../model/inventory.js';
import type { Blocker, Stage } from '../model/plan.js';
import { verdictInForce } from './verdicts/verdicts.js';
import { requestSentence } from './requests/follow-up.js';
import { evidence, osReady } from './readiness/ready-when.js';
import { queuesBack, rolledBack } from './rolled-back.js';
import { inCommissioning, isMigrated, isTestQueue, type Queue, type SiteFacts, type Situation } from './situation.js';
import { containersTakenBack } from './taken-back.js';
import { offByLedger } from '../changes/record/transitions.js';
import { count, names, quoted, sentence } from '../model/text/sentences.js';

/** Where a site stands, and the reason in a sentence (contract: docs/protocol.md#stages-of-a-site). */
export interface SiteStage {
  readonly stage: Stage;
  readonly reason: string;
}

/** First match wins, over the queues that count. */
export function stageOf(facts: SiteFacts, blockers: readonly Blocker[], situation: Situation): SiteStage {
  const { queues } = facts;
  if (queues.length === 0) return { stage: 'leaving', reason: whyNoneCounts(facts, situation) };
  const touched = queues.filter(({ history }) => history !== null);
  const back = queuesBack(touched);
  if (back.length > 0) {
    const told = rolledBack(facts.name, back, situation.inventory.campaign);
    return { stage: 'rolledBack', reason: `${told.sentence} ${told.release}` };
  }
  const watched = touched.filter((queue) => inCommissioning(queue, situation.nowMs));
  if (watched.length > 0) return { stage: 'commissioning', reason: whyInCommissioning(watched, situation.nowMs) };
  if (queues.every(isMigrated)) return { stage: 'migrated', reason: whyMigrated(facts, situation) };
  if (queues.some(isMigrated)) return { stage: 'partly', reason: whyPartly(facts, blockers) };
  if (blockers.length > 0) return { stage: 'blocked', reason: sentencesOf(blockers) };
  return { stage: 'ready', reason: whyReady(facts, situation) };
}

/**
 * Containers of a migrated site: awaiting where a queue that could have them has none and this ledger
 * did not take them off, nor others after it had them on, else off where somebody did, else on. null: no container track, not migrated, or
 * queues without containers that are not ready for them.
 */
export function containersOf(facts: SiteFacts, stage: Stage, situation: Situation): 'on' | 'off' | 'awaiting' | null {
  const { containers } = situation.inventory.campaign;
  if (!containers || stage !== 'migrated') return null;
  let off = false;
  let without = false;
  for (const queue of facts.queues) {
    if (!queue.record || situation.containersAreOn(queue.record.container_type)) continue;
    if (offByLedger(queue.record, queue.history) || containersTakenBack(queue, situation) !== null) off = true;
    else if (osReady(facts, queue, situation)) return 'awaiting';
    else without = true;
  }
  if (off) return 'off';
  return without ? null : 'on';
}

/** Queues of a migrated site that could have containers, have none, and were not switched off by this ledger, nor by others after it. */
export function awaitingContainers(facts: SiteFacts, situation: Situation): readonly Queue[] {
  const { containers } = situation.inventory.campaign;
  if (!containers) return [];
  return facts.queues.filter(
    (queue) =>
      queue.record &&
      !situation.containersAreOn(queue.record.container_type) &&
      !offByLedger(queue.record, queue.history) &&
      containersTakenBack(queue, situation) === null &&
      osReady(facts, queue, situation),
  );
}

function whyNoneCounts({ site }: SiteFacts, { retiring, unlisted }: Situation): string {
  const listed = Object.keys(site.queues);
  if (listed.length === 0) {
    const there = unlisted.get(site.name) ?? [];
    return there.length === 0
      ? `${site.name} lists no queue.`
      : `${site.name} lists no queue; the catalogue has ${names(there)} there.`;
  }
  const reasons = listed.map((queue) => {
    if (retiring.has(queue)) return `${queue} retires`;
    const exclude = site.queues[queue]?.exclude;
    if (exclude !== undefined) return `${queue} is excluded (${exclude})`;
    return isTestQueue(queue) ? `${queue} is a test queue` : `${queue} is special`;
  });
  return `No queue takes part: ${names(reasons)}.`;
}

function whyInCommissioning(watched: readonly Queue[], nowMs: number): string {
  const open = watched.filter(({ history }) => history?.open?.operation.kind === 'flip');
  if (open.length > 0) return `The flip of ${names(open.map(({ name }) => name))} is not confirmed yet.`;
  const queues = names(watched.map(({ name }) => name));
  const settled = watched.flatMap(({ history }) => history?.pilot?.day ?? []).sort();
  const first = `${queues} ${watched.length === 1 ? 'was' : 'were'} flipped on ${names([...new Set(settled)])} and ${watched.length === 1 ? 'has' : 'have'} no good verdict yet`;
  const verdict = watched.map(({ history }) => verdictInForce(history, nowMs)).find((found) => found !== null);
  return verdict ? `${first}; ${verdict.verdict}: ${sentence(verdict.reason)}` : `${first}.`;
}

function whyMigrated(facts: SiteFacts, situation: Situation): string {
  const at = whereMigrated(facts, situation);
  const watched = facts.queues.filter(
    ({ history }) => history?.adopted?.underWatch === true && history.verdict?.verdict !== 'good',
  );
  return watched.length === 0
    ? at
    : `${at} ${names(watched.map(({ name }) => name))} changed lately without this ledger: under watch.`;
}

function whereMigrated({ queues }: SiteFacts, { inventory }: Situation): string {
  const { pilot } = inventory.campaign;
  if (!pilot) return 'The campaign has no pilot track.';
  const which = queues.length === 1 ? (queues[0]?.name ?? '') : `All ${queues.length} queues`;
  const at = `${which} ${queues.length === 1 ? 'is' : 'are'} at ${quoted(pilot.to)}`;
  const others = queues.flatMap(({ name, record }) =>
    record && record.pilot_version !== pilot.to ? [`${name} at ${quoted(record.pilot_version)}`] : [],
  );
  return others.length === 0 ? `${at}.` : `${at} or what counts as it (${names(others)}).`;
}

function whyPartly({ queues }: SiteFacts, blockers: readonly Blocker[]): string {
  const left = queues.filter((queue) => !isMigrated(queue));
  const done = queues.length - left.length;
  const first = `${done} of ${count(queues.length, 'queue')} ${done === 1 ? 'has' : 'have'} the new pilot, ${names(left.map(({ name }) => name))} ${left.length === 1 ? 'has' : 'have'} not.`;
  return blockers.length === 0 ? first : `${first} ${sentencesOf(blockers)}`;
}

function whyReady(facts: SiteFacts, situation: Situation): string {
  const first = facts.queues[0];
  const os = first ? confirmedOs(facts.site, first.entry) : null;
  const asked = requestSentence(facts, situation);
  return os ? `${evidence(os)}; ${asked}` : `No readiness rule stands against it; ${asked}`;
}

function sentencesOf(blockers: readonly Blocker[]): string {
  return blockers.map(({ sentence }) => sentence).join(' ');
}
