import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  manualRuleOf,
  ruleFields,
  ruleIn,
  satisfies,
  type ManualRule,
} from '../../../src/changes/record/manual-rule.js';
import { aManualRule } from '../../planning/builders.js';

function rule(...rules: Parameters<typeof manualRuleOf>[0]) {
  return manualRuleOf(rules, 'small', 'ANALY_JINR');
}

const later = '2030-03-01T08:00:00.000Z';

describe('the manual rule of a queue', () => {
  it('is nothing where only other probes speak', () => {
    expect(
      rule(aManualRule('OFFLINE', { probe: 'switcher' }), aManualRule('TEST', { probe: 'hammercloud' })),
    ).toBeNull();
  });

  it('is ours where its reason ends with a marker of ours', () => {
    const reason = 'Retires at once: SL6 ends. [small/ANALY_JINR/brokeroff#0]';
    expect(rule(aManualRule('BROKEROFF', { reason }))).toEqual({ value: 'BROKEROFF', by: null, until: null });
    expect(rule(aManualRule('OFFLINE', { reason: '[small/ANALY_JINR/off#1]', expiration: later }))).toEqual({
      value: 'OFFLINE',
      by: null,
      until: later,
    });
  });

  it.each([
    'anna',
    '[very-small/ANALY_JINR/brokeroff#3]',
    'very-small/ANALY_JINR/brokeroff#3',
    '[small/ANALY_IHEP/brokeroff#0]',
    '[small/x/ANALY_JINR/brokeroff#0]',
    '[small/ANALY_JINR/flip#0]',
    'in the place of [small/ANALY_JINR/brokeroff#0], for good',
    'until 2030-03-01T08:00',
    '',
  ])("is somebody else's with the reason %j, and has no end", (reason) => {
    expect(rule(aManualRule('OFFLINE', { reason }))).toEqual({ value: 'OFFLINE', by: reason, until: null });
  });

  it("is somebody else's with a marker under which another value is written", () => {
    const reason = 'disk dead [small/ANALY_JINR/brokeroff#0]';
    expect(rule(aManualRule('OFFLINE', { reason }))).toMatchObject({ value: 'OFFLINE', by: reason });
    expect(rule(aManualRule('TEST', { reason }))).toMatchObject({ value: 'TEST', by: reason });
  });

  it('is the same whatever its reason says', () => {
    const nearMarker = fc
      .tuple(
        fc.constantFrom('small', 'very-small', 'smaller', 'Small', 'x/small', ''),
        fc.constantFrom('ANALY_JINR', 'ANALY_IHEP', 'x/ANALY_JINR'),
        fc.constantFrom('brokeroff', 'off', 'online', 'flip'),
        fc.constantFrom('[]', '()', '  ', '[ '),
        fc.constantFrom('', ' of maria', `, until ${later}`, ']'),
      )
      .map(
        ([campaign, queue, kind, [open = '', close = ''], after]) =>
          `disk dead ${open}${campaign}/${queue}/${kind}#3${close}${after}`,
      )
      .filter((reason) => !/\[small\/ANALY_JINR\/[a-z]+#3\]$/.test(reason.trimEnd()));
    const reasons = fc.oneof(
      nearMarker,
      fc.string(),
      fc.string().map((text) => `${text} until ${later}`),
      fc.string().map((text) => `by ${text} BROKEROFF by x until ${later}`),
    );
    fc.assert(
      fc.property(
        reasons,
        fc.constantFrom('OFFLINE', 'BROKEROFF', 'TEST'),
        fc.constantFrom(null, later),
        (reason, value, expiration) => {
          const found = rule(aManualRule(value, { reason, expiration }));
          expect(found).toEqual({ value, by: reason, until: expiration });
          expect(ruleIn(JSON.parse(JSON.stringify(ruleFields(found))) as Record<string, string>)).toEqual(found);
        },
      ),
    );
  });
});

describe('a brokeroff', () => {
  const by = (value: string, more: Partial<ManualRule> = {}): ManualRule => ({ value, by: null, until: null, ...more });

  it.each([by('BROKEROFF'), by('BROKEROFF', { by: 'anna' }), by('OFFLINE'), by('OFFLINE', { by: 'anna' })])(
    'stands with %j',
    (standing) => {
      expect(satisfies(standing, 'BROKEROFF')).toBe(true);
    },
  );

  it.each([
    null,
    by('ONLINE', { by: 'anna' }),
    by('TEST', { by: 'anna' }),
    by('PAUSED', { by: 'anna' }),
    by('BROKEROFF', { by: 'anna', until: later }),
    by('STANDBY', { by: 'anna' }),
  ])('does not stand with %j', (standing) => {
    expect(satisfies(standing, 'BROKEROFF')).toBe(false);
  });

  it('is not offline', () => {
    expect(satisfies(by('BROKEROFF'), 'OFFLINE')).toBe(false);
  });
});
