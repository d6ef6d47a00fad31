import { describe, expect, it } from 'vitest';
import { aRequestTo, openCampaign, requests, type Campaign } from './campaign.js';

/** `npm run test:deaths` sends 200. */
const many = requests(process.env['MIGRATE_TEST_DEATHS'] === 'all' ? 200 : 80);

/** Sends until nothing is left open; answers how many runs it took. */
async function sendToTheEnd(campaign: Campaign, operations = many): Promise<number> {
  for (let run = 1; run <= 12; run++) {
    const outcomes = await campaign.send(operations);
    if (outcomes.every(({ outcome }) => outcome === 'done' || outcome === 'already')) return run;
  }
  throw new Error('It never came to an end.');
}

describe.each(['ggus', 'jira'] as const)('many requests by %s', (channel) => {
  it.each([
    ['lost after the effect', { kind: 'reset', when: 'after' }],
    ['lost before the effect', { kind: 'reset', when: 'before' }],
    ['landing a minute after they were given up', { kind: 'late', afterSeconds: 60 }],
    ['cut off', { kind: 'cut', when: 'after' }],
  ])(
    'with three of ten answers %s: one ticket each',
    async (name, fault) => {
      const campaign = await openCampaign(channel);
      // A call that lands late waits for its time-out first.
      const operations = name.startsWith('landing') ? many.slice(0, 20) : many;
      await campaign.arm({ ...fault, on: { endpoint: `${channel} create` }, count: 10_000, probability: 0.3 });
      await sendToTheEnd(campaign, operations);
      const titles = campaign.tickets().map(({ title }) => title);
      expect(titles.sort()).toEqual(operations.map(({ key, site }) => `[${key}] Pilot 2 at ${site}`).sort());
      const { sites } = await campaign.history();
      expect([...sites.values()].flatMap(({ requests: facts }) => facts.map(({ state }) => state))).toEqual(
        operations.map(() => 'sent'),
      );
    },
    120_000,
  );

  it('a reminder goes into the request itself, once', async () => {
    const campaign = await openCampaign(channel);
    const asked = requests(20);
    await sendToTheEnd(campaign, asked);
    const { sites } = await campaign.history();
    const reminders = asked.map(({ site }) =>
      aRequestTo(site, { step: 'reminder', before: { request: 'sent', ref: sites.get(site)?.requests[0]?.ref ?? '' } }),
    );
    await campaign.arm({
      kind: 'reset',
      when: 'after',
      on: { endpoint: `${channel} comment` },
      count: 10_000,
      probability: 0.3,
    });
    await sendToTheEnd(campaign, reminders);
    expect(campaign.tickets()).toHaveLength(20);
    for (const { before, key } of reminders) {
      const texts = await campaign.helpdesk.findIn?.(before['ref'] ?? '');
      expect(texts?.filter(({ marker }) => marker === `[${key}]`)).toHaveLength(1);
    }
  }, 60_000);
});

describe('many requests by mail', () => {
  it('with three of ten answers lost after the effect: no mail twice, and the doubtful ones are listed', async () => {
    const campaign = await openCampaign('mail');
    await campaign.arm({ kind: 'reset', when: 'after', on: { endpoint: 'mail' }, count: 10_000, probability: 0.3 });
    const first = await campaign.send(many);
    const again = await campaign.send(many);
    const doubtful = first.filter(({ outcome }) => outcome === 'unconfirmed').map(({ site }) => site);
    expect(doubtful.length).toBeGreaterThan(many.length / 8);
    expect(first.filter(({ outcome }) => outcome === 'done')).toHaveLength(many.length - doubtful.length);
    expect(again.filter(({ outcome }) => outcome === 'unconfirmed').map(({ site }) => site)).toEqual(doubtful);
    expect(new Set(campaign.tickets().map(({ message_id: id }) => id)).size).toBe(many.length);
    expect(campaign.tickets()).toHaveLength(many.length);
    const { sites } = await campaign.history();
    const unconfirmed = [...sites]
      .filter(([, { requests: facts }]) => facts[0]?.state === 'unconfirmed')
      .map(([site]) => site);
    expect(unconfirmed.sort()).toEqual([...doubtful].sort());
  }, 120_000);

  it('what never arrived is doubtful too: nobody can look it up', async () => {
    const campaign = await openCampaign('mail');
    await campaign.arm({ kind: 'reset', when: 'before', on: { endpoint: 'mail' }, count: 1 });
    const [outcome] = await campaign.send(requests(1));
    expect(outcome).toMatchObject({ outcome: 'unconfirmed' });
    expect(outcome?.message).toContain('migrate request sent SITE-001');
    expect(campaign.tickets()).toEqual([]);
  });
});
