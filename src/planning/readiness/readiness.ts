import type { Blocker } from '../../model/plan.js';
import type { QueueRecord } from '../../model/record.js';
import { rolledBackRule } from '../rolled-back.js';
import { isLeft, isMigrated, type Queue, type SiteFacts, type Situation } from '../situation.js';
import { blocker, type ReadinessRule } from './rule.js';
import { declined, replied } from './site-answers.js';
import { recordFacts } from './record-facts.js';
import { didYouMean } from '../../model/text/near-names.js';
import { quoted } from '../../model/text/sentences.js';
import { isOneOf, readyWhen } from './ready-when.js';
import { readyOn, held, after } from './inventory-rules.js';
import { pilotManager } from './manager.js';

/** Name of the rule by which learning holds sites. */
export const stopRule = 'stop the line';

/** The one table of readiness: what blocks a site, and what is to be known before it goes. */
export const readinessRules: readonly ReadinessRule[] = [
  {
    name: 'unknown queue',
    sentence: 'The catalogue knows every queue.',
    source: 'catalogue',
    result: 'block',
    fixed: true,
    find: unknownQueues,
  },
  {
    name: 'state',
    sentence: 'Every record is active.',
    source: 'catalogue: state',
    result: 'block',
    find: recordState,
  },
  {
    name: 'ready_when',
    sentence: 'Every queue has what the campaign asks for.',
    source: 'inventory: campaign.ready_when, os; catalogue',
    result: 'block',
    fixed: true,
    find: readyWhen,
  },
  {
    name: 'pilot_manager',
    sentence: 'The manager of every queue obeys pilot_version.',
    source: 'catalogue: pilot_manager',
    result: 'block',
    find: pilotManager,
  },
  {
    name: 'version',
    sentence: 'No queue is beyond the new version; said once nothing else is left to flip.',
    source: 'inventory: campaign.pilot; catalogue: pilot_version',
    result: 'block',
    fixed: true,
    find: beyond,
  },
  {
    name: 'set back',
    sentence: 'Nobody has set a flipped queue back.',
    source: 'ledger, catalogue: pilot_version',
    result: 'block',
    find: setBack,
  },
  {
    name: 'ready_on',
    sentence: 'The day from which the site is ready has come.',
    source: 'inventory: ready_on',
    result: 'block',
    fixed: true,
    find: readyOn,
  },
  {
    name: 'hold',
    sentence: 'Nobody holds the site.',
    source: 'inventory: hold',
    result: 'block',
    fixed: true,
    find: held,
  },
  {
    name: 'after',
    sentence: 'The sites that go first have gone.',
    source: 'inventory: after',
    result: 'block',
    fixed: true,
    find: after,
  },
  {
    name: 'declined',
    sentence: 'The site has not declined.',
    source: 'helpdesk, ledger',
    result: 'block',
    fixed: true,
    find: declined,
  },
  {
    name: 'replied',
    sentence: 'Nothing that the site has said waits for a person.',
    source: 'helpdesk, ledger',
    result: 'block',
    fixed: true,
    find: replied,
  },
  {
    name: stopRule,
    sentence: 'Faults do not concentrate on anything that the site shares with others.',
    source: 'ledger: verdicts of this campaign (docs/learning.md)',
    result: 'block',
    fixed: true,
    find: stopped,
  },
  ...recordFacts,
];

const none: readonly Blocker[] = [];

/** A record without a state is taken for an active one. */
const activeStates = ['ACTIVE', ''];

/** Every blocking rule that does not hold, for the queues that are still to be flipped; none at a migrated site. */
export function blockersOf(facts: SiteFacts, situation: Situation): readonly Blocker[] {
  if (facts.queues.every(isMigrated)) return none;
  const left = facts.queues.filter(isLeft);
  const blockers: Blocker[] = [];
  for (const rule of readinessRules)
    if (resultOf(rule, situation) === 'block') rule.find(blockers, facts, left, situation);
  return blockers;
}

/** What a rule says of a site, for people: everything that was found, or that it holds. */
export interface Readiness {
  readonly rule: ReadinessRule;
  readonly result: 'pass' | 'warn' | 'block';
  readonly found: readonly Blocker[];
}

/** Every rule that is on and what it finds; a migrated site passes all, unless it was rolled back before. */
export function readinessOf(facts: SiteFacts, situation: Situation): readonly Readiness[] {
  const left = facts.queues.filter(isLeft);
  const isDone = facts.queues.every(isMigrated);
  return [rolledBackRule, ...readinessRules].flatMap((rule) => {
    const level = resultOf(rule, situation);
    if (level === 'off') return [];
    const found: Blocker[] = [];
    if (!isDone || rule === rolledBackRule) rule.find(found, facts, left, situation);
    return [{ rule, result: found.length === 0 ? 'pass' : level, found }];
  });
}

function resultOf({ name, result, fixed }: ReadinessRule, { inventory }: Situation): 'off' | 'warn' | 'block' {
  return fixed ? result : (inventory.campaign.readiness[name] ?? result);
}

/** What to know before containers go off: work for SL6 platforms needs them at a CentOS7 queue (docs/grid.md#containers, inferred). */
export function sl6Caveat(record: QueueRecord): string | null {
  if (!/slc?6/i.test(record.cmtconfig)) return null;
  return `${record.panda_resource} also takes SL6-platform work (${record.cmtconfig}), which needs the container: it may fail there with containers off.`;
}

function unknownQueues(blockers: Blocker[], facts: SiteFacts, left: readonly Queue[], { unlisted }: Situation): void {
  for (const { name, record } of left) {
    if (record !== null) continue;
    const near = didYouMean(name, unlisted.get(facts.name) ?? []);
    const check = 'Correct the name in the inventory, or take the queue out.';
    blockers.push(
      blocker('unknown queue', `The catalogue does not know ${name}.`, near === null ? check : `${near} ${check}`),
    );
  }
}

function beyond(blockers: Blocker[], facts: SiteFacts, left: readonly Queue[], { inventory }: Situation): void {
  const { pilot } = inventory.campaign;
  if (!pilot || left.length > 0) return;
  for (const { name, record, versionState } of facts.queues) {
    if (record === null || versionState !== 'beyond') continue;
    const version = record.pilot_version;
    blockers.push(
      blocker(
        'version',
        `${name} is at ${quoted(version)}, beyond ${quoted(pilot.to)}: it is never touched.`,
        `If that counts as migrated, say so in the inventory: \`pilot.at: ${JSON.stringify([...(pilot.at ?? [pilot.to]), version])}\`.`,
      ),
    );
  }
}

function recordState(blockers: Blocker[], _facts: SiteFacts, left: readonly Queue[]): void {
  for (const { name, record } of left) {
    if (record === null || isOneOf(record.state, activeStates)) continue;
    blockers.push(
      blocker(
        'state',
        `The record of ${name} is ${record.state}.`,
        'Activate it in the catalogue, or exclude the queue in the inventory.',
      ),
    );
  }
}

function setBack(blockers: Blocker[], _facts: SiteFacts, left: readonly Queue[], { inventory }: Situation): void {
  const to = inventory.campaign.pilot?.to ?? '';
  for (const { name, record, history } of left) {
    if (!record || history?.pilot?.kind !== 'flip') continue;
    const sentence = `${name} was flipped on ${history.pilot.day} and is at ${quoted(record.pilot_version)} now: somebody set it back.`;
    blockers.push(
      blocker('set back', sentence, `Find out who and why; \`migrate flip ${name} --to ${to}\` flips it again.`),
    );
  }
}

function stopped(blockers: Blocker[], { name }: SiteFacts, _left: readonly Queue[], { learned }: Situation): void {
  const stop = learned.stopOf(name);
  if (stop) blockers.push(blocker(stopRule, `${name} waits: ${stop.reason}`, stop.ends));
}
