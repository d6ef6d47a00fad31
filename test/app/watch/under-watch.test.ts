import { describe, expect, it } from 'vitest';
import type { QueueHistory } from '../../../src/model/history.js';
import type { Campaign } from '../../../src/model/campaign.js';
import { queuesUnderWatch, watchedBefore } from '../../../src/app/watch/under-watch.js';
import { aChange, aHistory, aMigratedRecord, aQueueHistory, aVerdict, flipped } from '../../planning/builders.js';
import { anInventory, aSite } from '../../inventory/builders.js';

const hourMs = 3_600_000;
const friday = Date.parse('2019-08-02T08:00:00Z');

function under(history: QueueHistory, nowMs = friday + 24 * hourMs, campaign: Partial<Campaign> = {}) {
  const records = new Map([['OSCER', aMigratedRecord()]]);
  return queuesUnderWatch(anInventory({ campaign }), records, aHistory({ queues: { OSCER: history } }), nowMs);
}

describe('a queue is under watch', () => {
  it('after a flip of this ledger, against the old pilot, from its effect and the margin on', () => {
    expect(under(flipped())).toMatchObject([
      {
        site: 'OSCER',
        verdict: null,
        watch: {
          queue: 'OSCER',
          cloud: 'US',
          to: '2',
          measure: 'old pilot',
          changedMs: friday,
          effectiveMs: friday + hourMs / 2,
          marginMs: hourMs,
          generation: 1,
        },
      },
    ]);
  });

  it('after containers were switched on, against the same pilot, when every node follows', () => {
    const containers = aChange({
      key: 'pilot2/OSCER/containers-on#1',
      kind: 'containers-on',
      at: '2019-08-02T10:00:00.000Z',
      effectiveAt: '2019-08-02T10:30:00.000Z',
    });
    const good = aVerdict('good', { generation: 1 });
    expect(under(flipped({ settled: 2, containers, verdict: good }))).toMatchObject([
      { watch: { measure: 'same pilot', marginMs: 3 * hourMs, generation: 2 } },
    ]);
  });

  it('with containers switched off it is still judged against the old pilot', () => {
    const containers = aChange({
      key: 'pilot2/OSCER/containers-off#1',
      kind: 'containers-off',
      at: '2019-08-02T10:00:00.000Z',
      effectiveAt: '2019-08-02T10:30:00.000Z',
    });
    expect(under(flipped({ settled: 2, containers }))).toMatchObject([
      { watch: { measure: 'old pilot', generation: 2 } },
    ]);
  });

  it('where it was adopted shortly after somebody else flipped it', () => {
    const adopted = {
      queue: 'OSCER',
      site: 'OSCER',
      at: '2019-08-02T09:00:00.000Z',
      changedAt: '2019-08-02T08:00:00.000Z',
      underWatch: true,
    } as const;
    expect(under(aQueueHistory({ adopted }))).toMatchObject([
      { watch: { changedMs: friday, effectiveMs: friday + hourMs / 2, generation: 0 } },
    ]);
    expect(under(aQueueHistory({ adopted: { ...adopted, underWatch: false } }))).toEqual([]);
  });

  it('while the test itself only spoke against it, so a later look can tell more', () => {
    expect(under(flipped({ verdict: aVerdict('site fault') }))).toMatchObject([{ verdict: { verdict: 'site fault' } }]);
  });

  it("again when an operator's word of one day has ended", () => {
    const until = friday + 24 * hourMs;
    const word = aVerdict('good', { by: 'operator anna', ends: { at: new Date(until).toISOString() } });
    expect(under(flipped({ verdict: word }), until - 1)).toEqual([]);
    expect(under(flipped({ verdict: word }), until)).toMatchObject([{ verdict: null }]);
  });
});

describe('a queue is not under watch', () => {
  it('when it was found good', () => {
    expect(under(flipped({ verdict: aVerdict('good') }))).toEqual([]);
  });

  it("while an operator's word is in force, a latched one for good", () => {
    expect(
      under(flipped({ verdict: aVerdict('pilot fault', { by: 'operator anna', ends: 'at the next change' }) })),
    ).toEqual([]);
    expect(under(flipped({ settled: 4, verdict: aVerdict('good', { by: 'operator anna', ends: 'never' }) }))).toEqual(
      [],
    );
  });

  it('after it went back: the old pilot is known', () => {
    expect(
      under(flipped({ settled: 2, pilot: aChange({ kind: 'rollback', key: 'pilot2/OSCER/rollback#1' }) })),
    ).toEqual([]);
  });

  it('a week after its deadline, when people have seen to it; as long as nothing was said of it, it is', () => {
    const endMs = friday + hourMs / 2 + (72 + 7 * 24) * hourMs;
    const said = (at: string) =>
      flipped({ verdict: aVerdict('inconclusive', { by: 'commissioning', ends: null, at }) });
    const atTheDeadline = said(new Date(friday + hourMs / 2 + 72 * hourMs).toISOString());
    expect(under(atTheDeadline, endMs)).toHaveLength(1);
    expect(under(atTheDeadline, endMs + 1)).toEqual([]);
    expect(under(said('2019-08-03T08:00:00.000Z'), endMs + 1)).toHaveLength(1);
    expect(under(flipped(), endMs + 1)).toHaveLength(1);
  });

  it('in a campaign without a pilot', () => {
    expect(under(flipped(), friday, { pilot: null })).toEqual([]);
  });
});

describe('queues whose watch is over', () => {
  it('count with those under watch, those with a fault as alarms', () => {
    const names = ['OSCER', 'AGLT2', 'NET2', 'BNL', 'TRIUMF'];
    const inventory = anInventory({ sites: names.map((name) => aSite(name)) });
    const over = { by: 'operator anna', ends: 'never' } as const;
    const history = aHistory({
      queues: {
        OSCER: flipped({ verdict: null }),
        AGLT2: flipped({ verdict: aVerdict('good') }),
        NET2: flipped({ verdict: aVerdict('pilot fault', over) }),
        BNL: flipped({ verdict: aVerdict('inconclusive', over) }),
      },
    });
    const nowMs = friday + 24 * hourMs;
    const records = new Map(names.map((name) => [name, aMigratedRecord(name)]));
    const present = queuesUnderWatch(inventory, records, history, nowMs);
    expect(present.map(({ watch }) => watch.queue)).toEqual(['OSCER']);
    expect(watchedBefore(inventory, history, present)).toEqual({ hypotheses: 3, discoveries: 1 });
  });
});
