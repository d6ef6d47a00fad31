import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarOf } from '../../src/planning/calendar/calendar.js';
import { capacity } from '../../src/planning/calendar/pace.js';
import { overClaimed } from '../../src/changes/claims.js';
import { plan } from '../../src/planning/plan.js';
import { statusOf } from '../../src/planning/overview/status.js';
import { dayNumber, instant } from '../../src/model/dates.js';
import type { History, RequestFact } from '../../src/model/history.js';
import type { Inventory } from '../../src/model/inventory.js';
import type { Plan } from '../../src/model/plan.js';
import { highsSolver } from '../../src/solver/highs.js';
import { aCampaign, anInventory, aSite } from '../inventory/builders.js';
import { searchMs } from '../waves/builders.js';
import { aHistory, aRecord, aVerdict, aView, carriedOut, dayMs, monday } from './builders.js';

const days = 60;
/** As operators run it. */
const solver = highsSolver();

const someSite = fc.record({
  queues: fc.integer({ min: 1, max: 3 }),
  slots: fc.integer({ min: 0, max: 3000 }),
  ready_on: fc.constantFrom(null, '2019-08-08', '2019-08-14'),
  after: fc.boolean(),
  tier: fc.constantFrom(1, 2),
  cloud: fc.constantFrom('US', 'CA'),
});

const someInventory = fc
  .record({
    sites: fc.array(someSite, { minLength: 1, maxLength: 8 }),
    sites_per_day: fc.integer({ min: 1, max: 4 }),
    in_commissioning: fc.constantFrom(null, 2, 3),
    per_cloud_per_day: fc.constantFrom(null, 1, 2),
    tier1_in_commissioning: fc.constantFrom(null, 1),
    lead_days: fc.integer({ min: 0, max: 4 }),
  })
  .map(({ sites, sites_per_day, lead_days, ...limits }): Inventory => {
    const { requests, commissioning } = aCampaign();
    return anInventory({
      sites: sites.map(({ queues, after, ...site }, index) =>
        aSite(`S${index}`, {
          ...site,
          after: after && index > 0 ? [`S${index - 1}`] : [],
          queues: Object.fromEntries(Array.from({ length: queues }, (_, queue) => [`S${index}_Q${queue}`, {}])),
        }),
      ),
      campaign: {
        pace: [{ from: null, to: null, sites_per_day, because: null }],
        freezes: [{ from: '2019-08-12', to: '2019-08-13', because: 'stop' }],
        limits: { slots_per_day: 3000, ...limits },
        requests: { ...requests, lead_days },
        commissioning: { ...commissioning, expected_days: 2 },
      },
    });
  });

/** Plays the campaign day by day: everything planned is carried out, every site judged good after two days. */
function play(inventory: Inventory, look: (today: Plan, before: History) => void): Plan {
  let view = aView(inventory.sites.flatMap(({ queues }) => Object.keys(queues).map((queue) => aRecord(queue))));
  let history = aHistory();
  for (let day = 0; day < days; day++) {
    const nowMs = monday + day * dayMs;
    history = judged(history, nowMs - 2 * dayMs);
    const today = plan(inventory, view, history, nowMs, { solver });
    look(today, history);
    for (const operation of today.operations) {
      if (operation.kind === 'request')
        history = withRequest(history, {
          site: operation.site,
          step: 'migration',
          round: 1,
          state: 'sent',
          since: instant(nowMs),
          ref: null,
          by: 'anna',
          reason: null,
        });
      else ({ view, history } = carriedOut(operation, view, history, nowMs));
    }
  }
  return plan(inventory, view, judged(history, monday + days * dayMs), monday + days * dayMs, { solver });
}

/** Good verdicts for what was flipped until a moment; as in the ledger, judged sites leave the pools without a date. */
function judged(history: History, untilMs: number): History {
  const queues = new Map(history.queues);
  const claims = new Map(history.claims);
  for (const [queue, past] of queues) {
    if (past.verdict || !past.pilot || Date.parse(past.pilot.at) > untilMs) continue;
    queues.set(queue, { ...past, verdict: aVerdict('good', { queue, generation: past.settled }) });
    for (const pool of ['in_commissioning', 'tier1_in_commissioning']) {
      const members = new Map(claims.get(pool));
      members.delete(queue.split('_')[0] ?? '');
      claims.set(pool, members);
    }
  }
  return { ...history, queues, claims };
}

function withRequest(history: History, fact: RequestFact): History {
  return { ...history, sites: new Map(history.sites).set(fact.site, { requests: [fact] }) };
}

describe('a campaign played to its end', () => {
  it('flips every site once, keeping pace, limits and lead time', { timeout: searchMs }, () => {
    fc.assert(
      fc.property(someInventory, (inventory) => {
        const flippedOn = new Map<string, string>();
        const end = play(inventory, ({ day, operations }, before) => {
          const taken = new Map(before.claims);
          const flips = operations.filter(({ kind }) => kind === 'flip');
          for (const { queue, site, claims } of flips) {
            expect(flippedOn.has(queue ?? '')).toBe(false);
            flippedOn.set(queue ?? '', day);
            expect(overClaimed(claims, taken)).toBeNull();
            for (const { pool, member, amount } of claims)
              taken.set(pool, new Map(taken.get(pool)).set(member, amount));
            const asked = before.sites.get(site)?.requests[0]?.since.slice(0, 10);
            const { lead_days } = inventory.campaign.requests;
            if (lead_days > 0) expect(dayNumber(day) - dayNumber(asked ?? '')).toBeGreaterThanOrEqual(lead_days);
          }
          const flipped = new Set(flips.map(({ site }) => site));
          expect(flipped.size).toBeLessThanOrEqual(capacity(calendarOf(inventory.campaign), dayNumber(day)).sites);
          expect(new Set(operations.map(({ key }) => key)).size).toBe(operations.length);
        });
        expect(statusOf(end).sites.migrated).toBe(inventory.sites.length);
        expect(end.operations).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('adds up every day, and promises nothing earlier than its bound', { timeout: searchMs }, () => {
    fc.assert(
      fc.property(someInventory, (inventory) => {
        play(inventory, (today) => {
          const { total, requested, accepted, ...counts } = statusOf(today).sites;
          expect(Object.values(counts).reduce((sum, stage) => sum + stage, 0)).toBe(total);
          expect((requested ?? 0) + (accepted ?? 0)).toBeLessThanOrEqual(counts.ready);
          if (today.finish !== null) expect(today.finish >= (today.bound.date ?? '')).toBe(true);
        });
      }),
      { numRuns: 30 },
    );
  });
});
