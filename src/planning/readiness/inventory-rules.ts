// Rules of readiness by what people wrote into the inventory.
import { isoDate } from '../../model/dates.js';
import type { Blocker } from '../../model/plan.js';
import { isMigrated, type Queue, type SiteFacts, type Situation } from '../situation.js';
import { blocker } from './rule.js';
import { names } from '../../model/text/sentences.js';

/** True while people hold the site. */
export function isHeld({ site }: SiteFacts, { day }: Situation): boolean {
  return site.hold !== null && (site.hold.until === null || site.hold.until > day);
}

export function readyOn(blockers: Blocker[], { site }: SiteFacts, _left: readonly Queue[], { day }: Situation): void {
  if (site.ready_on === null || site.ready_on <= day) return;
  blockers.push(blocker('ready_on', `${site.name} is ready from ${site.ready_on} on.`, null, site.ready_on));
}

export function held(blockers: Blocker[], facts: SiteFacts, _left: readonly Queue[], situation: Situation): void {
  const { site } = facts;
  const { hold } = site;
  if (!hold || !isHeld(facts, situation)) return;
  const by = hold.by === null ? '' : ` by ${hold.by}`;
  const until = hold.until === null ? '' : ` until ${hold.until}`;
  const advice = 'Take `hold` out of the inventory when the reason is gone.';
  blockers.push(blocker('hold', `${site.name} is held${by}${until}: ${hold.because}.`, advice, hold.until));
}

export function after(blockers: Blocker[], { site }: SiteFacts, _left: readonly Queue[], situation: Situation): void {
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
