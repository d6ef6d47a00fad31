import { describe, expect, it } from 'vitest';
import { daysDone, setbacksOf } from '../../../src/planning/outlook/past.js';
import { assess, type Situation } from '../../../src/planning/situation.js';
import type { Adoption, History } from '../../../src/model/history.js';
import { anInventory, aSite } from '../../inventory/builders.js';
import { aChange, aHistory, aQueueHistory, aRecord, aRequest, aView, monday } from '../builders.js';

// Monday is 2019-08-05; two sites a day.
const names = ['A', 'B', 'C', 'D'];
const twoADay = { pace: [{ from: null, to: null, sites_per_day: 2, because: null }], timezone: 'Europe/Zurich' };

function situation(history: History = aHistory(), campaign = {}, pilotVersion = '2'): Situation {
  return assess(
    anInventory({ sites: names.map((name) => aSite(name)), campaign: { ...twoADay, ...campaign } }),
    aView(names.map((name) => aRecord(name, { pilot_version: pilotVersion }))),
    history,
    monday,
  );
}

function anAdoption(site: string, changedAt: string | null, queue = site): Adoption {
  return { queue, site, at: '2019-08-05T06:00:00.000Z', changedAt, underWatch: false };
}

describe('the days done', () => {
  it('begin with the first site and end yesterday; days without a site count too', () => {
    const history = aHistory({
      claims: { 'sites/2019-07-31': { A: 1, B: 1 }, 'sites/2019-08-02': { C: 1 }, 'sites/2019-08-05': { D: 1 } },
    });
    expect(daysDone(situation(history), [])).toEqual([
      { date: '2019-07-31', done: 2, allowed: 2 },
      { date: '2019-08-01', done: 0, allowed: 2 },
      { date: '2019-08-02', done: 1, allowed: 2 },
    ]);
  });

  it('leave out days on which nothing was allowed', () => {
    const history = aHistory({ claims: { 'sites/2019-07-31': { A: 1 } } });
    const frozen = { freezes: [{ from: '2019-08-01', to: '2019-08-01', because: 'stop' }] };
    expect(daysDone(situation(history, frozen), []).map(({ date }) => date)).toEqual(['2019-07-31', '2019-08-02']);
  });

  it('count a site that others migrated once, on the campaign’s day of its last change', () => {
    const found = [
      anAdoption('A', '2019-07-31T10:00:00.000Z', 'A1'),
      anAdoption('A', '2019-08-01T22:30:00.000Z', 'A2'),
    ];
    expect(daysDone(situation(), found)).toEqual([{ date: '2019-08-02', done: 1, allowed: 2 }]);
  });

  it('count adoptions that the ledger has noted, and a site of this ledger by its flip alone', () => {
    const adopted = {
      A: aQueueHistory({ adopted: anAdoption('A', '2019-08-01T10:00:00.000Z') }),
      B: aQueueHistory({ adopted: anAdoption('B', '2019-08-01T10:00:00.000Z') }),
    };
    const history = aHistory({ queues: adopted, claims: { 'sites/2019-08-02': { B: 1 } } });
    expect(daysDone(situation(history), []).map(({ done }) => done)).toEqual([1, 1]);
  });

  it('leave out a site that others migrated in part', () => {
    expect(daysDone(situation(aHistory(), {}, '1'), [anAdoption('A', '2019-08-01T10:00:00.000Z', 'A1')])).toEqual([]);
  });

  it('know nothing of sites without a date, nor of what is older than half a year', () => {
    expect(daysDone(situation(), [anAdoption('A', null), anAdoption('B', '2018-01-08T10:00:00.000Z')])).toEqual([]);
  });
});

describe('the setbacks', () => {
  it('are none where nothing was flipped or asked', () => {
    expect(setbacksOf(situation())).toMatchObject({ rolledBack: 0, unanswered: 0 });
  });

  it('are the shares that went back and that never answered, and never all', () => {
    const history = aHistory({
      queues: { A: aQueueHistory({ settled: 2, pilot: aChange({ kind: 'rollback' }) }) },
      claims: { 'sites/2019-07-31': { A: 1 } },
      requests: [
        aRequest('B', { since: '2019-07-01T08:00:00.000Z' }),
        aRequest('C'),
        aRequest('D', { state: 'accepted', since: '2019-07-01T08:00:00.000Z' }),
      ],
    });
    expect(setbacksOf(situation(history))).toMatchObject({ rolledBack: 1 / 2, unanswered: 1 / 4, unansweredDays: 5 });
  });
});
