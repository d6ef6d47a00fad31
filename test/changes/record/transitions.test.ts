import type { ManualRule } from '../../../src/changes/record/manual-rule.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  containersOff,
  containersOn,
  flip,
  restrict,
  rollback,
  type Transition,
} from '../../../src/changes/record/transitions.js';
import type { QueueHistory } from '../../../src/model/history.js';
import type { OperationKind, SettledChange } from '../../../src/model/operation.js';
import type { QueueRecord } from '../../../src/model/record.js';
import { aCampaign } from '../../inventory/builders.js';
import { aChange, aMigratedRecord, aQueueHistory, aRecord, flipped, monday } from '../../planning/builders.js';

const campaign = aCampaign();

/** Carries a change out on record and history, as the catalogue and the ledger would. */
function settle(
  kind: OperationKind,
  made: Transition,
  [record, history]: readonly [QueueRecord, QueueHistory],
): [QueueRecord, QueueHistory] {
  if (made.is !== 'change') return [record, history];
  const change: SettledChange = aChange({
    key: `pilot2/Q/${kind}#${history.settled}`,
    kind,
    before: made.before,
    after: made.after,
  });
  const track = kind.startsWith('containers') ? 'containers' : 'pilot';
  return [
    { ...record, ...made.after },
    { ...history, settled: history.settled + 1, [track]: change },
  ];
}

describe('a flip', () => {
  it('sets the version and translates the containers in one change', () => {
    expect(flip(aRecord('Q', { container_type: 'singularity:wrapper;docker:job' }), campaign)).toEqual({
      is: 'change',
      before: { pilot_version: '1', container_type: 'singularity:wrapper;docker:job' },
      after: { pilot_version: '2', container_type: 'singularity:pilot;docker:job' },
    });
  });

  it('leaves containers alone in a campaign without a container track', () => {
    expect(flip(aRecord('Q', { pilot_version: 'current' }), aCampaign({ containers: null }))).toEqual({
      is: 'change',
      before: { pilot_version: 'current' },
      after: { pilot_version: '2' },
    });
  });

  it('has nothing to do at the new version, or beyond it', () => {
    expect(flip(aMigratedRecord(), campaign).is).toBe('nothing');
    expect(flip(aRecord('Q', { pilot_version: '3.12.4.1' }), campaign)).toMatchObject({
      is: 'nothing',
      sentence: "Q is at '3.12.4.1', beyond '2': it is never touched.",
    });
  });

  it('is refused in a campaign without a pilot track', () => {
    expect(flip(aRecord(), aCampaign({ pilot: null })).is).toBe('refused');
  });
});

describe('a rollback', () => {
  it('gives the exact old record after a flip, whatever the strings and whatever was done to the containers between', () => {
    const text = fc.oneof(
      fc.constantFrom('', 'singularity:wrapper', ' docker:job ; singularity:wrapper', 'singularity:pilot'),
      fc.string(),
    );
    const steps = fc.array(fc.constantFrom('containers-off' as const, 'containers-on' as const), { maxLength: 4 });
    fc.assert(
      fc.property(text, text, steps, (pilot_version, container_type, between) => {
        const old = aRecord('Q', { pilot_version, container_type });
        const forward = flip(old, campaign);
        fc.pre(forward.is === 'change');
        let world = settle('flip', forward, [old, aQueueHistory()]);
        for (const step of between) {
          const [record, history] = world;
          world = settle(
            step,
            step === 'containers-off' ? containersOff(record, campaign) : containersOn(record, campaign, history),
            world,
          );
        }
        const back = rollback(...world);
        const [record] = settle('rollback', back, world);
        expect(back.is).toBe('change');
        expect(record).toEqual(old);
      }),
    );
  });

  it('is not put off by a catalogue that writes container_type its own way', () => {
    const history = flipped({
      pilot: aChange({ after: { pilot_version: '2', container_type: 'singularity:pilot;docker:job' } }),
    });
    expect(rollback(aMigratedRecord('Q', { container_type: 'docker:job; singularity:pilot' }), history)).toMatchObject({
      is: 'change',
      after: { pilot_version: '1', container_type: 'singularity:wrapper' },
    });
  });

  it('is refused where somebody else wrote since', () => {
    const answer = rollback(aMigratedRecord('Q', { container_type: 'apptainer:pilot' }), flipped());
    expect(answer).toMatchObject({
      is: 'refused',
      sentence: expect.stringContaining(
        "container_type of Q is 'apptainer:pilot', which this ledger did not write (it wrote 'singularity:pilot')",
      ) as string,
    });
  });

  it('has nothing to do twice, or where the old values stand', () => {
    expect(
      rollback(aRecord(), flipped({ pilot: aChange({ kind: 'rollback', after: { pilot_version: '1' } }) })).is,
    ).toBe('nothing');
    expect(rollback(aRecord(), flipped()).is).toBe('nothing');
  });

  it('asks for the values where this ledger did not flip', () => {
    expect(rollback(aMigratedRecord(), null).is).toBe('refused');
    const values = { pilot_version: '1', container_type: 'singularity:wrapper' };
    expect(rollback(aMigratedRecord(), null, values)).toEqual({
      is: 'change',
      before: { pilot_version: '2', container_type: 'singularity:pilot' },
      after: values,
    });
    expect(rollback(aRecord(), null, values).is).toBe('nothing');
  });
});

describe('containers off', () => {
  it("takes the pilot's entry out and owns nothing but container_type", () => {
    expect(
      containersOff(
        aMigratedRecord('Q', { container_type: 'singularity:pilot;docker:job', container_options: '--contain' }),
        campaign,
      ),
    ).toEqual({
      is: 'change',
      before: { container_type: 'singularity:pilot;docker:job' },
      after: { container_type: 'docker:job' },
    });
  });

  it('has nothing to do where they are off', () => {
    expect(containersOff(aMigratedRecord('Q', { container_type: 'docker:job' }), campaign).is).toBe('nothing');
  });

  it('is refused in a campaign without a container track', () => {
    expect(containersOff(aMigratedRecord(), aCampaign({ containers: null })).is).toBe('refused');
  });

  it('are not those of the old pilot, which are on and stay so', () => {
    expect(containersOff(aRecord('Q'), campaign)).toMatchObject({
      is: 'refused',
      sentence: "Q runs the old pilot, with containers of its own ('singularity:wrapper').",
    });
    expect(containersOn(aMigratedRecord(), aCampaign({ containers: null }), null).is).toBe('refused');
  });
});

describe('containers on', () => {
  const off = aChange({
    key: 'pilot2/Q/containers-off#1',
    kind: 'containers-off',
    before: { container_type: 'docker:job;singularity:pilot ' },
    after: { container_type: 'docker:job' },
  });

  it('restores the exact string that this ledger took away', () => {
    expect(
      containersOn(aMigratedRecord('Q', { container_type: 'docker:job' }), campaign, flipped({ containers: off })),
    ).toMatchObject({ after: { container_type: 'docker:job;singularity:pilot ' } });
  });

  it("adds the campaign's pair where somebody wrote since", () => {
    expect(
      containersOn(aMigratedRecord('Q', { container_type: 'docker:other' }), campaign, flipped({ containers: off })),
    ).toMatchObject({ after: { container_type: 'singularity:pilot;docker:other' } });
  });

  it("adds the campaign's pair where the queue was flipped again after it was switched off", () => {
    const history = flipped({ containers: off, pilot: aChange({ key: 'pilot2/Q/flip#5' }) });
    expect(containersOn(aMigratedRecord('Q', { container_type: 'docker:job' }), campaign, history)).toMatchObject({
      after: { container_type: 'singularity:pilot;docker:job' },
    });
  });

  it('are for the new pilot alone: a queue at the old one has first to be flipped', () => {
    expect(containersOn(aRecord('Q'), campaign, null)).toMatchObject({
      is: 'refused',
      sentence: "Q runs the old pilot (pilot_version '1'); singularity:pilot is for the new one.",
    });
    const back = flipped({ pilot: aChange({ key: 'pilot2/Q/rollback#1', kind: 'rollback', day: '2019-08-06' }) });
    expect(containersOn(aRecord('Q'), campaign, back)).toMatchObject({
      is: 'refused',
      sentence: "Q went back to the old pilot on 2019-08-06 (pilot_version '1'); singularity:pilot is for the new one.",
    });
  });

  it('has nothing to do where they are on', () => {
    expect(containersOn(aMigratedRecord(), campaign, null).is).toBe('nothing');
  });

  it('gives back what containers off took, whatever the string', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const container_type = `${before};singularity:pilot;${after}`;
        const record = aMigratedRecord('Q', { container_type });
        const off = containersOff(record, campaign);
        const world = settle('containers-off', off, [record, flipped()]);
        const [back] = settle('containers-on', containersOn(world[0], campaign, world[1]), world);
        expect(back.container_type).toBe(container_type);
      }),
    );
  });
});

const later = '2019-09-01T00:00:00.000Z';

function rule(value: string, by: string | null = null, until: string | null = null): ManualRule {
  return { value, by, until };
}

describe('a brokeroff', () => {
  function brokeroff(present: ManualRule | null) {
    return restrict('Q', 'BROKEROFF', present, monday);
  }

  it('sets a rule where none stands', () => {
    expect(brokeroff(null)).toEqual({ is: 'change', before: { manual_rule: '' }, after: { manual_rule: 'BROKEROFF' } });
  });

  it('takes the place of a rule that has expired', () => {
    expect(brokeroff(rule('TEST', 'anna', '2019-08-01T00:00:00.000Z'))).toEqual({
      is: 'change',
      before: { manual_rule: 'TEST', manual_rule_by: 'anna', manual_rule_until: '2019-08-01T00:00:00.000Z' },
      after: { manual_rule: 'BROKEROFF' },
    });
  });

  it('takes the place of our own rule that somebody gave an end', () => {
    expect(brokeroff(rule('BROKEROFF', null, later)).is).toBe('change');
  });

  it.each([rule('BROKEROFF', 'anna'), rule('OFFLINE', 'anna'), rule('BROKEROFF'), rule('OFFLINE')])(
    'has nothing to do with %j',
    (present) => {
      expect(brokeroff(present).is).toBe('nothing');
    },
  );

  it.each([
    rule('TEST', 'anna'),
    rule('ONLINE', 'anna'),
    rule('BROKEROFF', 'anna', later),
    rule('OFFLINE', 'anna', later),
    rule('OFFLINE', null, later),
  ])('never replaces %j', (present) => {
    expect(brokeroff(present).is).toBe('refused');
  });

  it('does not take the end that a reason speaks of for the end of the rule', () => {
    expect(brokeroff(rule('OFFLINE', 'cooling, until 2019-08-01T08:00')).is).toBe('nothing');
  });

  it('never loosens: no change of any rule makes it less restrictive', () => {
    const order = ['ONLINE', 'TEST', 'PAUSED', 'BROKEROFF', 'OFFLINE'];
    const any = fc.tuple(
      fc.constantFrom(...order),
      fc.option(fc.string().map((text) => `${text} until ${later}`)),
      fc.constantFrom(null, later),
    );
    fc.assert(
      fc.property(any, fc.constantFrom('BROKEROFF' as const, 'OFFLINE' as const), ([value, by, until], wanted) => {
        const made = restrict('Q', wanted, rule(value, by, until), monday);
        if (made.is === 'change') expect(order.indexOf(wanted)).toBeGreaterThanOrEqual(order.indexOf(value));
        if (made.is === 'change') expect(by).toBeNull();
      }),
    );
  });
});

describe('going offline', () => {
  it("takes the place of our own brokeroff, and of nobody else's", () => {
    expect(restrict('Q', 'OFFLINE', rule('BROKEROFF'), monday).is).toBe('change');
    expect(restrict('Q', 'OFFLINE', rule('BROKEROFF', 'anna'), monday).is).toBe('refused');
  });
});
