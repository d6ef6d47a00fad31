import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPlainQueue, isPlainSite } from '../../src/inventory/format/plain.js';
import { queueSchema, siteSchema } from '../../src/inventory/format/schema/site.js';

const value = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    {},
    [],
    '',
    'OSCER',
    'two words',
    'a\nb',
    '2019-08-15',
    '2019-02-30',
    'analysis',
    'unified',
    -1,
    0,
    3,
    4,
    1.5,
    2 ** 60,
  ),
  fc.constantFrom<unknown>(
    ['A'],
    ['A', 'B C'],
    [1],
    { is: 'sl6' },
    { is: 'sl6', on: '2019-02-30' },
    { is: 'sl6', evidence: null },
    { on: '2019-08-15' },
  ),
  fc.string(),
);
const site = fc.dictionary(
  fc.constantFrom(
    'atlas_sites',
    'slots',
    'contact',
    'os',
    'ready_on',
    'after',
    'hold',
    'cloud',
    'tier',
    'country',
    'queues',
    'other',
  ),
  value,
  { maxKeys: 4 },
);
const queue = fc.dictionary(fc.constantFrom('os', 'type', 'capability', 'exclude', 'other'), value, { maxKeys: 3 });

describe('what is taken without asking the schema', () => {
  it('is a site that the schema takes as it is', () => {
    const accept = (raw: unknown): void => {
      if (isPlainSite(raw)) expect(siteSchema.safeParse(raw)).toEqual({ success: true, data: raw });
    };
    fc.assert(
      fc.property(
        fc.oneof(
          value,
          site,
          site.map((raw) => ({ ...raw, queues: { A: {} } })),
        ),
        accept,
      ),
      { numRuns: 3000 },
    );
  });

  it('is a queue that the schema takes as it is', () => {
    const accept = (raw: unknown): void => {
      if (isPlainQueue(raw)) expect(queueSchema.safeParse(raw)).toEqual({ success: true, data: raw });
    };
    fc.assert(fc.property(fc.oneof(value, queue), accept), { numRuns: 3000 });
  });

  it('is what most sites say', () => {
    const os = { is: 'centos7', evidence: 'site reply', on: '2019-07-30' };
    expect(
      isPlainSite({
        atlas_sites: ['OU_OSCER_ATLAS'],
        slots: 800,
        contact: 'support@oscer.example',
        os,
        cloud: 'US',
        tier: 2,
        queues: {},
      }),
    ).toBe(true);
    expect(isPlainQueue({ type: 'analysis', capability: 'score' })).toBe(true);
  });
});
