import fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { parseYaml } from '../../src/inventory/yaml/parse.js';
import { readAs } from '../../src/inventory/yaml/altered.js';
import { check, smallest, withCampaign } from './texts.js';

describe('a name that YAML reads as another', () => {
  it.each(['012', '0x1F', '1.0', '0x10', '1e3', '0o17', '+5', '~', 'True', '12345678901234567890'])(
    'is an error as a key: %s',
    (name) => {
      const { findings } = check(smallest.replace('OU_OSCER_ATLAS', name));
      expect(findings.map(({ line, message }) => [line, message.includes(`it in quotes, "${name}"`)])).toContainEqual([
        5,
        true,
      ]);
    },
  );

  it('is none in quotes, and none where it is read as it is written', () => {
    for (const name of ['"012"', "'1e3'", '16', 'NO', 'Yes', '1.0-rc', '2019-06-01', '1_000'])
      expect(
        check(smallest.replace('OU_OSCER_ATLAS', name)).findings.filter(({ severity }) => severity === 'error'),
        name,
      ).toEqual([]);
  });

  it('is an error as a version', () => {
    const { findings } = check(withCampaign('pilot: { from: "1", to: 012 }'));
    expect(findings.map(({ path, found }) => [path, found])).toEqual([
      ['campaign.pilot.to', '012 without quotes, which is read as 12'],
    ]);
  });

  it('is told for every one of two keys that become one', () => {
    const { findings } = check(smallest.replace('{ OU_OSCER_ATLAS: {} }', '{ 16: {}, 0x10: {} }'));
    expect(findings.some(({ found }) => found.startsWith('0x10 without quotes'))).toBe(true);
  });
});

const word = fc.oneof(
  fc.stringMatching(/^[-+.]?[0-9][0-9._eExXob+-]{0,8}$/),
  fc.stringMatching(/^[-+]?0[xo][0-9a-fA-F]{1,6}$/),
  fc.stringMatching(/^[-+]?\.(inf|Inf|INF|nan|NaN)$/),
  fc.constantFrom('true', 'True', 'TRUE', 'false', 'null', 'Null', 'NULL', '~', 'NO', 'yes', 'nan', '-', '+', '.'),
  fc.stringMatching(/^[A-Za-z0-9_.-]{1,10}$/),
);

it('no unquoted word is read as another without a finding', () => {
  fc.assert(
    fc.property(word, (name) => {
      const text = `sites: { ${name}: 1 }\n`;
      const parsed = parseYaml('sites.yaml', text);
      if (!parsed.ok || parsed.findings.length > 0) return;
      const { sites } = parsed.document as { readonly sites: object };
      expect(Object.keys(sites)).toEqual([name]);
    }),
    { numRuns: 3000 },
  );
});

it('what a word becomes is what the reader of YAML makes of it', () => {
  fc.assert(
    fc.property(word, (name) => {
      let read: unknown;
      try {
        [read] = load(`[${name}]`) as unknown[];
      } catch {
        return;
      }
      if (typeof read !== 'object' || read === null) expect(readAs(name)).toBe(String(read));
    }),
    { numRuns: 3000 },
  );
});
