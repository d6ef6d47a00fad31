import { dayNumber } from '../../model/dates.js';
import { countryHoliday } from '../calendar/calendar.js';
import { capacity } from '../calendar/pace.js';
import { horizonDays } from '../candidates/candidates.js';
import { faultSentence } from '../verdicts/verdicts.js';
import { inOrder } from '../candidates/order.js';
import { isHeld } from '../readiness/inventory-rules.js';
import type { SiteFacts, Situation } from '../situation.js';
import type { WavePlan, WaveSite } from '../../waves/problem.js';
import { scheduleWaves } from '../../waves/schedule.js';
import { containersPool } from '../../model/keys/pools.js';

/** When the sites that wait for containers get them: a pace of their own by the campaign's calendar, no other limits. */
export function containersWaves(awaiting: readonly SiteFacts[], situation: Situation): WavePlan {
  const { calendar, today, history } = situation;
  const waiting = new Set(awaiting.map(({ name }) => name));
  const done = [...(history.claims.get(containersPool(today))?.keys() ?? [])].filter((name) => !waiting.has(name));
  return scheduleWaves({
    firstDay: today,
    horizonDays: horizonDays(awaiting.length, today, (day) => capacity(calendar, day)),
    sites: inOrder(awaiting, situation).map((facts, rank) => waveSite(facts, rank, situation)),
    capacity: (day) => capacity(calendar, day),
    countryHoliday: (country, day) => countryHoliday(calendar, country, day),
    limits: { perCloudPerDay: null, slotsPerDay: null, tier1InCommissioning: null, inCommissioning: null },
    flippedOnFirstDay: done.map((name) => ({ name, cloud: '', slots: 0 })),
    inCommissioning: [],
    commissioningDays: 1,
  });
}

function waveSite(facts: SiteFacts, rank: number, situation: Situation): WaveSite {
  const { name, cloud, country, tier, slots } = facts;
  return {
    name,
    cloud,
    country,
    tier1: tier === 1,
    slots,
    rank,
    ...earliestOf(facts, situation),
    closed: situation.closed.get(name) ?? [],
    after: [],
    pinned: null,
  };
}

function earliestOf(facts: SiteFacts, situation: Situation): Pick<WaveSite, 'earliest' | 'earliestBecause'> {
  const { hold } = facts.site;
  const fault = faultSentence(facts.queues, situation.nowMs);
  if (fault !== null) return { earliest: Infinity, earliestBecause: fault };
  if (hold === null || !isHeld(facts, situation)) return { earliest: situation.today, earliestBecause: 'ready' };
  return { earliest: hold.until === null ? Infinity : dayNumber(hold.until), earliestBecause: `held: ${hold.because}` };
}
