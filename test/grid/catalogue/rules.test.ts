import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readStatusRules, rulesBeside } from '../../../src/grid/catalogue/rules.js';

const switcher = {
  probe: 'switcher',
  value: 'OFFLINE',
  reason: 'set.offline.by.Switcher https://goc.example/1',
  expiration: null,
  updated: '2018-08-06T03:40:08',
};
const manual = {
  probe: 'manual',
  value: 'BROKEROFF',
  reason: 'SL6 [pilot2/Q/brokeroff#0]',
  expiration: '2019-09-01T00:00:00',
  updated: null,
  last_modified: '2019-08-05T08:00:00.123456',
};

/** As the catalogue's list tells them beside a record of this status. */
function rulesOf(activities: unknown, status = 'online'): unknown {
  const entry = readStatusRules({ Q: activities })?.get('Q');
  return entry && rulesBeside(status, entry);
}

describe('status rules', () => {
  it('stand under AUTO in AGIS', () => {
    expect(rulesOf({ a: { mode: { AUTO: { switcher, manual } }, status: switcher } })).toEqual([
      { ...switcher, updated: '2018-08-06T03:40:08.000Z' },
      {
        probe: 'manual',
        value: 'BROKEROFF',
        reason: manual.reason,
        expiration: '2019-09-01T00:00:00.000Z',
        updated: '2019-08-05T08:00:00.123Z',
      },
    ]);
  });

  it('name who set them, where the list says', () => {
    const operationdn = '/DC=ch/DC=cern/OU=Organic Units/CN=anna';
    expect(rulesOf({ a: { mode: { AUTO: { manual: { ...manual, operationdn }, switcher } } } })).toMatchObject([
      { probe: 'manual', setBy: operationdn },
      expect.not.objectContaining({ setBy: expect.anything() as unknown }),
    ]);
  });

  it('stand under their value in CRIC', () => {
    expect(
      rulesOf({ a: { mode: { OFFLINE: { switcher }, BROKEROFF: { manual: { ...manual, value: undefined } } } } }),
    ).toMatchObject([
      { probe: 'switcher', value: 'OFFLINE' },
      { probe: 'manual', value: 'BROKEROFF' },
    ]);
  });

  it('are one a probe: the strictest, where activities differ', () => {
    expect(
      rulesOf({ a: { mode: { AUTO: { manual: { ...manual, value: 'TEST' } } } }, p: { mode: { AUTO: { manual } } } }),
    ).toMatchObject([{ value: 'BROKEROFF' }]);
  });

  it('are known from the deciding one, where the others are missing', () => {
    expect(rulesOf({ a: { status: switcher } })).toMatchObject([{ probe: 'switcher', value: 'OFFLINE' }]);
  });

  it.each([
    null,
    {},
    { a: null },
    { a: { mode: null, status: null } },
    { a: { mode: { AUTO: null } } },
    { a: { status: {} } },
  ])('may be none: %j', (activities) => {
    expect(rulesOf(activities)).toEqual([]);
  });

  it.each([
    null,
    { a: null },
    { a: {} },
    { a: { mode: null } },
    { a: { mode: { AUTO: null } } },
    { a: { status: {} } },
  ])('are unknown where the entry does not tell them and the record is not online: %j', (activities) => {
    for (const status of ['offline', 'brokeroff', 'test', ''])
      expect(rulesOf(activities, status)).toMatchObject([{ probe: 'manual', value: 'UNKNOWN' }]);
  });

  it.each([{}, { a: { mode: {} } }, { a: { mode: { AUTO: {} } } }])(
    'are none where the entry says that it is empty, whatever the record is: %j',
    (activities) => {
      expect(rulesOf(activities, 'offline')).toEqual([]);
    },
  );

  it('keep a manual rule that the decisive one tells, and doubt one that only others may hide', () => {
    expect(rulesOf({ a: { mode: null, status: manual } }, 'brokeroff')).toMatchObject([{ value: 'BROKEROFF' }]);
    expect(rulesOf({ a: { mode: null, status: switcher } }, 'offline')).toMatchObject([
      { probe: 'switcher', value: 'OFFLINE' },
      { probe: 'manual', value: 'UNKNOWN' },
    ]);
  });

  it('are never dropped for a missing part', () => {
    expect(rulesOf({ a: { mode: { AUTO: { manual: null } } } })).toEqual([
      { probe: 'manual', value: 'UNKNOWN', reason: '', expiration: null, updated: null },
    ]);
    expect(rulesOf({ a: { mode: { AUTO: { manual: { ...manual, expiration: 'tomorrow' } } } } })).toMatchObject([
      { expiration: 'tomorrow' },
    ]);
  });

  it.each(['x', [], { a: 1 }, { a: { mode: 'x' } }, { a: { mode: { AUTO: 'x' } } }])(
    "may stand in an entry of another shape, %j: it is nobody's to replace",
    (activities) => {
      expect(rulesOf(activities)).toEqual([
        { probe: 'manual', value: 'UNKNOWN', reason: '', expiration: null, updated: null },
      ]);
    },
  );

  it('are not in what is no object', () => {
    expect(readStatusRules([])).toBeNull();
    expect(readStatusRules('x')).toBeNull();
  });

  it('never make the reader throw', () => {
    fc.assert(fc.property(fc.anything(), (body) => void readStatusRules(body)));
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (mode, status) => void readStatusRules({ Q: { a: { mode, status } } })),
    );
  });
});
