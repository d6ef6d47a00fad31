import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import Flip from '../../commands/flip.js';
import Next from '../../commands/next.js';
import { isMapping } from '../../src/model/mapping.js';
import { smallCampaign, someoneElse } from './campaigns.js';
import { resultOf, runJson } from './run-command.js';

const outage = {
  atlas_site: 'BETA',
  start: '2030-01-07T04:00:00Z',
  end: '2030-01-08T20:00:00Z',
  severity: 'OUTAGE',
  description: 'New switches',
};

async function announced(file: string, written: unknown, more = {}): Promise<void> {
  await someoneElse(file, { edit: 'downtime', downtime: { ...outage, written, ...more } });
}

async function flipped(argv: readonly string[]): Promise<{ readonly sites: readonly string[]; readonly said: string }> {
  const { result, warnings } = await runJson(Next, 'next', ['--dry-run', ...argv]);
  const flips = (result?.operations ?? []).filter(({ kind }) => kind === 'flip');
  return { sites: [...new Set(flips.map(({ site }) => site))], said: warnings.join(' ') };
}

it('BETA is the first to go where nothing is announced', async () => {
  expect((await flipped(smallCampaign().argv)).sites).toEqual(['BETA']);
});

describe('a downtime of BETA in the calendar keeps it back', () => {
  it.each([
    ['as it should be written', {}, ''],
    ['without an end', { end_time: null }, 'has no end that can be read'],
    ['without a start', { start_time: null }, 'has no start that can be read'],
    ['with an offset', { start_time: '2030-01-07T09:00:00+05:00', end_time: '2030-01-08T21:00:00+0100' }, ''],
    [
      'with its times interchanged',
      { start_time: '2030-01-08T20:00:00', end_time: '2030-01-07T04:00:00' },
      'ends before it begins',
    ],
    ['without a severity', { severity: null }, 'has no severity'],
    ['with a severity that nobody knows', { severity: 'TOTAL' }, 'unknown severity "TOTAL"'],
    ['with services that cannot be read', { services: [null], affected_services: 17 }, ''],
    ['as nothing at all', null, 'is nothing that can be read'],
    ['as a text', 'see GOCDB', 'is nothing that can be read'],
    ['as a list', [outage], 'is nothing that can be read'],
  ])('%s', async (_what, written, said) => {
    const { argv, file } = smallCampaign();
    await announced(file, written);
    const next = await flipped(argv);
    expect(next.sites).toEqual(['ALPHA']);
    expect(next.said).toContain(said);
    const { outcomes } = await resultOf(Flip, 'flip', ['BETA', '--to', '2', '--yes', ...argv]);
    expect(new Set(outcomes?.map(({ outcome }) => outcome))).toEqual(new Set(['refused']));
  });

  it('where the inventory does not list the ATLAS site that the catalogue has its queues at', async () => {
    const { argv, file } = smallCampaign();
    for (const queue of ['BETA_MCORE', 'ANALY_BETA'])
      await someoneElse(file, { edit: 'attributes', queue, attributes: { atlas_site: 'BETA-NEW' } });
    await announced(file, {}, { atlas_site: 'BETA-NEW' });
    expect((await flipped(argv)).sites).toEqual(['ALPHA']);
  });

  it('and ALPHA as well, whose queues are at the same ATLAS site', async () => {
    const { argv, file } = smallCampaign();
    for (const queue of ['ALPHA', 'ANALY_ALPHA'])
      await someoneElse(file, { edit: 'attributes', queue, attributes: { atlas_site: 'BETA' } });
    await announced(file, {});
    expect((await flipped(argv)).sites).toEqual([]);
  });
});

it('a downtime of a name that nobody knows is told', async () => {
  const { argv, file } = smallCampaign();
  await announced(file, { rc_site: 'BETTA', site: 'BETTA' }, { atlas_site: 'BETTA' });
  expect((await flipped(argv)).said).toContain('The outage of BETTA names no site that the catalogue or the inventory');
});

it('an entry that the calendar calls off closes nothing, however broken it is', async () => {
  const { argv, file } = smallCampaign();
  await announced(file, { state: 'INACTIVE', end_time: 'never' });
  expect((await flipped(argv)).sites).toEqual(['BETA']);
});

/** What a field may hold that nobody can read as a time, a severity, services or a name. */
const unreadable = fc.oneof(
  fc.constantFrom<unknown>(null, '', ' ', 'never', 'n/a', '2030-13-45T99:00:00', true, {}, { of: 'x' }, [null]),
  fc.integer({ max: -1 }),
);
const fields = [
  ...['start_time', 'end_time', 'severity', 'services', 'affected_services', 'state', 'rc_site', 'site', 'id'],
  ...['description', 'classification', 'create_time', 'provider'],
];
const brokenEntry = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.dictionary(fc.constantFrom(...fields), unreadable, { minKeys: 1, noNullPrototype: true }),
  },
  { weight: 1, arbitrary: unreadable.filter((written) => !isMapping(written)) },
);

it('no entry of the calendar lets its site go in its days, however broken it is', async () => {
  await fc.assert(
    fc.asyncProperty(brokenEntry, async (written) => {
      const { argv, file } = smallCampaign();
      await announced(file, written);
      expect((await flipped(argv)).sites).toEqual(['ALPHA']);
      const { outcomes } = await resultOf(Flip, 'flip', ['BETA', '--to', '2', '--yes', ...argv]);
      expect(new Set(outcomes?.map(({ outcome }) => outcome))).toEqual(new Set(['refused']));
    }),
    {
      numRuns: Number(process.env['MIGRATE_TEST_RUNS'] ?? 15),
      examples: [[null], [{ end_time: 'never', state: null }], [{ severity: 'INACTIVE', services: {} }]],
    },
  );
}, 300_000);
