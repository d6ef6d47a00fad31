import { describe, expect, it } from 'vitest';
import { remedyOf } from '../../../src/planning/verdicts/remedies.js';
import { verdictInForce } from '../../../src/planning/verdicts/verdicts.js';
import { assess } from '../../../src/planning/situation.js';
import type { QueueHistory, Verdict } from '../../../src/model/history.js';
import type { CommissioningPolicy } from '../../../src/model/campaign.js';
import type { QueueRecord } from '../../../src/model/record.js';
import { aCampaign, anInventory } from '../../inventory/builders.js';
import { aChange, aHistory, aMigratedRecord, aQueueHistory, aView, aVerdict, flipped, monday } from '../builders.js';

function remedy(
  history: QueueHistory,
  record: QueueRecord = aMigratedRecord(),
  policy: Partial<CommissioningPolicy> = {},
) {
  const commissioning = { ...aCampaign().commissioning, ...policy };
  const situation = assess(
    anInventory({ campaign: { commissioning } }),
    aView([record]),
    aHistory({ queues: { OSCER: history } }),
    monday,
  );
  const [queue] = situation.sites[0]?.queues ?? [];
  return queue ? remedyOf(queue, situation) : null;
}

const containerFault = aVerdict('container fault', { reason: '9 of 10 jobs ended with 1340.' });

describe('the roll-back window', () => {
  const fault = flipped({ verdict: aVerdict('pilot fault', { reason: '9 of 10 jobs ended with 1201.' }) });

  it('lets a queue go back on its last day', () => {
    expect(remedy(fault, aMigratedRecord(), { rollback_days: 3 })).toMatchObject({ is: 'change', kind: 'rollback' });
  });

  it('is a person to be asked once it is over', () => {
    expect(remedy(fault, aMigratedRecord(), { rollback_days: 2 })).toEqual({
      is: 'advice',
      sentence:
        'OSCER: pilot fault: 9 of 10 jobs ended with 1201. To do: it stays on the new pilot: OSCER could go back to the old pilot until 2019-08-04, and that is over. Where the old pilot can still be had, give `commissioning.rollback_days` more days in sites.yaml.',
    });
  });

  it('does not keep containers from being switched off', () => {
    expect(remedy(flipped({ verdict: containerFault }), aMigratedRecord(), { rollback_days: 2 })).toMatchObject({
      kind: 'containers-off',
    });
  });
});

describe('a container fault', () => {
  it('takes containers off and keeps the new pilot', () => {
    expect(remedy(flipped({ verdict: containerFault }))).toEqual({
      is: 'change',
      kind: 'containers-off',
      transition: { is: 'change', before: { container_type: 'singularity:pilot' }, after: { container_type: '' } },
      reason: 'container fault: 9 of 10 jobs ended with 1340. Containers go off, the queue stays on the new pilot.',
    });
  });

  it('warns where the queue takes work for SL6 platforms', () => {
    const record = aMigratedRecord('OSCER', { cmtconfig: 'x86_64-slc6-gcc62-opt' });
    expect(remedy(flipped({ verdict: containerFault }), record)).toMatchObject({
      reason: expect.stringContaining('SL6-platform work') as string,
    });
  });

  it('goes back to the old pilot where containers are off already', () => {
    const off = aChange({
      key: 'pilot2/OSCER/containers-off#1',
      kind: 'containers-off',
      before: { container_type: 'singularity:pilot' },
      after: { container_type: '' },
    });
    const history = flipped({ settled: 2, containers: off, verdict: { ...containerFault, generation: 2 } });
    expect(remedy(history, aMigratedRecord('OSCER', { container_type: '' }))).toMatchObject({
      kind: 'rollback',
      transition: { after: { pilot_version: '1', container_type: 'singularity:wrapper' } },
    });
  });

  it("is remedied once: an operator's lasting verdict does not go on to the old pilot", () => {
    const off = aChange({
      key: 'pilot2/OSCER/containers-off#1',
      kind: 'containers-off',
      before: { container_type: 'singularity:pilot' },
      after: { container_type: '' },
    });
    for (const ends of ['never', { at: '2999-01-01T00:00:00.000Z' }] as const) {
      const lasting = { ...containerFault, by: 'operator anna', generation: 1, ends };
      expect(remedy(flipped({ verdict: lasting }))).toMatchObject({ kind: 'containers-off' });
      expect(
        remedy(
          flipped({ settled: 2, containers: off, verdict: lasting }),
          aMigratedRecord('OSCER', { container_type: '' }),
        ),
      ).toBeNull();
    }
  });

  it('goes back at once where the policy says so', () => {
    expect(
      remedy(flipped({ verdict: containerFault }), aMigratedRecord(), { on_container_fault: 'pilot-1' }),
    ).toMatchObject({ kind: 'rollback' });
  });
});

describe('a pilot fault', () => {
  const verdict = aVerdict('pilot fault');

  it('goes back to the old pilot', () => {
    expect(remedy(flipped({ verdict }))).toMatchObject({ kind: 'rollback' });
  });

  it('is left to people where this ledger did not flip', () => {
    expect(remedy(aQueueHistory({ settled: 1, verdict }))).toMatchObject({
      is: 'advice',
      sentence: expect.stringContaining('it cannot go back by itself') as string,
    });
  });

  it('asks for nothing where the queue went back', () => {
    expect(
      remedy(
        flipped({ verdict }),
        aMigratedRecord('OSCER', { pilot_version: '1', container_type: 'singularity:wrapper' }),
      ),
    ).toBeNull();
  });
});

describe('other verdicts', () => {
  it.each(['site fault', 'configuration', 'inconclusive'] as const)('%s is a word to a person', (kind) => {
    expect(remedy(flipped({ verdict: aVerdict(kind, { reason: 'Storage is down.' }) }))).toMatchObject({
      is: 'advice',
      sentence: expect.stringContaining(`OSCER: ${kind}: Storage is down. To do:`) as string,
    });
  });

  it.each(['good', 'not enough jobs'] as const)('%s asks for nothing', (kind) => {
    expect(remedy(flipped({ verdict: aVerdict(kind) }))).toBeNull();
  });

  it('none asks for nothing', () => {
    expect(remedy(flipped())).toBeNull();
  });
});

describe('a verdict is in force', () => {
  function inForce(verdict: Verdict, settled = 1) {
    return verdictInForce(aQueueHistory({ settled, verdict }), monday) !== null;
  }

  it('until the queue is written to', () => {
    expect([inForce(aVerdict('good'), 1), inForce(aVerdict('good'), 2)]).toEqual([true, false]);
    expect([
      inForce(aVerdict('good', { ends: 'at the next change' }), 1),
      inForce(aVerdict('good', { ends: 'at the next change' }), 2),
    ]).toEqual([true, false]);
  });

  it('until the moment that an operator named, whatever is written', () => {
    expect(inForce(aVerdict('good', { ends: { at: '2019-08-06T00:00:00.000Z' } }), 2)).toBe(true);
    expect(inForce(aVerdict('good', { ends: { at: '2019-08-05T00:00:00.000Z' } }), 1)).toBe(false);
  });

  it('for good where an operator latched it', () => {
    expect(inForce(aVerdict('good', { ends: 'never' }), 7)).toBe(true);
  });
});
