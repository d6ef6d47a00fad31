import { describe, expect, it } from 'vitest';
import { compareFields, ownedFields } from '../../../src/changes/record/fields.js';
import type { Operation } from '../../../src/model/operation.js';
import { aManualRule, aRecord } from '../../planning/builders.js';

const flip: Operation = {
  key: 'pilot2/OSCER/flip#0',
  kind: 'flip',
  subject: 'OSCER',
  site: 'OSCER',
  queue: 'OSCER',
  before: { pilot_version: '1', container_type: 'singularity:wrapper;docker:job' },
  after: { pilot_version: '2', container_type: 'singularity:pilot;docker:job' },
  reason: 'ready',
  claims: [],
  inputsFingerprint: '',
};

const brokeroff: Operation = {
  ...flip,
  key: 'pilot2/OSCER/brokeroff#0',
  kind: 'brokeroff',
  before: { manual_rule: '' },
  after: { manual_rule: 'BROKEROFF' },
};

describe('the fields of an operation', () => {
  it('are those it owns, whatever else the record says', () => {
    expect(ownedFields(flip, aRecord('OSCER', { status: 'test' }), [aManualRule()])).toEqual({
      pilot_version: '1',
      container_type: 'singularity:wrapper',
    });
  });

  it('hold the manual rule for a status', () => {
    expect(ownedFields(brokeroff, aRecord(), [aManualRule('TEST')])).toEqual({
      manual_rule: 'TEST',
      manual_rule_by: 'anna: no manpower',
    });
    expect(
      ownedFields(brokeroff, aRecord(), [aManualRule('BROKEROFF', { reason: `SL6. [${brokeroff.key}]` })]),
    ).toEqual({ manual_rule: 'BROKEROFF' });
  });
});

describe('comparing', () => {
  it('finds all fields at after, however the catalogue writes them', () => {
    expect(compareFields(flip, { pilot_version: '2', container_type: 'docker:job; singularity:pilot' })).toBe(
      'at after',
    );
  });

  it.each([
    ['1', 'singularity:wrapper;docker:job'],
    ['1', 'docker:job;singularity:pilot'],
    ['2', 'docker:job;singularity:wrapper'],
  ])('goes on from %j and %j', (pilot_version, container_type) => {
    expect(compareFields(flip, { pilot_version, container_type })).toBe('between');
  });

  it('finds a conflict in any other value, with field and value', () => {
    expect(compareFields(flip, { pilot_version: '3', container_type: 'singularity:pilot;docker:job' })).toEqual({
      conflict: "pilot_version of OSCER is '3', set by somebody else; expected '1' or '2'.",
      field: 'pilot_version',
      found: '3',
      by: null,
    });
  });

  it('accepts either side of the operation that it replaces', () => {
    const off: Operation = {
      ...flip,
      kind: 'containers-off',
      before: { container_type: 'singularity:wrapper' },
      orBefore: { container_type: 'singularity:pilot' },
      after: { container_type: '' },
      supersedes: flip.key,
    };
    expect(
      ['singularity:wrapper', 'singularity:pilot', ''].map((container_type) => compareFields(off, { container_type })),
    ).toEqual(['between', 'between', 'at after']);
    expect(compareFields(off, { container_type: 'docker:job' })).toMatchObject({ field: 'container_type' });
  });

  it('calls a brokeroff done where the wanted rule stands, or a stricter one of ours', () => {
    expect(compareFields(brokeroff, { manual_rule: 'BROKEROFF', manual_rule_by: 'anna' })).toBe('at after');
    expect(compareFields(brokeroff, { manual_rule: 'OFFLINE' })).toBe('at after');
    expect(compareFields(brokeroff, { manual_rule: '' })).toBe('between');
  });

  it("is in conflict with somebody else's stricter rule, which stays", () => {
    expect(compareFields(brokeroff, { manual_rule: 'OFFLINE', manual_rule_by: 'anna: disk dead' })).toEqual({
      conflict:
        'Somebody else has set OSCER OFFLINE (anna: disk dead), which is stricter than BROKEROFF: their rule stays.',
      field: 'manual_rule',
      found: 'OFFLINE',
      by: 'anna: disk dead',
    });
  });

  it('calls a queue online again by whomever', () => {
    const online: Operation = { ...brokeroff, before: { manual_rule: 'BROKEROFF' }, after: { manual_rule: 'ONLINE' } };
    expect(compareFields(online, { manual_rule: 'ONLINE', manual_rule_by: 'anna' })).toBe('at after');
    expect(compareFields(online, { manual_rule: 'OFFLINE', manual_rule_by: 'anna' })).toMatchObject({ by: 'anna' });
    expect(compareFields(online, { manual_rule: 'BROKEROFF' })).toBe('between');
  });

  it('names who set a manual rule that is in the way', () => {
    expect(compareFields(brokeroff, { manual_rule: 'TEST', manual_rule_by: 'anna' })).toMatchObject({
      field: 'manual_rule',
      found: 'TEST',
      by: 'anna',
    });
  });

  it('is in conflict with a manual rule that the catalogue does not tell', () => {
    expect(compareFields(brokeroff, { manual_rule: 'UNKNOWN', manual_rule_by: 'the record is offline' })).toMatchObject(
      { conflict: 'The manual rule of OSCER is not known: the record is offline.', by: null },
    );
  });

  it('finds that the rule it was to replace is gone', () => {
    const off: Operation = { ...brokeroff, before: { manual_rule: 'BROKEROFF' }, after: { manual_rule: 'OFFLINE' } };
    expect(compareFields(off, { manual_rule: '' })).toMatchObject({
      conflict: "The manual rule is gone at OSCER; expected 'BROKEROFF' or 'OFFLINE'.",
    });
    expect(compareFields(off, { manual_rule: 'BROKEROFF' })).toBe('between');
  });
});
