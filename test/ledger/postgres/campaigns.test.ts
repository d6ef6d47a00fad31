import { describe, expect, it } from 'vitest';
import {
  actor,
  at,
  carryThrough,
  claim,
  flip,
  tokenOf,
  intent,
  newPlace,
  openLedger,
  settlement,
} from '../builders.js';
import { move } from '../move.js';
import { sharedPool } from '../../../src/model/keys/pools.js';

const dayMs = 86_400_000;
const watching = (minutes = 0) => ({ ...intent({ at: at(minutes) }), watchMs: 3 * dayMs });
const el9Flip = (queue: string, change = {}) => flip(queue, { key: `el9/${queue}/flip#0`, ...change });

/** Two campaigns on one grid, their ledgers in one database. */
async function twoCampaigns() {
  const place = newPlace();
  return {
    place,
    pilot2: await openLedger({ file: place }),
    el9: await openLedger({ file: newPlace(), campaign: 'el9' }),
  };
}

describe('a queue is in the hands of one campaign at a time', () => {
  it('while a change is open: the other is told which and until when', async () => {
    const { pilot2, el9 } = await twoCampaigns();
    const token = tokenOf(await pilot2.intend(flip('Q'), watching()));
    const answer = await el9.intend(el9Flip('Q'), watching());
    expect(answer).toMatchObject({ is: 'elsewhere', campaign: 'pilot2' });
    expect(answer).toHaveProperty(
      'sentence',
      `Q is in the hands of campaign pilot2: pilot2/Q/flip#0 is open since ${at()}.`,
    );
    expect(answer).toHaveProperty('until', new Date(token.leaseUntilMs).toISOString());
    expect(await el9.intend(el9Flip('R'), watching())).toMatchObject({ is: 'ours' });
  });

  it('while its jobs are watched after a change, until the verdict or the deadline', async () => {
    const { pilot2, el9 } = await twoCampaigns();
    await carryThrough(pilot2, flip('Q'));
    await carryThrough(pilot2, flip('S'));
    const until = new Date(Date.parse(at(26)) + 3 * dayMs).toISOString();
    expect(await el9.intend(el9Flip('Q'), watching(60))).toMatchObject({ is: 'elsewhere', until });
    const verdict = {
      queue: 'Q',
      generation: 1,
      verdict: 'good' as const,
      reason: '',
      at: at(300),
      by: 'commissioning',
      ends: null,
    };
    await pilot2.note({ what: 'verdict', site: 'OSCER', verdict }, actor(), at(300));
    expect(await el9.intend(el9Flip('Q'), watching(301))).toMatchObject({ is: 'ours' });
    expect(await el9.intend(el9Flip('S'), watching(4 * 24 * 60))).toMatchObject({ is: 'ours' });
  });

  it('not while another change than one to its jobs is due: retirements obey their date alone', async () => {
    const { pilot2, el9 } = await twoCampaigns();
    await carryThrough(pilot2, flip('Q'));
    const brokeroff = el9Flip('Q', { key: 'el9/Q/brokeroff#0', kind: 'brokeroff' });
    expect(await el9.intend(brokeroff, watching(60))).toMatchObject({ is: 'ours' });
  });

  it('of two that ask at the same moment one gets it', async () => {
    const { pilot2, el9 } = await twoCampaigns();
    const answers = await Promise.all([pilot2.intend(flip('Q'), watching()), el9.intend(el9Flip('Q'), watching())]);
    expect(answers.map(({ is }) => is).sort()).toEqual(['elsewhere', 'ours']);
  });

  it('a ledger that was moved away holds nothing any more', async () => {
    const { place, pilot2, el9 } = await twoCampaigns();
    const token = tokenOf(await pilot2.intend(flip('Q'), watching()));
    await pilot2.settle(token, settlement('unconfirmed'));
    await move(place, newPlace());
    expect(await el9.intend(el9Flip('Q'), watching())).toMatchObject({
      is: 'elsewhere',
      sentence: expect.stringContaining('pilot2/Q/flip#0') as string,
    });
    expect(await el9.intend(el9Flip('R'), watching())).toMatchObject({ is: 'ours' });
  });
});

it('a shared limit counts the sites of all campaigns, each once; one that is not shared counts its own', async () => {
  const { pilot2, el9 } = await twoCampaigns();
  const pool = sharedPool('cloud/UK/2019-08-05');
  const on = (site: string) => ({ site, claims: [claim(pool, site, 2)] });
  await carryThrough(pilot2, flip('A', on('RAL')));
  await carryThrough(pilot2, flip('B', on('QMUL')));
  expect(await el9.intend(el9Flip('C', on('RHUL')), watching())).toMatchObject({
    is: 'over limit',
    sentence: 'The limit of 2 for all campaigns/cloud/UK/2019-08-05 is reached: 2 taken, RHUL would add 1.',
  });
  expect(await el9.intend(el9Flip('D', on('RAL')), watching())).toMatchObject({ is: 'ours' });
  const own = { site: 'RHUL', claims: [claim('cloud/UK/2019-08-05', 'RHUL', 1)] };
  expect(await el9.intend(el9Flip('C', own), watching())).toMatchObject({ is: 'ours' });
});
