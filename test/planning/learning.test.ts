import { describe, expect, it } from 'vitest';
import type { StopLift } from '../../src/model/history.js';
import type { LearningPolicy } from '../../src/model/campaign.js';
import type { Plan } from '../../src/model/plan.js';
import { noLearning } from '../../src/inventory/defaults.js';
import { plan } from '../../src/planning/plan.js';
import { nextResult } from '../../src/planning/overview/results.js';
import { anInventory, aSite } from '../inventory/builders.js';
import { aChange, aHistory, aMigratedRecord, aRecord, aVerdict, aView, flipped, monday } from './builders.js';

const detail = (tool: string) => ({
  detail: { elements: [], copytools: [tool], corecount: 1, workflow: '', cvmfs: true },
});
/** On Friday six sites with lsm went wrong and one not, and 14 with rucio went well; three of each are still to go. */
const past = [
  ...Array.from({ length: 6 }, (_, k) => ({ name: `BAD${k}`, tool: 'lsm', verdict: 'container fault' as const })),
  { name: 'ODD', tool: 'lsm', verdict: 'good' as const },
  ...Array.from({ length: 14 }, (_, k) => ({ name: `FINE${k}`, tool: 'rucio', verdict: 'good' as const })),
];
const left = ['lsm', 'rucio'].flatMap((tool) => [1, 2, 3].map((k) => ({ name: `${tool}${k}`, tool, slots: 1000 * k })));

function planned(learning: Partial<LearningPolicy> = {}, lifts: readonly StopLift[] = []): Plan {
  const inventory = anInventory({
    sites: [...past.map(({ name }) => aSite(name)), ...left.map(({ name, slots }) => aSite(name, { slots }))],
    campaign: {
      learning: { risk: 'on', order: 'list', stop_the_line: 'on', ...learning },
      requests: { channel: 'none', lead_days: 0, remind_days: 5, template: 'migration-request' },
      pace: [{ from: null, to: null, sites_per_day: 2, because: null }],
    },
  });
  const view = aView([
    ...past.map(({ name, tool }) => aMigratedRecord(name, detail(tool))),
    ...left.map(({ name, tool }) => aRecord(name, detail(tool))),
  ]);
  const verdicts = past.map(({ name, verdict }) => aVerdict(verdict, { queue: name }));
  const queues = Object.fromEntries(
    past.map(({ name }, k) => [
      name,
      flipped({ pilot: aChange({ key: `pilot2/${name}/flip#0` }), verdict: verdicts[k] ?? null }),
    ]),
  );
  return plan(inventory, view, aHistory({ queues, verdicts, lifts }), monday);
}

const lift = (until: string | null): StopLift => ({
  trait: 'copy tool lsm',
  by: 'anna',
  at: '2019-08-05T05:00:00.000Z',
  reason: 'two sites to look at',
  until,
});
const flippedToday = ({ operations }: Plan) => operations.filter(({ kind }) => kind === 'flip').map(({ site }) => site);
const heldBy = ({ stops }: Plan) => stops.flatMap(({ held }) => held);

describe('a stop of the line', () => {
  it('holds the sites that share the trait, with the counts, and lets the others go', () => {
    const found = planned();
    expect(flippedToday(found)).toEqual(['rucio1', 'rucio2']);
    expect(found.stops).toMatchObject([
      {
        fault: 'container fault',
        traits: ['copy tool lsm'],
        with: { sites: 7, faults: 6 },
        without: { sites: 14, faults: 0 },
        held: ['lsm1', 'lsm2', 'lsm3'],
        lookCloser: ['ODD'],
        lifted: null,
      },
    ]);
    expect(found.stops[0]?.reason).toMatch(
      /^6 of 7 sites with copy tool lsm had container faults, and 0 of 14 without \(e-value /,
    );
    expect(found.sites.find(({ site }) => site === 'lsm1')).toMatchObject({
      stage: 'blocked',
      blockers: [{ rule: 'stop the line', advice: expect.stringContaining('--scope "trait=copy tool lsm"') as string }],
    });
  });

  it('lets its sites go until the day that an operator named', () => {
    const found = planned({}, [lift('2019-08-06')]);
    expect(flippedToday(found)).toEqual(['lsm1', 'rucio1']);
    expect(found.stops).toMatchObject([{ held: [], lifted: { by: 'anna', until: '2019-08-06' } }]);
    expect(heldBy(planned({}, [lift('2019-08-05')]))).toEqual(['lsm1', 'lsm2', 'lsm3']);
  });

  it('is over when what was at fault is mended, and what came before counts no more', () => {
    const found = planned({}, [lift(null)]);
    expect(found.stops).toEqual([]);
    const risk = (name: string) => found.sites.find(({ site }) => site === name)?.risk;
    expect(risk('lsm1')?.chance).toBeLessThan(0.25);
    expect(risk('lsm1')?.reason).toContain('0 of 14 sites judged so far had');
  });

  it('can be switched off by itself, and with all of learning', () => {
    expect(planned({ stop_the_line: 'off' }).stops).toEqual([]);
    const off = planned(noLearning);
    expect(off.stops).toEqual([]);
    expect(off.sites.some((site) => 'risk' in site)).toBe(false);
  });
});

describe('the risk of a site', () => {
  it('stands in the plan and in what comes next, with its proposal', () => {
    const found = planned({ stop_the_line: 'off' });
    const first = nextResult(found).next.find(({ site }) => site === 'lsm1');
    expect(first?.risk?.proposal).toBe('go with containers off');
    expect(first?.risk?.reason).toMatch(/: 6 of 7 sites with copy tool lsm had container faults\.$/);
    expect(found.sites.find(({ site }) => site === 'rucio1')?.risk?.proposal).toBe('go');
  });

  it('is not told of sites that have nothing left to flip', () => {
    expect(planned().sites.find(({ site }) => site === 'ODD')).not.toHaveProperty('risk');
  });
});

it('the order that learns changes ranks alone: small sites before large, whatever day they became ready', () => {
  const order = (learning: Partial<LearningPolicy>) =>
    planned({ stop_the_line: 'off', ...learning }).waves.flatMap(({ sites }) => sites);
  expect([...order({ order: 'learn' })].sort()).toEqual([...order({})].sort());
  expect(order({ order: 'learn' }).slice(0, 2)).toEqual(['lsm1', 'rucio1']);
});
