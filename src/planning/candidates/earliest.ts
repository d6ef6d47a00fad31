import { dayNumber, isoDate } from '../../model/dates.js';
import type { Pause } from '../../model/history.js';
import type { Blocker } from '../../model/plan.js';
import { openDay } from '../calendar/calendar.js';
import { boundDay, leadDay, requestView } from '../requests/requests.js';
import { dayAfterPause, pauseOf } from '../stops.js';
import type { SiteFacts, Situation } from '../situation.js';
import { dayOfSitesPool } from '../../model/keys/pools.js';

type Earliest = { readonly earliest: number; readonly reason: string };

export function earliestOf(
  facts: SiteFacts,
  blockers: readonly Blocker[],
  situation: Situation,
  { begun, rampDay }: { readonly begun: boolean; readonly rampDay: (slots: number) => Earliest | null },
): Earliest {
  let latest: Earliest = { earliest: situation.today, reason: 'ready' };
  for (const { clears, sentence } of blockers) {
    if (clears !== null) latest = later(latest, { earliest: dayNumber(clears), reason: sentence.replace(/\.$/, '') });
  }
  latest = later(latest, endOfPause('flip', facts, situation));
  if (!begun) latest = later(later(latest, dayAgreed(facts, situation)), leadTime(facts, situation));
  return later(latest, rampDay(facts.slots));
}

function later(one: Earliest, other: Earliest | null): Earliest {
  return other !== null && other.earliest > one.earliest ? other : one;
}

/** Not before the day agreed with the site or told to it, whatever the campaign's lead time. */
function dayAgreed({ name }: SiteFacts, { requests }: Situation): Earliest | null {
  const bound = boundDay(requests, name);
  if (bound === null) return null;
  return { earliest: dayNumber(bound.on), reason: `${bound.is === 'agreed' ? 'accepted for' : 'told'} ${bound.on}` };
}

export function pauseOfKind(kind: 'flip' | 'request', facts: SiteFacts, { history, nowMs }: Situation): Pause | null {
  return pauseOf({ ...facts, site: facts.name, kind }, history, nowMs);
}

/** Not before the day on which a pause with an end is over. */
function endOfPause(kind: 'flip' | 'request', facts: SiteFacts, situation: Situation): Earliest | null {
  const pause = pauseOfKind(kind, facts, situation);
  if (!pause) return null;
  const ends = dayAfterPause(pause, situation.inventory.campaign.timezone);
  return {
    earliest: ends ?? Infinity,
    reason: `${pause.scope} is paused${ends === null ? '' : ` until ${isoDate(ends)}`}`,
  };
}

/** The day the request's lead time is over: kept for a request sent today where none was sent yet. */
function leadTime(facts: SiteFacts, situation: Situation): Earliest {
  const { lead_days: leadDays, channel } = situation.inventory.campaign.requests;
  const { today } = situation;
  if (channel === 'none') return { earliest: today, reason: 'sites are not asked' };
  if (leadDays === 0) return { earliest: today, reason: 'no lead time' };
  const fact = situation.requests.migration.get(facts.name);
  const { state } = requestView(fact);
  const known = leadDay(fact, leadDays, situation.inventory.campaign.timezone);
  if (known !== null && state === 'accepted')
    return { earliest: known, reason: `request accepted on ${isoDate(known)}` };
  if (known !== null)
    return { earliest: known, reason: `request ${state} on ${isoDate(known - leadDays)}, ${leadDays} days ahead` };
  if (state === 'unconfirmed' && channel === 'mail') {
    return {
      earliest: Infinity,
      reason: `the request's mail is unconfirmed: say whether it arrived with \`migrate request sent ${facts.name}\``,
    };
  }
  if (facts.site.contact === null && channel === 'mail') {
    return { earliest: Infinity, reason: `no request can be sent: ${facts.name} has no \`contact\`` };
  }
  const until = facts.site.hold?.until ?? null;
  const paused = endOfPause('request', facts, situation)?.earliest ?? today;
  const sendable = Math.max(today, paused, until === null ? today : dayNumber(until));
  const unsent = situation.requests.unread ? 'whether a request was sent is unknown' : 'no request sent yet';
  return { earliest: sendable + leadDays, reason: `${unsent}, ${leadDays} days ahead` };
}

/** The first day on which the ramp lets a site of a size go; null: no step holds it. */
export function rampDays({ inventory, history, calendar, today }: Situation): (slots: number) => Earliest | null {
  const steps = inventory.campaign.ramp?.steps ?? [];
  const past = [...history.claims.keys()].filter((pool) => (dayOfSitesPool(pool) ?? today) < today).length;
  const held = steps.map(({ days, slots }) => ({
    slots,
    days,
    earliest: days <= past ? today : (openDay(calendar, today, days - past) ?? Infinity),
  }));
  return (slots) => {
    const holding = held.filter((step) => slots > step.slots);
    if (holding.length === 0) return null;
    const last = holding.reduce((one, other) => (other.earliest > one.earliest ? other : one));
    return {
      earliest: last.earliest,
      reason: `the first ${last.days} working days take sites up to ${last.slots} slots`,
    };
  };
}
