import { isoDate } from '../../model/dates.js';
import { grouped } from '../../model/grouped.js';
import { confirmedOs, hintedOs, type OsEvidence } from '../../model/inventory.js';
import type { Blocker } from '../../model/plan.js';
import type { QueueRecord } from '../../model/record.js';
import { fieldOf } from '../../changes/record/fields.js';
import { isLeft, isMigrated, type Queue, type SiteFacts, type Situation } from '../situation.js';
import { blocker, type ReadinessRule } from './rule.js';
import { declined, replied } from './site-answers.js';
import { recordFacts } from './record-facts.js';
import { didYouMean } from '../../model/text/near-names.js';
import { names, quoted } from '../../model/text/sentences.js';

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

/** Only what has this very `pilot_manager` obeys `pilot_version` (docs/grid.md#the-flip). */
export const obedientManager = 'Harvester';

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

/** Every rule that is on and what it finds; a migrated site passes all. */
export function readinessOf(facts: SiteFacts, situation: Situation): readonly Readiness[] {
  const left = facts.queues.filter(isLeft);
  const isDone = facts.queues.every(isMigrated);
  return readinessRules.flatMap((rule) => {
    const level = resultOf(rule, situation);
    if (level === 'off') return [];
    const found: Blocker[] = [];
    if (!isDone) rule.find(found, facts, left, situation);
    return [{ rule, result: found.length === 0 ? 'pass' : level, found }];
  });
}

function resultOf({ name, result, fixed }: ReadinessRule, { inventory }: Situation): 'off' | 'warn' | 'block' {
  return fixed ? result : (inventory.campaign.readiness[name] ?? result);
}

/** True where the operating system is one that `ready_when` asks for: what containers need. */
export function osReady(facts: SiteFacts, queue: Queue, { inventory }: Situation): boolean {
  const wanted = inventory.campaign.ready_when['os'];
  return wanted === undefined || isOneOf(confirmedOs(facts.site, queue.entry)?.is ?? '', wanted);
}

/** True while people hold the site. */
export function isHeld({ site }: SiteFacts, { day }: Situation): boolean {
  return site.hold !== null && (site.hold.until === null || site.hold.until > day);
}

/** `os centos7 (site reply, 2019-07-30)`. */
export function evidence(os: OsEvidence): string {
  const source = [os.evidence, os.on].filter((part) => part !== null).join(', ');
  return source === '' ? `os ${os.is}` : `os ${os.is} (${source})`;
}

/** What to know before containers go off: work for SL6 platforms needs them at a CentOS7 queue (docs/grid.md#containers, inferred). */
export function sl6Caveat(record: QueueRecord): string | null {
  if (!/slc?6/i.test(record.cmtconfig)) return null;
  return `${record.panda_resource} also takes SL6-platform work (${record.cmtconfig}), which needs the container: it may fail there with containers off.`;
}

function isOneOf(found: string, wanted: readonly string[]): boolean {
  if (wanted.includes(found)) return true;
  const folded = found.toLowerCase();
  return wanted.some((value) => value.toLowerCase() === folded);
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

function readyWhen(blockers: Blocker[], facts: SiteFacts, left: readonly Queue[], situation: Situation): void {
  for (const [field, wanted] of situation.readyWhen) {
    const failing = left.filter((queue) => !isAsWanted(valueOf(facts, queue, field), wanted));
    if (failing.length === 0) continue;
    const byValue = grouped(failing, (queue) => valueOf(facts, queue, field) ?? '');
    for (const [found, queues] of byValue)
      blockers.push(
        notAsWanted(
          facts,
          left,
          field,
          found,
          wanted,
          queues.map(({ name }) => name),
        ),
      );
  }
}

function isAsWanted(found: string | null, wanted: readonly string[]): boolean {
  return found === null || isOneOf(found, wanted);
}

/** null where the catalogue does not know the queue: that is a rule of its own. */
function valueOf({ site }: SiteFacts, { entry, record }: Queue, field: string): string | null {
  if (field === 'os') return confirmedOs(site, entry)?.is ?? '';
  return record && fieldOf(record, field);
}

function notAsWanted(
  facts: SiteFacts,
  left: readonly Queue[],
  field: string,
  found: string,
  wanted: readonly string[],
  queues: readonly string[],
): Blocker {
  const needed = `${wanted.join(' or ')} is needed`;
  if (field === 'os') return osBlocker(facts, left, found, needed, queues);
  const sentence = `${field} of ${names(queues)} is ${quoted(found)}; ${needed}.`;
  return blocker(
    field,
    sentence,
    field === 'pilot_manager' ? managerAdvice(found) : `Have ${field} set in the catalogue first.`,
  );
}

function osBlocker(
  facts: SiteFacts,
  left: readonly Queue[],
  found: string,
  needed: string,
  queues: readonly string[],
): Blocker {
  const whole = queues.length === left.length;
  const who = whole ? facts.name : names(queues);
  if (found === '') {
    const hint = hintOf(facts, left, queues);
    if (hint !== null)
      return blocker(
        'os',
        `The operating system of ${who} is not confirmed: ${hint.is} is a hint (${hint.evidence ?? 'without evidence'}); ${needed}.`,
        'Ask the site; where it is so, take `hint: true` out of the inventory and write who said it.',
      );
    return blocker(
      'os',
      `The operating system of ${who} is not known; ${needed}.`,
      'Ask the site and write `os: { is, evidence, on }` into the inventory.',
    );
  }
  const queue = left.find(({ name }) => name === queues[0]);
  const os = queue ? confirmedOs(facts.site, queue.entry) : null;
  return blocker(
    'os',
    `${who} ${whole || queues.length === 1 ? 'has' : 'have'} ${os ? evidence(os) : found}; ${needed}.`,
    'When the site has moved, write its new `os` with the evidence into the inventory.',
  );
}

function hintOf({ site }: SiteFacts, left: readonly Queue[], queues: readonly string[]): OsEvidence | null {
  for (const { name, entry } of left) {
    const hint = queues.includes(name) ? hintedOs(site, entry) : null;
    if (hint) return hint;
  }
  return null;
}

function pilotManager(blockers: Blocker[], _facts: SiteFacts, left: readonly Queue[], { inventory }: Situation): void {
  if (inventory.campaign.ready_when['pilot_manager']) return;
  for (const { name, record } of left) {
    if (!record || record.pilot_manager === obedientManager) continue;
    const sentence = `pilot_manager of ${name} is ${quoted(record.pilot_manager)}, which does not obey pilot_version.`;
    blockers.push(blocker('pilot_manager', sentence, managerAdvice(record.pilot_manager)));
  }
}

function managerAdvice(found: string): string {
  const why =
    found === ''
      ? 'Without a manager nobody obeys pilot_version: a flip would change nothing. '
      : found === obedientManager
        ? ''
        : `${found} submits its own pilots whatever pilot_version says: a flip would change nothing. `;
  return `${why}Have the queue moved to ${obedientManager} first.`;
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

function readyOn(blockers: Blocker[], { site }: SiteFacts, _left: readonly Queue[], { day }: Situation): void {
  if (site.ready_on === null || site.ready_on <= day) return;
  blockers.push(blocker('ready_on', `${site.name} is ready from ${site.ready_on} on.`, null, site.ready_on));
}

function held(blockers: Blocker[], facts: SiteFacts, _left: readonly Queue[], situation: Situation): void {
  const { site } = facts;
  const { hold } = site;
  if (!hold || !isHeld(facts, situation)) return;
  const by = hold.by === null ? '' : ` by ${hold.by}`;
  const until = hold.until === null ? '' : ` until ${hold.until}`;
  const advice = 'Take `hold` out of the inventory when the reason is gone.';
  blockers.push(blocker('hold', `${site.name} is held${by}${until}: ${hold.because}.`, advice, hold.until));
}

function after(blockers: Blocker[], { site }: SiteFacts, _left: readonly Queue[], situation: Situation): void {
  if (site.after.length === 0) return;
  const waiting = site.after.filter((name) => !flippedEarlier(name, situation));
  if (waiting.length === 0) return;
  const tomorrow = waiting.every((name) => flippedToday(name, situation)) ? isoDate(situation.today + 1) : null;
  blockers.push(blocker('after', `${site.name} goes on a later day than ${names(waiting)}.`, null, tomorrow));
}

function flippedEarlier(name: string, situation: Situation): boolean {
  const facts = situation.siteOf.get(name);
  if (!facts) return false;
  return facts.queues.every((queue) => isMigrated(queue) && queue.history?.pilot?.day !== situation.day);
}

function flippedToday(name: string, { siteOf }: Situation): boolean {
  return siteOf.get(name)?.queues.every(isMigrated) ?? false;
}

function stopped(blockers: Blocker[], { name }: SiteFacts, _left: readonly Queue[], { learned }: Situation): void {
  const stop = learned.stopOf(name);
  if (stop) blockers.push(blocker(stopRule, `${name} waits: ${stop.reason}`, stop.ends));
}
