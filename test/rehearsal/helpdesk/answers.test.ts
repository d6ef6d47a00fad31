import { describe, expect, it } from 'vitest';
import { siteAnswers, thanksFor } from '../../../src/rehearsal/helpdesk/answers.js';
import { readTickets } from '../../../src/rehearsal/helpdesk/tickets.js';
import { aScenario, aWorld, changes, post, twoQueues } from '../builders.js';

const dayMs = 86_400_000;
const asked = { ticket: 7, channel: 'ggus', site: 'OSCER', askedMs: 0 } as const;

describe('a site that is asked', () => {
  it('accepts within some days where nothing is said of it, the same for the same seed', () => {
    const [seen, yes] = siteAnswers(asked, null, 1);
    expect([seen?.state, yes?.state]).toEqual(['in progress', 'solved']);
    expect(yes?.atMs).toBeGreaterThanOrEqual(dayMs);
    expect(yes?.atMs).toBeLessThanOrEqual(4 * dayMs);
    expect(siteAnswers(asked, null, 1)).toEqual([seen, yes]);
    expect(siteAnswers({ ...asked, site: 'TRIUMF' }, null, 1)[1]?.atMs).not.toBe(yes?.atMs);
  });

  it.each([
    ['decline', [1, 'in progress', 2, 'unsolved']],
    ['twice', [1, 'in progress', 2, 'solved', 4, 'unsolved']],
    ['never', []],
  ] as const)('answers as the scenario says: %s', (answer, expected) => {
    expect(siteAnswers(asked, { answer, afterDays: 2 }, 1).flatMap(({ atMs, state }) => [atMs / dayMs, state])).toEqual(
      expected,
    );
  });

  it('answers late when nobody waits any more', () => {
    expect(siteAnswers(asked, { answer: 'late' }, 1).at(-1)).toMatchObject({ atMs: 20 * dayMs, state: 'solved' });
  });
});

describe('a site that prefers another day', () => {
  it('names it and waits for a word, by every helpdesk', () => {
    const given = { answer: 'counter', afterDays: 2, offersAfterDays: 5 } as const;
    for (const [channel, state] of [
      ['ggus', 'in progress'],
      ['jira', 'In Progress'],
    ] as const)
      expect(siteAnswers({ ...asked, channel }, given, 1)).toEqual([
        {
          atMs: 2 * dayMs,
          ticket: 7,
          by: 'OSCER support',
          state,
          text: 'That day does not suit us: we prefer 1970-01-08.',
        },
      ]);
  });

  it('closes its ticket when it is told that the day is agreed', () => {
    expect(thanksFor(asked, '[pilot2/OSCER/agreed-day#1] agreed')).toMatchObject([{ atMs: dayMs, state: 'solved' }]);
    expect(thanksFor(asked, '[pilot2/OSCER/reminder#1] Reminder')).toEqual([]);
  });
});

describe('the world', () => {
  const title = '[pilot2/OSCER/migration#1] Pilot 2';

  it('lets sites answer when its clock comes to it, and journals it', async () => {
    const world = aWorld(aScenario(twoQueues, { answers: { OSCER: { answer: 'decline', afterDays: 2 } } }));
    await post(world, '/rehearsal/tickets', { channel: 'ggus', title, body: 'Dear site' });
    await post(world, '/rehearsal/advance', { ms: 3 * dayMs });
    expect(readTickets(world, 'ggus')).toMatchObject([{ state: 'unsolved' }]);
    expect((await changes(world)).map(({ by, old, new: now }) => [by, old, now])).toEqual([
      ['anonymous', '', JSON.stringify({ id: 1, channel: 'ggus', state: 'open' })],
      ['OSCER support', 'open', 'in progress'],
      ['OSCER support', 'in progress', 'unsolved'],
    ]);
  });

  it('answers what stood at the helpdesk from the beginning after it has begun', async () => {
    const tickets = [{ channel: 'jira', title, body: '', state: 'Open', created: '2019-07-01T08:00:00Z' }] as const;
    const world = aWorld(aScenario(twoQueues, { tickets, answers: { OSCER: { answer: 'accept', afterDays: 1 } } }));
    expect(readTickets(world, 'jira')).toMatchObject([{ state: 'Open', labels: 'migrate-pilot2' }]);
    await post(world, '/rehearsal/advance', { ms: 2 * dayMs });
    expect(readTickets(world, 'jira')).toMatchObject([{ state: 'Done' }]);
  });

  it('takes a mail without a socket, and refuses one without a recipient', async () => {
    const world = aWorld();
    expect(
      await post(world, '/mail/messages', { to: 'a@b.example', subject: title, text: 'Dear site', messageId: '<1@b>' }),
    ).toMatchObject({ status: 200 });
    expect(await post(world, '/mail/messages', { subject: title })).toMatchObject({ status: 400 });
    expect(readTickets(world, 'mail')).toMatchObject([
      { title, recipient: 'a@b.example', message_id: '<1@b>', state: 'sent' },
    ]);
  });
});
