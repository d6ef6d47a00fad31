import { describe, expect, it } from 'vitest';
import type { Helpdesk, Http } from '../../../src/grid/ports.js';
import { aService, failureOf, jsonAnswer } from '../builders.js';
import { closedPort, httpServer } from '../server.js';
import {
  aDraft,
  aServedWorld,
  dayMs,
  ggus,
  jira,
  minuteMs,
  readArticles,
  readTickets,
  rehearsalAccess,
  type ServedWorld,
} from './desks.js';

const desks = { ggus, jira } as const;

const aTicket = {
  id: 71,
  number: '684071',
  title: '[pilot2/OSCER/migration#1] Pilot 2',
  state: 'open',
  created_at: '2019-08-05T08:00:00Z',
  updated_at: '2019-08-05T08:00:00Z',
};

function markers(found: Awaited<ReturnType<Helpdesk['find']>>): string[] {
  return found.map(({ marker }) => marker);
}

describe.each(['ggus', 'jira'] as const)('%s', (channel) => {
  function desk(
    served: Pick<ServedWorld, 'url' | 'http'>,
    change: Parameters<typeof ggus>[1] & Parameters<typeof jira>[1] = {},
  ): Helpdesk {
    return desks[channel](served, change);
  }

  it('finds what it made: plainly at once, by search when the index knows it', async () => {
    const served = await aServedWorld();
    const helpdesk = desk(served);
    const ref = await helpdesk.create(aDraft());
    expect(await helpdesk.find('pilot2', 'search')).toEqual([]);
    expect(await helpdesk.find('pilot2', 'plainly')).toMatchObject([
      { marker: '[pilot2/OSCER/migration#1]', ref, state: 'sent' },
    ]);
    await served.order('advance', { ms: minuteMs });
    expect(await helpdesk.find('pilot2', 'search')).toMatchObject([
      { marker: '[pilot2/OSCER/migration#1]', ref, state: 'sent' },
    ]);
  });

  it('finds all of a campaign over many pages, and nothing of another', async () => {
    const served = await aServedWorld();
    const helpdesk = desk(served);
    const sites = Array.from({ length: 230 }, (_, index) => `SITE-${index}`);
    for (const site of sites) await helpdesk.create(aDraft(site));
    await helpdesk.create(
      aDraft('OSCER', { marker: '[pilot20/OSCER/migration#1]', subject: '[pilot20/OSCER/migration#1] Another' }),
    );
    await served.order('advance', { ms: minuteMs });
    for (const how of ['search', 'plainly'] as const) {
      expect(markers(await helpdesk.find('pilot2', how)).sort()).toEqual(
        sites.map((site) => `[pilot2/${site}/migration#1]`).sort(),
      );
    }
  });

  it.each([
    ['accept', ['sent', 'seen', 'solved', 'solved']],
    ['decline', ['sent', 'seen', 'declined', 'declined']],
    ['twice', ['sent', 'seen', 'solved', 'declined']],
    ['never', ['sent', 'sent', 'sent', 'sent']],
    ['late', ['sent', 'sent', 'sent', 'seen']],
  ] as const)('follows a site that answers: %s', async (answer, states) => {
    const served = await aServedWorld({
      answers: { OSCER: { answer, ...(answer === 'late' ? {} : { afterDays: 4 }) } },
    });
    const helpdesk = desk(served);
    await helpdesk.create(aDraft());
    const seen: string[] = [];
    for (const days of [1, 2, 2, 7]) {
      await served.order('advance', { ms: days * dayMs });
      const [found] = await helpdesk.find('pilot2', 'search');
      seen.push(found?.state ?? 'lost');
    }
    expect(seen).toEqual(states);
  });

  it('counts the wait from the request, and an answer from the day it came', async () => {
    const served = await aServedWorld({ answers: { OSCER: { answer: 'accept', afterDays: 4 } } });
    const helpdesk = desk(served);
    const since = async (): Promise<number | undefined> => (await helpdesk.find('pilot2', 'plainly'))[0]?.sinceMs;
    await helpdesk.create(aDraft());
    const sent = (await since()) ?? 0;
    await served.order('advance', { ms: 3 * dayMs });
    expect(await since()).toBe(sent);
    await served.order('advance', { ms: 3 * dayMs });
    expect(await since()).toBe(sent + 4 * dayMs);
  });

  it('adds to a request, and reads back what was added', async () => {
    const served = await aServedWorld();
    const helpdesk = desk(served);
    const ref = await helpdesk.create(aDraft());
    const marker = '[pilot2/OSCER/reminder#1]';
    await helpdesk.comment(ref, aDraft('OSCER', { marker, subject: `${marker} Reminder` }));
    expect(markers((await helpdesk.findIn?.(ref)) ?? [])).toContain(marker);
    expect(readTickets(served.world, channel)).toHaveLength(1);
    expect(readArticles(served.world, 1)).toHaveLength(1);
  });

  it('keeps letters, breaks out of no line, and takes a megabyte of text where the service does', async () => {
    const served = await aServedWorld();
    const helpdesk = desk(served);
    const subject = '[pilot2/Orléans-日本/migration#1] Pilot\r\nX-Evil: 1\u0000\u001b[2J at 日本';
    await helpdesk.create(
      aDraft('Orléans-日本', {
        marker: '[pilot2/Orléans-日本/migration#1]',
        subject,
        to: 'a@b.example\r\nBcc: eve@example.com',
      }),
    );
    expect(readTickets(served.world, channel)).toMatchObject([
      { title: '[pilot2/Orléans-日本/migration#1] Pilot X-Evil: 1 [2J at 日本' },
    ]);
    expect(markers(await helpdesk.find('pilot2', 'plainly'))).toEqual(['[pilot2/Orléans-日本/migration#1]']);
    const large = helpdesk.create(aDraft('BIG', { body: 'x'.repeat(1_000_000) }));
    if (channel === 'ggus') {
      await large;
      expect(readTickets(served.world, channel)[1]?.body).toHaveLength(1_000_000);
    } else {
      expect((await failureOf(large)).message).toContain('The entered text is too long');
    }
  });

  it.each([
    ['a wrong token', { token: () => 'guessed-secret' }, 'not allowed', '(401): "Invalid token!"', 'token_file'],
    [
      'a token without the right',
      { token: () => rehearsalAccess.readerToken },
      'not allowed',
      '(403): "Not authorized"',
      'permission',
    ],
    [
      'a group or project that does not exist',
      { group: 'Nobody', project: 'NOBODY' },
      'refused',
      channel === 'ggus' ? "'group'" : 'valid project is required',
      'grid profile',
    ],
  ])('%s is one clear refusal, and nothing was made', async (_what, change, problem, message, advice) => {
    const served = await aServedWorld();
    const failure = await failureOf(desk(served, change).create(aDraft()));
    expect(failure).toMatchObject({ problem, sent: false });
    expect(failure.message).toContain(message);
    expect(failure.message).not.toContain('\n');
    expect(failure.advice.join()).toContain(advice);
    expect(`${failure.message}${failure.advice.join()}`).not.toContain('guessed-secret');
    expect(readTickets(served.world, channel)).toEqual([]);
  });

  it('a marker that would not stand whole in the title is refused: by a part of it nothing is found again', async () => {
    const served = await aServedWorld();
    const site = 'S'.repeat(240);
    const failure = await failureOf(desk(served).create(aDraft(site)));
    expect(failure).toMatchObject({ problem: 'refused', sent: false });
    expect(failure.message).toContain('does not fit into a title');
    expect(readTickets(served.world, channel)).toEqual([]);
  });

  it('an address without the service (404) is refused, with nothing made', async () => {
    const served = await aServedWorld();
    await served.order('faults', { kind: 'status', status: 404, on: { endpoint: `${channel} create` } });
    expect(await failureOf(desk(served).create(aDraft()))).toMatchObject({ problem: 'refused', sent: false });
  });

  it.each([
    ['an error of the server', { kind: 'status', status: 502 }],
    ['a login page', { kind: 'html' }],
    ['a cut answer', { kind: 'cut' }],
    ['no answer', { kind: 'timeout' }],
    ['a broken connection', { kind: 'reset' }],
  ])('after %s the request may have been made', async (_what, fault) => {
    const served = await aServedWorld();
    await served.order('faults', { ...fault, when: 'after', on: { endpoint: `${channel} create` } });
    expect(await failureOf(desk(served).create(aDraft()))).toMatchObject({ sent: true });
    expect(readTickets(served.world, channel)).toHaveLength(1);
  });

  it('a helpdesk that is busy says when to come back, and has done nothing', async () => {
    const served = await aServedWorld();
    await served.order('faults', { kind: 'busy', retryAfterSeconds: 7, on: { endpoint: `${channel} create` } });
    expect(await failureOf(desk(served).create(aDraft()))).toMatchObject({
      problem: 'busy',
      sent: false,
      retryAfterMs: 7_000,
    });
  });

  it('nobody at the address is known before anything is sent', async () => {
    const { http } = await aServedWorld();
    const url = `http://127.0.0.1:${await closedPort()}`;
    expect(await failureOf(desk({ url, http }).create(aDraft()))).toMatchObject({
      problem: 'unreachable',
      sent: false,
    });
  });
});

it.each([200, 403, 404])('a token is not repeated, even where the helpdesk says it back (%i)', async (status) => {
  const { http } = await aServedWorld();
  const { url } = await httpServer((response, { headers }) =>
    response.writeHead(status).end(`You said ${String(headers.authorization)}`),
  );
  for (const helpdesk of [
    ggus({ url, http }, { token: () => 'very-secret' }),
    jira({ url, http }, { token: () => 'very-secret' }),
  ]) {
    for (const failure of [
      await failureOf(helpdesk.create(aDraft())),
      await failureOf(helpdesk.find('pilot2', 'search')),
    ]) {
      expect(failure.message).toContain('You said');
      expect(failure.message).not.toContain('very-secret');
    }
  }
});

it.each([
  ['a ticket with a mapping for its number', 'ggus', 'find', [{ ...aTicket, number: {} }], '(71)', 'its number'],
  ['a ticket without a title', 'ggus', 'find', [{ ...aTicket, title: null }], 'GGUS-684071 (71)', 'its title'],
  ['a ticket with a state of no text', 'ggus', 'find', [{ ...aTicket, state: 4 }], 'GGUS-684071 (71)', 'its state'],
  [
    'a ticket that changed sometime',
    'ggus',
    'find',
    [{ ...aTicket, updated_at: 'x' }],
    'GGUS-684071',
    'its updated_at',
  ],
  ['a ticket that was closed soon', 'ggus', 'find', [{ ...aTicket, close_at: 'soon' }], 'GGUS-684071', 'its close_at'],
  [
    'an article with a number for its subject',
    'ggus',
    'findIn',
    [{ created_at: aTicket.created_at, subject: 1 }],
    'an article of GGUS-684071 (71)',
    'its subject',
  ],
  ['articles that are a mapping', 'ggus', 'findIn', {}, 'articles of GGUS-684071 (71)', 'nothing'],
  ['an article that is nothing', 'ggus', 'findIn', [null, 5], 'an article of GGUS-684071 (71)', 'nothing'],
  [
    'an issue without fields',
    'jira',
    'find',
    { total: 1, issues: [{ key: 'ADC-1', fields: null }] },
    'the issue ADC-1',
    'its fields',
  ],
  ['a comment that is nothing', 'jira', 'findIn', { comments: [null] }, 'a comment of X-1 (71)', 'nothing'],
  [
    'a comment without a time',
    'jira',
    'findIn',
    { comments: [{ body: '[pilot2/OSCER/migration#1]' }] },
    'a comment of X-1 (71)',
    'its created',
  ],
] as const)(
  '%s is told by its name, and the address is not blamed',
  async (_what, channel, how, answer, name, fault) => {
    const { http } = await aServedWorld();
    const { url } = await httpServer((response, { path }) =>
      response.end(JSON.stringify(path.endsWith('/tickets/71') ? aTicket : answer)),
    );
    const helpdesk = desks[channel]({ url, http });
    const asked = how === 'find' ? helpdesk.find('pilot2', 'search') : helpdesk.findIn?.('X-1 (71)');
    // Where its title says whose it is, the others of the list are read.
    const unread = (await asked?.catch(() => []))?.find((request) => request.unread)?.unread;
    const { problem, message, advice } = unread ?? (await failureOf(asked ?? Promise.resolve()));
    expect(problem).toBe('not understood');
    expect(message).toContain(name);
    expect(message).toContain(fault);
    expect(advice.join()).not.toContain('address');
  },
);

it.each(['ggus', 'jira'] as const)(
  '%s: one broken ticket leaves the others known, and is told under its own marker',
  async (channel) => {
    const at = aTicket.created_at;
    const titleOf = (site: string): string => `[pilot2/${site}/migration#1] Pilot 2`;
    const tickets = [
      { ...aTicket, id: 1, number: 1, title: titleOf('GOOD') },
      { ...aTicket, id: 2, number: 2, title: titleOf('BROKEN'), updated_at: null },
      { ...aTicket, id: 3, number: 3, title: titleOf('WORDS'), article_count: 2 },
    ];
    const issueOf = (key: string, site: string, more: object = {}) => ({
      key,
      fields: { summary: titleOf(site), status: { name: 'Open' }, created: at, updated: at, ...more },
    });
    const issues = [issueOf('ADC-1', 'GOOD'), issueOf('ADC-2', 'BROKEN', { updated: 7 }), issueOf('ADC-3', 'WORDS')];
    const { http } = aService(({ pathname, searchParams }) => {
      if (pathname.endsWith('/rest/api/2/search')) return jsonAnswer({ issues, total: issues.length });
      if (pathname.endsWith('/tickets/search')) return jsonAnswer(searchParams.get('page') === '1' ? tickets : []);
      if (pathname.endsWith('/by_ticket/3') || pathname.endsWith('/ADC-3/comment')) return jsonAnswer({ comments: 5 });
      return pathname.endsWith('/comment') ? jsonAnswer({ comments: [], total: 0 }) : jsonAnswer([]);
    });
    const found = await desks[channel]({ url: 'https://desk.example', http }).find('pilot2', 'search');
    expect(found.map(({ marker, state, unread }) => [marker, state, unread !== undefined])).toEqual([
      ['[pilot2/GOOD/migration#1]', 'sent', false],
      ['[pilot2/BROKEN/migration#1]', 'replied', true],
      ['[pilot2/WORDS/migration#1]', 'replied', true],
    ]);
  },
);

it.each(['ggus', 'jira'] as const)('%s: what is no list at all makes the address doubtful', async (channel) => {
  const { http } = aService(() => jsonAnswer({ error: 'no' }));
  const failure = await failureOf(desks[channel]({ url: 'https://desk.example', http }).find('pilot2', 'search'));
  expect(failure.message).toContain('sent a list that cannot be understood');
  expect(failure.advice.join()).toContain('Check the address');
});

it.each(['ggus', 'jira'] as const)(
  '%s: the words in many tickets are read together, a few at a time',
  async (channel) => {
    const count = 50;
    const numbers = Array.from({ length: count }, (_, index) => index + 1);
    const titleOf = (number: number): string => `[pilot2/SITE-${number}/migration#1] Pilot 2`;
    const { created_at: at } = aTicket;
    const issueOf = (number: number) => ({
      key: `ADC-${number}`,
      fields: { summary: titleOf(number), status: { name: 'Open' }, created: at, updated: at },
    });
    let open = 0;
    let most = 0;
    const http: Http = async ({ url }) => {
      const { pathname, searchParams } = new URL(url);
      most = Math.max(most, ++open);
      await new Promise((resolve) => setTimeout(resolve, 2));
      open--;
      if (pathname.endsWith('/comment')) return jsonAnswer({ comments: [{ created: at, body: 'wait' }], total: 1 });
      if (pathname.includes('by_ticket')) return jsonAnswer([{ created_at: at }, { created_at: at, body: 'wait' }]);
      if (pathname.endsWith('/rest/api/2/search')) return jsonAnswer({ issues: numbers.map(issueOf), total: count });
      if (!pathname.endsWith('/tickets/search')) return jsonAnswer({}, 404);
      const isFirst = searchParams.get('page') === '1';
      return jsonAnswer(isFirst ? numbers.map((id) => ({ ...aTicket, id, number: id, title: titleOf(id) })) : []);
    };
    const found = await desks[channel]({ url: 'https://desk.example', http }).find('pilot2', 'search');
    expect(markers(found)).toEqual(numbers.map((number) => `[pilot2/SITE-${number}/migration#1]`));
    expect(found.every(({ state, said }) => state === 'replied' && said === 'somebody wrote "wait"')).toBe(true);
    expect(most).toBeGreaterThan(4);
    expect(most).toBeLessThanOrEqual(16);
  },
);

it('a JIRA that has an issue for every number is not asked for ever', async () => {
  const fields = { summary: 'x', status: { name: 'Open' }, created: aTicket.created_at, updated: aTicket.updated_at };
  const { http } = aService(({ pathname }) => {
    const issue = { key: 'ADC-1', fields };
    return jsonAnswer(pathname.endsWith('/search') ? { issues: [issue], total: 1 } : issue);
  });
  const helpdesk = jira({ url: 'https://jira.example', http });
  expect((await failureOf(helpdesk.find('pilot2', 'plainly'))).problem).toBe('not understood');
});

it('titles and references that steer a terminal come to nothing', async () => {
  const { http } = await aServedWorld();
  const times = { created_at: '2019-08-05T08:00:00Z', updated_at: '2019-08-05T08:00:00Z' };
  const ticket = {
    id: 1,
    number: '7\u001b[2J',
    title: '[pilot2/OSCER/migration#1] \u001b]0;evil\u0007',
    state: 'open',
    ...times,
  };
  const { url } = await httpServer((response) => response.end(JSON.stringify([ticket])));
  const found = await ggus({ url, http }).find('pilot2', 'search');
  expect(JSON.stringify(found)).not.toMatch(/\\u001b|\\u0007/);
  expect(found).toMatchObject([{ marker: '[pilot2/OSCER/migration#1]', ref: 'GGUS-7 [2J (1)' }]);
});

it('a closed project of JIRA is one clear refusal', async () => {
  const failure = await failureOf(
    jira(await aServedWorld(), { project: rehearsalAccess.closedProject }).create(aDraft()),
  );
  expect(failure).toMatchObject({ problem: 'not allowed', sent: false });
  expect(failure.message).toContain("Project 'OLD' is archived.");
});

it('a ticket that an operator recorded by its number alone is found by it', async () => {
  const served = await aServedWorld();
  const helpdesk = ggus(served);
  await helpdesk.create(aDraft());
  await served.order('advance', { ms: minuteMs });
  await helpdesk.comment('GGUS-1000001', aDraft('OSCER', { subject: 'Reminder' }));
  expect(readArticles(served.world, 1)).toHaveLength(1);
  expect((await failureOf(helpdesk.comment('GGUS-1999999', aDraft()))).message).toContain(
    'has no ticket "GGUS-1999999"',
  );
});
