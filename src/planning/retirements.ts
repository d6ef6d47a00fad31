import { dayNumber, localDate, type IsoDate } from '../model/dates.js';
import { count } from '../model/text/sentences.js';
import type { Retirement } from '../model/inventory.js';
import type { Operation } from '../model/operation.js';
import type { RetirementView } from '../model/plan.js';
import type { QueueRecord } from '../model/record.js';
import { retirementOperation } from './operations/build.js';
import { manualRuleOf, ruleOrigin, satisfies, unknownRule, type ManualRule } from '../changes/record/manual-rule.js';
import { isTestQueue, type Situation } from './situation.js';
import { ruleTakenBack } from './taken-back.js';
import { restrict, type Transition } from '../changes/record/transitions.js';
import { didYouMean } from '../model/text/near-names.js';

/** Most unknown queues that a near name is looked up for: each look-up goes through the whole catalogue. */
const mostSuggestions = 20;

/**
 * Every retirement as it stands, with what is to be done by a day. Its date is all it obeys: no pace, freeze or holiday.
 * What somebody took back is held, but for the queues that a person names to be set `again`.
 */
export function retirementsBy(
  situation: Situation,
  day: IsoDate,
  again: readonly string[] = [],
): readonly RetirementView[] {
  const named = new Set(again);
  const serving = analysisQueuesInService(situation);
  let suggestions = 0;
  return situation.inventory.retirements.map((retirement) => {
    const record = situation.view.records.get(retirement.queue);
    if (record) return viewOf(retirement, record, day, { serving, again: named.has(retirement.queue) }, situation);
    const near = suggestions++ < mostSuggestions ? didYouMean(retirement.queue, situation.view.records.keys()) : null;
    return unknown(retirement, near, situation);
  });
}

/**
 * What sets a retiring queue offline, or the sentence why not: it must be brokeroff by our rule, and drained; and
 * nobody has taken our off back, unless a person names the queue.
 */
export function offOperation(
  retirement: Retirement,
  situation: Situation,
  isNamed: boolean,
): Operation | { readonly sentence: string; readonly advice: string } {
  const { queue } = retirement;
  const record = situation.view.records.get(queue);
  if (!record)
    return { sentence: `The catalogue does not know ${queue}.`, advice: 'Correct the name in the inventory.' };
  const present = ruleOf(queue, situation);
  const off = restrict(queue, 'OFFLINE', present, situation.nowMs);
  if (off.is === 'nothing') return { sentence: off.sentence, advice: 'Nothing is left to do.' };
  const takenBack = isNamed ? null : ruleTakenBack(queue, present, situation);
  if (takenBack !== null) return { sentence: takenBack, advice: offAgain(queue) };
  if (off.is === 'refused' && present !== null && unknownRule(queue, present) !== null)
    return { sentence: off.sentence, advice: off.advice };
  if (!satisfies(present, 'BROKEROFF'))
    return { sentence: `${queue} is not brokeroff yet.`, advice: 'Set it brokeroff first and let it drain.' };
  if (off.is === 'refused') return { sentence: off.sentence, advice: off.advice };
  const left = jobsLeft(queue, situation);
  if (left === null) {
    const why =
      situation.view.activity === null ? 'no monitor answers for it' : "the monitor's list of its jobs is not whole";
    return {
      sentence: `Nobody can say whether ${queue} is drained: ${why}.`,
      advice: 'Configure a monitor, or set the queue offline by hand.',
    };
  }
  if (left !== 0)
    return {
      sentence: `${queue} is not drained: ${left} activated or running jobs are left.`,
      advice: 'Wait until they are done.',
    };
  return retirementOperation(
    situation,
    retirement,
    siteName(record, situation),
    'off',
    off,
    `Drained: ${retirement.because}.`,
  );
}

function viewOf(
  retirement: Retirement,
  record: QueueRecord,
  day: IsoDate,
  { serving, again }: { readonly serving: ReadonlyMap<string, number>; readonly again: boolean },
  situation: Situation,
): RetirementView {
  const { queue, on, because: reason, data } = retirement;
  const site = siteName(record, situation);
  const present = ruleOf(queue, situation);
  const alone = isAnalysis(record, queue, situation) && serving.get(site) === 0;
  const jobs = situation.view.activity?.get(queue);
  const told = { ...(data === null ? {} : { data }), ...(jobs ? { jobs } : {}) };
  const view = { queue, site, on, status: record.status, alone, reason, ...told, operation: null };
  const warnings = ruleWarnings(queue, present, situation);
  const change = restrict(queue, 'BROKEROFF', present, situation.nowMs);
  const takenBack = ruleTakenBack(queue, present, situation);
  if (change.is === 'nothing') {
    const told = takenBack === null ? warnings : [...warnings, `${takenBack} ${offAgain(queue)}`];
    const stricter = rulePastOurs(queue, present, situation);
    const state = doneState(queue, present, situation);
    return { ...view, state, warnings: told, ...(stricter !== null && { stricter }) };
  }
  const held =
    takenBack !== null && change.is === 'change' && !again
      ? `${takenBack} ${brokeroffAgain(queue)}`
      : whyHeld(retirement, change, alone, site);
  const said = held ?? (alone ? `The last analysis queue of ${site} in service; its data: ${data ?? ''}.` : null);
  const all = said === null ? warnings : [...warnings, said];
  if (on !== null && on > day) return { ...view, state: 'scheduled', warnings: all };
  if (held !== null) return { ...view, state: 'due', warnings: all, held };
  const when = on === null ? 'Retires at once' : `Retires on ${on}${lateness(on, situation.day)}`;
  const operation =
    change.is === 'change'
      ? retirementOperation(situation, retirement, site, 'brokeroff', change, `${when}: ${reason}.`)
      : null;
  return { ...view, state: 'due', warnings: all, operation };
}

function brokeroffAgain(queue: string): string {
  return `Ask who and why; \`migrate brokeroff --again ${queue}\` sets it again, \`migrate brokeroff undo ${queue}\` takes it off the list.`;
}

function offAgain(queue: string): string {
  return `Ask who and why; \`migrate off ${queue}\` sets it again.`;
}

/** A dated operation is made late rather than never, and says so. */
function lateness(on: IsoDate, day: IsoDate): string {
  const days = dayNumber(day) - dayNumber(on);
  return days <= 0 ? '' : `, ${count(days, 'day')} late`;
}

function whyHeld({ queue, data }: Retirement, change: Transition, alone: boolean, site: string): string | null {
  if (change.is === 'refused') return `${change.sentence} ${change.advice}`;
  if (!alone || data !== null) return null;
  return `${queue} is the last analysis queue of ${site} in service, and nothing moves its data: \`migrate brokeroff schedule ${queue} --data "…"\` says what happens to it, and frees it.`;
}

function unknown(
  { queue, on, because: reason, data }: Retirement,
  near: string | null,
  { siteOfQueue }: Situation,
): RetirementView {
  const sentence = `The catalogue does not know ${queue}.${near === null ? '' : ` ${near}`}`;
  return {
    queue,
    site: siteOfQueue(queue)?.name ?? null,
    on,
    status: '',
    state: 'unknown queue',
    alone: false,
    reason,
    ...(data === null ? {} : { data }),
    warnings: [sentence],
    operation: null,
  };
}

function doneState(queue: string, present: ManualRule | null, situation: Situation): RetirementView['state'] {
  if (satisfies(present, 'OFFLINE')) return 'off';
  return jobsLeft(queue, situation) === 0 ? 'drained' : 'brokeroff';
}

function jobsLeft(queue: string, { view }: Situation): number | null {
  const activity = view.activity?.get(queue);
  return activity ? activity.activated + activity.running : null;
}

function ruleOf(queue: string, { inventory, view }: Situation): ManualRule | null {
  return manualRuleOf(view.rules.get(queue) ?? [], inventory.campaign.name, queue);
}

function ruleWarnings(
  queue: string,
  present: ManualRule | null,
  { view, nowMs, inventory }: Situation,
): readonly string[] {
  const rules = view.rules.get(queue) ?? [];
  const expiring = rules.filter(({ expiration }) => expiration !== null && Date.parse(expiration) > nowMs);
  const warnings = expiring.map(
    ({ probe, value, expiration }) =>
      `The ${probe} rule ${value} of ${queue} ends on ${localDate(Date.parse(expiration ?? ''), inventory.campaign.timezone)}: the queue then comes back by itself.`,
  );
  const by = satisfies(present, 'BROKEROFF') ? present?.by : null;
  return by == null ? warnings : [...warnings, joined(`Set by somebody else: ${by}.`, ruleOrigin(rules))];
}

/** What stands there is not what was wanted, and nobody may write over it: whoever waits for our rule has to know. */
function rulePastOurs(queue: string, present: ManualRule | null, { view }: Situation): string | null {
  if (present?.by == null || present.value === 'BROKEROFF') return null;
  return joined(
    `Somebody else has set ${queue} ${present.value} (${present.by}), which is stricter than our brokeroff: nothing is written. When they take it away, the brokeroff is due.`,
    ruleOrigin(view.rules.get(queue) ?? []),
  );
}

function joined(...sentences: readonly string[]): string {
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

/** The inventory's site, else the ATLAS site. */
function siteName({ panda_resource, atlas_site }: QueueRecord, { siteOfQueue, ownerOf }: Situation): string {
  return siteOfQueue(panda_resource)?.name ?? ownerOf.get(atlas_site)?.name ?? atlas_site;
}

/** By site, for the sites with retirements: how many queues take analysis now and do not retire. */
function analysisQueuesInService(situation: Situation): ReadonlyMap<string, number> {
  const { view, retiring, siteOf, unlisted } = situation;
  const serving = new Map<string, number>();
  const strangers = new Map<string, number>();
  for (const queue of retiring.keys()) {
    const record = view.records.get(queue);
    if (!record) continue;
    const site = siteName(record, situation);
    const facts = siteOf.get(site);
    if (!facts) strangers.set(site, 0);
    else if (!serving.has(site))
      serving.set(site, inService([...Object.keys(facts.site.queues), ...(unlisted.get(site) ?? [])], situation));
  }
  if (strangers.size > 0) countStrangers(strangers, situation);
  return new Map([...serving, ...strangers]);
}

function inService(queues: readonly string[], situation: Situation): number {
  return queues.filter((queue) => serves(situation.view.records.get(queue), queue, situation)).length;
}

/** ATLAS sites that no site of the inventory owns: their queues stand in the catalogue only. */
function countStrangers(strangers: Map<string, number>, situation: Situation): void {
  for (const [queue, record] of situation.view.records) {
    const queues = strangers.get(record.atlas_site);
    if (queues !== undefined && serves(record, queue, situation)) strangers.set(record.atlas_site, queues + 1);
  }
}

function serves(record: QueueRecord | undefined, queue: string, situation: Situation): boolean {
  if (!record || situation.retiring.has(queue) || isTestQueue(queue)) return false;
  const inService =
    record.status !== 'offline' && record.status !== 'brokeroff' && (record.state === 'ACTIVE' || record.state === '');
  return inService && isAnalysis(record, queue, situation);
}

function isAnalysis(record: QueueRecord, queue: string, { siteOfQueue }: Situation): boolean {
  const type = siteOfQueue(queue)?.site.queues[queue]?.type ?? record.type;
  return type === 'analysis' || type === 'unified';
}
