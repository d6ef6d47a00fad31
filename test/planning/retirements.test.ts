import { describe, expect, it } from 'vitest';
import { offOperation, retirementsBy } from '../../src/planning/retirements.js';
import { assess } from '../../src/planning/situation.js';
import type { Inventory, Retirement } from '../../src/model/inventory.js';
import type { GridView, RetirementView } from '../../src/model/plan.js';
import type { QueueRecord, StatusRule } from '../../src/model/record.js';
import { anInventory, aRetirement, aSite } from '../inventory/builders.js';
import { aHistory, aManualRule, aRecord, aView, monday } from './builders.js';

const jinr = aRecord('ANALY_JINR', { atlas_site: 'JINR', type: 'analysis' });
const sibling = aRecord('ANALY_JINR_SL7', { atlas_site: 'JINR', type: 'analysis' });

interface Case {
  readonly retirement?: Partial<Retirement>;
  readonly others?: readonly Retirement[];
  readonly records?: readonly QueueRecord[];
  readonly rules?: readonly StatusRule[];
  readonly activity?: GridView['activity'];
  readonly inventory?: Partial<Pick<Inventory, 'sites'>>;
  readonly day?: string;
}

function situationOf({
  retirement = {},
  others = [],
  records = [jinr, sibling],
  rules = [],
  activity = null,
  inventory = {},
}: Case) {
  const retirements = [aRetirement('ANALY_JINR', retirement), ...others];
  const view = aView(records, { rules: new Map([['ANALY_JINR', rules]]), activity });
  return assess(anInventory({ retirements, sites: [], ...inventory }), view, aHistory(), monday);
}

function view(given: Case): RetirementView {
  const [first] = retirementsBy(situationOf(given), given.day ?? '2019-08-05');
  if (!first) throw new Error('no retirement');
  return first;
}

describe('a retirement', () => {
  it('without a date is due at once', () => {
    expect(view({})).toMatchObject({ state: 'due', site: 'JINR', status: 'online', alone: false, warnings: [] });
    expect(view({}).operation).toMatchObject({
      key: 'pilot2/ANALY_JINR/brokeroff#0',
      before: { manual_rule: '' },
      after: { manual_rule: 'BROKEROFF' },
      reason: 'Retires at once: SL6 ends.',
      claims: [],
    });
  });

  it('is due from its date on, and scheduled before', () => {
    const states = ['2019-08-14', '2019-08-15', '2019-08-16'].map((day) =>
      view({ retirement: { on: '2019-08-15' }, day }),
    );
    expect(states.map(({ state }) => state)).toEqual(['scheduled', 'due', 'due']);
    expect(states.map(({ operation }) => operation !== null)).toEqual([false, true, true]);
  });

  it('obeys no working day, holiday or freeze', () => {
    expect(view({ retirement: { on: '2019-08-10' }, day: '2019-08-10' }).operation).not.toBeNull();
  });

  it('belongs to the site of the inventory, by queue or by ATLAS site', () => {
    expect(view({ inventory: { sites: [aSite('Dubna', { atlas_sites: ['JINR'], queues: {} })] } }).site).toBe('Dubna');
    expect(view({ inventory: { sites: [aSite('Dubna', { atlas_sites: [], queues: { ANALY_JINR: {} } })] } }).site).toBe(
      'Dubna',
    );
  });

  it('of a queue that nobody knows is told, with a near name', () => {
    expect(view({ records: [aRecord('ANALY_JINR2')] })).toMatchObject({
      state: 'unknown queue',
      operation: null,
      warnings: ['The catalogue does not know ANALY_JINR. Did you mean ANALY_JINR2?'],
    });
    expect(view({ records: [], retirement: { data: 'moved' } })).toMatchObject({
      data: 'moved',
      warnings: ['The catalogue does not know ANALY_JINR.'],
    });
  });
});

describe('a retirement is done', () => {
  it('where a manual rule stands, whoever set it', () => {
    expect(view({ rules: [aManualRule('BROKEROFF', { reason: '[pilot2/ANALY_JINR/brokeroff#0]' })] })).toMatchObject({
      state: 'brokeroff',
      operation: null,
      warnings: [],
    });
    expect(view({ rules: [aManualRule('BROKEROFF', { reason: 'anna' })] })).toMatchObject({
      state: 'brokeroff',
      warnings: ['Set by somebody else: anna.'],
    });
    expect(view({ rules: [aManualRule('OFFLINE')] }).state).toBe('off');
  });

  it('not where another probe alone put it down', () => {
    expect(
      view({
        records: [{ ...jinr, status: 'offline' }, sibling],
        rules: [aManualRule('OFFLINE', { probe: 'switcher' })],
      }).operation,
    ).not.toBeNull();
  });

  it('and drained when no job is left, where a monitor says so', () => {
    const rules = [aManualRule()];
    const states = [
      null,
      new Map(),
      new Map([['ANALY_JINR', { activated: 0, running: 1 }]]),
      new Map([['ANALY_JINR', { activated: 0, running: 0 }]]),
    ];
    expect(states.map((activity) => view({ rules, activity }).state)).toEqual([
      'brokeroff',
      'brokeroff',
      'brokeroff',
      'drained',
    ]);
    expect(view({ rules, activity: new Map([['ANALY_JINR', { activated: 2, running: 1 }]]) }).jobs).toEqual({
      activated: 2,
      running: 1,
    });
  });
});

describe('a rule of somebody else', () => {
  it('that is less strict is left alone', () => {
    const held = view({ rules: [aManualRule('TEST', { reason: 'anna' })] });
    expect(held).toMatchObject({ state: 'due', operation: null });
    expect(held.held).toContain('ANALY_JINR has a manual rule of somebody else (anna): TEST.');
  });

  it('that the catalogue does not tell is left alone', () => {
    const reason = 'the list of rules does not tell it, and the record is offline';
    const held = view({ rules: [aManualRule('UNKNOWN', { reason })] });
    expect(held).toMatchObject({ state: 'due', operation: null });
    expect(held.held).toBe(
      `The manual rule of ANALY_JINR is not known: ${reason}. A manual rule of ours might replace somebody else's. Look at its status rules in the catalogue's web form, and ask those who run it why they are not told.`,
    );
  });

  it('with an end is left alone, and warned of', () => {
    const held = view({ rules: [aManualRule('BROKEROFF', { expiration: '2019-09-01T00:00:00.000Z' })] });
    expect(held.held).toContain('which ends on 2019-09-01');
    expect(held.warnings[0]).toBe(
      'The manual rule BROKEROFF of ANALY_JINR ends on 2019-09-01: the queue then comes back by itself.',
    );
  });
});

describe('the last analysis queue of its site', () => {
  const alone = { records: [jinr] };

  it('is held until the inventory says what happens to its data', () => {
    expect(view(alone)).toMatchObject({ alone: true, state: 'due', operation: null });
    expect(view(alone).held).toBe(
      'ANALY_JINR is the last analysis queue of JINR in service, and nothing moves its data: `migrate brokeroff schedule ANALY_JINR --data "…"` says what happens to it, and frees it.',
    );
  });

  it('goes, with a warning, when it does', () => {
    const told = view({ ...alone, retirement: { data: 'moved to Dubna' } });
    expect(told.operation).not.toBeNull();
    expect(told).toMatchObject({
      data: 'moved to Dubna',
      warnings: ['The last analysis queue of JINR in service; its data: moved to Dubna.'],
    });
  });

  it('is warned of before its date', () => {
    expect(view({ ...alone, retirement: { on: '2019-08-15' } }).warnings).toHaveLength(1);
  });

  it.each([
    ['production', { type: 'production' }],
    ['special', { type: 'special' }],
    ['offline', { status: 'offline' }],
    ['brokeroff', { status: 'brokeroff' }],
    ['disabled', { state: 'DISABLED' }],
  ])('is not helped by a %s sibling', (_what, record) => {
    expect(view({ records: [jinr, { ...sibling, ...record }] }).alone).toBe(true);
  });

  it('is not helped by a sibling that retires, or is there for tests', () => {
    expect(view({ others: [aRetirement('ANALY_JINR_SL7', { on: '2020-01-01' })] }).alone).toBe(true);
    expect(view({ records: [jinr, aRecord('ANALY_JINR_TEST', { atlas_site: 'JINR', type: 'analysis' })] }).alone).toBe(
      true,
    );
  });

  it.each([
    ['analysis in test', { status: 'test' }],
    ['unified', { type: 'unified' }],
  ])('is not alone beside a sibling: %s', (_what, record) => {
    expect(view({ records: [jinr, { ...sibling, ...record }] }).alone).toBe(false);
  });

  it('is no matter for a production queue', () => {
    expect(view({ records: [{ ...jinr, type: 'production' }] }).alone).toBe(false);
  });
});

describe('off', () => {
  const ours = aManualRule('BROKEROFF', { reason: '[pilot2/ANALY_JINR/brokeroff#0]' });
  const drained = new Map([['ANALY_JINR', { activated: 0, running: 0 }]]);

  function off(given: Case) {
    const situation = situationOf(given);
    const retirement = situation.retiring.get('ANALY_JINR');
    return retirement ? offOperation(retirement, situation, false) : null;
  }

  it('takes a drained queue offline', () => {
    expect(off({ rules: [ours], activity: drained })).toMatchObject({
      key: 'pilot2/ANALY_JINR/off#0',
      before: { manual_rule: 'BROKEROFF' },
      after: { manual_rule: 'OFFLINE' },
    });
  });

  it.each([
    ['is not brokeroff yet', { activity: drained }],
    [
      'is not drained: 3 activated or running jobs',
      { rules: [ours], activity: new Map([['ANALY_JINR', { activated: 1, running: 2 }]]) },
    ],
    ['Nobody can say whether ANALY_JINR is drained: no monitor', { rules: [ours] }],
    ["is drained: the monitor's list of its jobs is not whole", { rules: [ours], activity: new Map() }],
    ['a manual rule of somebody else (anna: no manpower): BROKEROFF', { rules: [aManualRule()], activity: drained }],
    ['is OFFLINE by anna: no manpower already', { rules: [aManualRule('OFFLINE')], activity: drained }],
    ['The catalogue does not know ANALY_JINR', { records: [] }],
  ])('refuses where it %s', (sentence, given) => {
    expect(off(given)).toMatchObject({ sentence: expect.stringContaining(sentence) as string });
  });
});
