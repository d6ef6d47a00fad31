import { dump } from 'js-yaml';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mainSchema } from '../../src/inventory/format/schema/file.js';
import { keysOf } from '../../scripts/docs/sites-yaml.js';
import { check, inventoryOf, withCampaign } from './texts.js';

/** Every key of `sites.yaml` that takes numbers, and numbers alone. */
const numericKeys = [...keysOf('', mainSchema)].flatMap(({ path, schema }) => {
  const expected = schema.safeParse(Symbol('any')).error?.issues[0]?.message ?? '';
  return /^a (whole )?number/.test(expected) ? [{ path, schema, expected }] : [];
});

/** `campaign.pace[].days` as the place of a first item, in a file with one site. */
function placeOf(path: string): string {
  return path.replaceAll('[]', '[0]').replace('sites.<name>', 'sites.OSCER').replaceAll('<name>', 'any');
}

function textWith(place: string, value: number): string {
  const nested = place
    .split('.')
    .reduceRight<unknown>(
      (inner, part) => (part.endsWith('[0]') ? { [part.slice(0, -3)]: [inner] } : { [part]: inner }),
      value,
    );
  return dump(nested);
}

const huge = fc.oneof(
  fc.constantFrom(Infinity, Number.MAX_VALUE, Number.MAX_SAFE_INTEGER, 1e18, 1e10, -1, Number.NaN),
  fc.integer({ min: 2_000_000_000, max: Number.MAX_SAFE_INTEGER }),
);

describe('a number that no campaign has use for is refused in its place', () => {
  it('of every key there is', () => {
    expect(numericKeys.length).toBeGreaterThan(30);
    fc.assert(
      fc.property(fc.constantFrom(...numericKeys), huge, ({ path, expected }, value) => {
        const place = placeOf(path);
        const { ok, findings } = check(textWith(place, value));
        expect(ok).toBe(false);
        expect(findings).toContainEqual(expect.objectContaining({ severity: 'error', path: place, expected }));
      }),
      { numRuns: 200 },
    );
  });

  it.each(numericKeys.map(({ path, schema }) => [path, schema] as const))('of %s', (_, schema) => {
    for (const value of [1e10, Number.MAX_SAFE_INTEGER, Infinity]) expect(schema.safeParse(value).success).toBe(false);
  });

  it('of a freeze by a rule', () => {
    const rule = (days: number) =>
      withCampaign(`freezes: [{ rule: FREQ=WEEKLY, from: 2019-08-01, days: ${days}, because: x }]`);
    expect(inventoryOf(rule(3660)).campaign.freezes.at(-1)?.to).toBe('2039-08-02');
    expect(check(rule(3661)).findings).toMatchObject([
      { path: 'campaign.freezes[0].days', expected: 'a whole number from 1 to 3660' },
    ]);
  });
});
