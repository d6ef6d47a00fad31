import { describe, expect, it } from 'vitest';
import { manualRuleText, parseManualRule, satisfies } from '../../../src/changes/record/manual-rule.js';
import { aManualRule } from '../../planning/builders.js';

function text(...rules: Parameters<typeof manualRuleText>[0]) {
  return manualRuleText(rules, 'pilot2', 'ANALY_JINR');
}

describe('the manual rule of a queue', () => {
  it('is nothing where only other probes speak', () => {
    expect(text(aManualRule('OFFLINE', { probe: 'switcher' }), aManualRule('TEST', { probe: 'hammercloud' }))).toBe('');
  });

  it('is ours where its reason carries a key of ours', () => {
    expect(text(aManualRule('BROKEROFF', { reason: 'pilot2/ANALY_JINR/brokeroff#0 SL6 ends' }))).toBe('BROKEROFF');
    expect(text(aManualRule('OFFLINE', { reason: 'pilot2/ANALY_JINR/off#1' }))).toBe('OFFLINE');
  });

  it("is somebody else's with any other reason, also the key of another queue", () => {
    expect(text(aManualRule('TEST', { reason: 'anna' }))).toBe('TEST by anna');
    expect(text(aManualRule('BROKEROFF', { reason: 'pilot2/ANALY_IHEP/brokeroff#0' }))).toBe(
      'BROKEROFF by pilot2/ANALY_IHEP/brokeroff#0',
    );
  });

  it('says when it expires', () => {
    expect(text(aManualRule('BROKEROFF', { reason: 'anna', expiration: '2019-09-01T00:00:00.000Z' }))).toBe(
      'BROKEROFF by anna until 2019-09-01T00:00:00.000Z',
    );
  });

  it.each([
    ['BROKEROFF', { value: 'BROKEROFF', by: null, until: null }],
    ['TEST by anna', { value: 'TEST', by: 'anna', until: null }],
    ['TEST by ', { value: 'TEST', by: '', until: null }],
    ['OFFLINE by anna: until the\nnew cooling', { value: 'OFFLINE', by: 'anna: until the\nnew cooling', until: null }],
    ['BROKEROFF until 2019-09-01T00:00:00.000Z', { value: 'BROKEROFF', by: null, until: '2019-09-01T00:00:00.000Z' }],
    ['TEST by anna until 2019-09-01T00:00:00.000Z', { value: 'TEST', by: 'anna', until: '2019-09-01T00:00:00.000Z' }],
  ])('%j is read back', (written, rule) => {
    expect(parseManualRule(written)).toEqual(rule);
  });

  it('is none where the text is empty', () => {
    expect(parseManualRule('')).toBeNull();
  });
});

describe('a brokeroff', () => {
  it.each(['BROKEROFF', 'BROKEROFF by anna', 'OFFLINE', 'OFFLINE by anna'])('stands with %j', (rule) => {
    expect(satisfies(rule, 'BROKEROFF')).toBe(true);
  });

  it.each([
    '',
    'ONLINE by anna',
    'TEST by anna',
    'PAUSED by anna',
    'BROKEROFF by anna until 2019-09-01T00:00:00.000Z',
    'STANDBY by anna',
  ])('does not stand with %j', (rule) => {
    expect(satisfies(rule, 'BROKEROFF')).toBe(false);
  });

  it('is not offline', () => {
    expect(satisfies('BROKEROFF', 'OFFLINE')).toBe(false);
  });
});
