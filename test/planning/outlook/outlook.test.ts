import { describe, expect, it } from 'vitest';
import { outlook } from '../../../src/planning/outlook/outlook.js';
import { draft, type Draft } from '../../../src/planning/plan.js';
import { standardPlan } from '../../../src/waves/standard-plan.js';
import type { Site } from '../../../src/model/inventory.js';
import { anInventory, aSite } from '../../inventory/builders.js';
import { aHistory, aMigratedRecord, aRecord, aRequest, aVerdict, aView, flipped, monday } from '../builders.js';

const names = ['A', 'B', 'C', 'D'];
const oneADay = { pace: [{ from: null, to: null, sites_per_day: 1, because: null }] };
const asked = names.map((name) => aRequest(name));

function drafted(campaign = {}, history = aHistory({ requests: asked })): Draft {
  return draft(
    anInventory({ sites: names.map((name) => aSite(name)), campaign: { ...oneADay, ...campaign } }),
    aView(names.map((name) => aRecord(name))),
    history,
    monday,
  );
}

describe('the outlook', () => {
  it('bounds the plan and names the rule that gains most', () => {
    const { bound, gapDays, relax } = outlook(drafted());
    expect(bound).toEqual({
      date: '2019-08-08',
      reason: '4 sites are more than the calendar lets through from 2019-08-05 to 2019-08-07',
    });
    expect(gapDays).toBe(0);
    expect(relax).toEqual([
      {
        change: 'one more site a day from 2019-08-05 to 2019-08-08 (the pace of 1 a day)',
        finish: '2019-08-06',
        daysEarlier: 2,
        moreSites: 0,
      },
    ]);
  });

  it('shows the gap that a search closes', () => {
    // Small before large leaves the two large ones to share the last days; together they do not fit one.
    const sites = [
      aSite('A', { slots: 40 }),
      aSite('B', { slots: 40 }),
      aSite('C', { slots: 60 }),
      aSite('D', { slots: 60 }),
    ];
    const campaign = {
      limits: { per_cloud_per_day: null, slots_per_day: 100, tier1_in_commissioning: null, in_commissioning: null },
      pace: [{ from: null, to: null, sites_per_day: 2, because: null }],
    };
    const [inventory, view, history] = [
      anInventory({ sites, campaign }),
      aView(names.map((name) => aRecord(name))),
      aHistory({ requests: asked }),
    ];
    const listed = draft(inventory, view, history, monday, {
      schedule: (problem) => standardPlan(problem, { effort: 0 }),
    });
    expect(listed.search).toEqual({ iterations: 0, stoppedBecause: 'none' });
    expect(outlook(listed).gapDays).toBe(1);
    const searched = draft(inventory, view, history, monday);
    expect(searched.plan.finish).toBe('2019-08-06');
    expect(searched.search.stoppedBecause).toBe('bound');
    expect(outlook(searched).gapDays).toBe(0);
  });

  it('forecasts no end before the finish, with low confidence after few days', () => {
    const history = aHistory({ requests: asked, claims: { 'sites/2019-08-02': { Z: 1 } } });
    expect(outlook(drafted({}, history)).forecast).toMatchObject({
      p50: '2019-08-08',
      p95: '2019-08-08',
      samples: 1,
      lowConfidence: true,
    });
    expect(outlook(drafted()).forecast).toBeNull();
  });

  it('has nothing to say where nothing is left', () => {
    const nothing = draft(anInventory({ sites: [] }), aView([]), aHistory(), monday);
    expect(outlook(nothing)).toMatchObject({ bound: { date: null }, gapDays: 0, relax: [], forecast: null });
  });
});

describe('the pace of containers', () => {
  function containers(
    sites: readonly Site[] = names.map((name) => aSite(name)),
    past: Parameters<typeof aHistory>[0] = {},
    campaign = {},
  ) {
    const records = sites.map(({ name }) => aMigratedRecord(name, { container_type: 'singularity:wrapper' }));
    return outlook(
      draft(anInventory({ sites, campaign: { ...oneADay, ...campaign } }), aView(records), aHistory(past), monday),
    ).containers;
  }

  it('is its own: one site after the other from today', () => {
    expect(containers()).toEqual({ awaiting: 4, finish: '2019-08-08', unplanned: [] });
  });

  it('knows who had today’s place', () => {
    expect(containers(undefined, { claims: { 'containers/2019-08-05': { Z: 1 } } })?.finish).toBe('2019-08-09');
  });

  it('waits for holds, and names sites that people have to look at', () => {
    const held = (until: string | null) => ({ hold: { because: 'cooling', until, by: null } });
    const sites = [aSite('A', held('2019-08-20')), aSite('B', held(null)), aSite('C')];
    expect(containers(sites)).toEqual({
      awaiting: 3,
      finish: '2019-08-20',
      unplanned: [{ site: 'B', reason: 'held: cooling' }],
    });
  });

  it('leaves out a queue with a fault', () => {
    const faulty = flipped({
      verdict: aVerdict('container fault', { queue: 'A', reason: 'images are missing', ends: 'never' }),
    });
    expect(containers([aSite('A'), aSite('B')], { queues: { A: faulty } })).toMatchObject({ finish: '2019-08-05' });
  });

  it('is none for a campaign without containers', () => {
    expect(containers(undefined, {}, { containers: null })).toBeNull();
  });
});
