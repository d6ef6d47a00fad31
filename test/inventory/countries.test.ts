import { describe, expect, it } from 'vitest';
import { checkInventory } from '../../src/inventory/check.js';
import { countryCode } from '../../src/model/text/countries.js';

function found(country: string, sites = ''): readonly string[] {
  const text = `campaign: { name: c, holidays: [{ on: 2030-01-01, country: ${country} }] }
sites:
  A: { ${sites}os: { is: centos7, evidence: a test, on: 2019-06-01 }, queues: { A: {} } }
`;
  const { findings } = checkInventory('sites.yaml', () => ({ ok: true, text }));
  return findings.flatMap(({ severity, path, message }) =>
    path.startsWith('campaign.holidays') ? [`${severity}: ${message}`] : [],
  );
}

describe('the country of a holiday', () => {
  it.each(['Switzerland', 'switzerland', 'CH', 'ch', 'LU', 'Nordic', 'Croatia', 'HR'])('may be %s', (country) => {
    expect(found(country)).toEqual([]);
  });

  it('may be as a site writes its own', () => {
    expect(found('Gondor', 'country: Gondor, ')).toEqual([]);
  });

  it.each([
    ['Swizerland', /^error: found "Swizerland", .* Did you mean switzerland\?/],
    ['Narnia', /^error: found "Narnia", expected a country/],
    ['ZZ', /^error: /],
    ['QZ', /^error: /],
  ])('is an error where there is none: %s', (country, message) => {
    expect(found(country)).toEqual([expect.stringMatching(message)]);
  });
});

it('a country is the same by name and by code', () => {
  const pairs = [
    ['Croatia', 'HR'],
    ['timor-leste', 'TL'],
    ['Germany', 'DE'],
    ['France', 'FR'],
    ['UK', 'GB'],
  ];
  for (const [name = '', code = ''] of pairs) expect(countryCode(name)).toBe(countryCode(code));
});
