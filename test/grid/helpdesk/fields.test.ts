import { describe, expect, it } from 'vitest';
import { failureOf } from '../builders.js';
import { httpServer } from '../server.js';
import { aDraft, aServedWorld, dayMs, ggus, jira, minuteMs, readArticles, readTickets, token } from './desks.js';

const iso = '2019-08-05T08:00:00Z';

/** A helpdesk that has one ticket, in a state of its own. */
async function ggusWith(state: string) {
  const ticket = { id: 7, number: '1000007', title: aDraft().subject, state, created_at: iso, updated_at: iso };
  const { url } = await httpServer((response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify([ticket])),
  );
  const { http } = await aServedWorld();
  return ggus({ url, http });
}

async function jiraWith(status: string, category: string, resolution: string | null) {
  const fields = {
    summary: aDraft().subject,
    status: { name: status, statusCategory: { key: category } },
    resolution: resolution === null ? null : { name: resolution },
    created: iso,
    updated: iso,
    comment: { comments: [], total: 0 },
  };
  const { url } = await httpServer((response) =>
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ total: 1, issues: [{ key: 'M-1', fields }] })),
  );
  const { http } = await aServedWorld();
  return jira({ url, http });
}

describe('the attributes of a GGUS ticket', () => {
  it('are those of the profile, with the site filled in, and of the template', async () => {
    const bodies: string[] = [];
    const { url } = await httpServer((response, { body }) => {
      bodies.push(body);
      response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ id: 1, number: '1' }));
    });
    const { http } = await aServedWorld();
    const fields = { priority: 'less urgent', wlcg_sites: '{site}', vo_support: 'atlas' };
    await ggus({ url, http }, { fields }).create(aDraft('AGLT2', { channelDefaults: { priority: 'urgent' } }));
    expect(JSON.parse(bodies[0] ?? '')).toMatchObject({ priority: 'urgent', wlcg_sites: 'AGLT2', vo_support: 'atlas' });
  });

  it('that the helpdesk does not have are refused by their name, with nothing made', async () => {
    const served = await aServedWorld();
    const failure = await failureOf(ggus(served, { fields: { priority: '2 normal' } }).create(aDraft()));
    expect(failure).toMatchObject({ problem: 'refused', sent: false });
    expect(failure.message).toContain("No lookup value found for 'priority'");
    expect(failure.advice.join()).toContain('fields: { priority: … }');
    expect(readTickets(served.world, 'ggus')).toEqual([]);
  });
});

describe('the state of a ticket', () => {
  it.each([
    ['assigned', 'sent'],
    ['in progress', 'seen'],
    ['verified', 'solved'],
    ['unsolved', 'declined'],
    ['reopened', 'replied'],
    ['merged', 'replied'],
    ['closed', 'replied'],
    ['on hold', 'replied'],
    ['pending reminder', 'replied'],
    ['waiting for reply', 'replied'],
  ])('GGUS: %s is %s', async (state, meaning) => {
    expect(await (await ggusWith(state)).find('pilot2', 'search')).toMatchObject([{ state: meaning }]);
  });

  it.each([
    ['Reopened', 'new', 'Done', 'replied'],
    ['On Hold', 'indeterminate', null, 'replied'],
    ['Closed', 'done', 'Duplicate', 'replied'],
    ['In Progress', 'indeterminate', null, 'seen'],
    ['In Progress', 'indeterminate', 'Fixed', 'replied'],
    ['Open', 'new', null, 'sent'],
    ['Closed', 'done', 'Done', 'solved'],
    ['Closed', 'done', "Won't Do", 'declined'],
  ])('JIRA: %s (%s) with the resolution %s is %s', async (status, category, resolution, meaning) => {
    const helpdesk = await jiraWith(status, category, resolution);
    expect(await helpdesk.find('pilot2', 'search')).toMatchObject([{ state: meaning }]);
  });
});

describe('a merged ticket', () => {
  const reminder = '[pilot2/OSCER/reminder#1]';

  it('is followed to the ticket that it was merged into, however often that was', async () => {
    const served = await aServedWorld();
    const helpdesk = ggus(served);
    const first = await helpdesk.create(aDraft());
    for (const title of ['another of the site', 'and one more'])
      await served.order('tickets', { channel: 'ggus', title, body: 'x' });
    await served.order('tickets/merge', { ticket: 1, into: 2 });
    await served.order('tickets/merge', { ticket: 2, into: 3 });
    expect(await helpdesk.find('pilot2', 'plainly')).toMatchObject([
      { marker: '[pilot2/OSCER/migration#1]', ref: 'GGUS-1000003 (3)', state: 'sent' },
    ]);
    await helpdesk.comment(first, aDraft('OSCER', { marker: reminder, subject: `${reminder} Reminder` }));
    expect(readArticles(served.world, 3).map(({ subject }) => subject)).toContain(`${reminder} Reminder`);
    expect((await helpdesk.findIn?.(first))?.map(({ marker }) => marker)).toContain(reminder);
  });

  it('is no consent when that is solved, and shows what the site wrote there', async () => {
    const served = await aServedWorld({ answers: { OSCER: { answer: 'accept', afterDays: 2 } } });
    const helpdesk = ggus(served);
    await helpdesk.create(aDraft());
    await served.order('tickets', { channel: 'ggus', title: 'another', body: 'x' });
    await served.order('tickets/merge', { ticket: 1, into: 2 });
    await served.order('advance', { ms: 3 * dayMs });
    expect(await helpdesk.find('pilot2', 'search')).toMatchObject([
      { ref: 'GGUS-1000002 (2)', state: 'replied', said: 'OSCER support wrote "Fine with us, please go ahead."' },
    ]);
  });
});

it('a site answers only the ticket that names it in its field', async () => {
  const served = await aServedWorld({ answers: { OSCER: { answer: 'accept', afterDays: 1 } } });
  const [named, unnamed] = [ggus(served), ggus(served, { fields: {} })];
  await unnamed.create(aDraft('OSCER'));
  await named.create(
    aDraft('OSCER', { marker: '[pilot2/OSCER/migration#2]', subject: '[pilot2/OSCER/migration#2] x' }),
  );
  await served.order('advance', { ms: 2 * dayMs });
  expect((await named.find('pilot2', 'search')).map(({ state }) => state)).toEqual(['sent', 'solved']);
});

describe('JIRA Cloud', () => {
  it('creates, finds over many pages by token, and reads back what was added', async () => {
    const served = await aServedWorld();
    const helpdesk = jira(served, { api: 3, user: 'ops@cern.example' });
    const sites = Array.from({ length: 130 }, (_, index) => `SITE-${index}`);
    for (const site of sites) await helpdesk.create(aDraft(site));
    await served.order('advance', { ms: minuteMs });
    const found = await helpdesk.find('pilot2', 'search');
    expect(found.map(({ marker }) => marker)).toEqual(sites.map((site) => `[pilot2/${site}/migration#1]`));
    const marker = '[pilot2/SITE-0/reminder#1]';
    await helpdesk.comment(found[0]?.ref ?? '', aDraft('SITE-0', { marker, subject: `${marker} Reminder` }));
    expect(await helpdesk.findIn?.(found[0]?.ref ?? '')).toMatchObject([{ marker }]);
    expect(readTickets(served.world, 'jira')[0]?.body).toBe('Dear colleagues,\nmay we?\n');
  });

  it('has no search of REST 2 any more', async () => {
    const served = await aServedWorld();
    const { status } = await served.http({
      method: 'GET',
      url: `${served.url}/rest/api/3/search?jql=project=MIGRATE`,
      headers: { authorization: `Bearer ${token}` },
      timeoutMs: 2_000,
      effect: 'read',
    });
    expect(status).toBe(410);
  });
});

it('a page that is short ends no list', async () => {
  const served = await aServedWorld();
  const helpdesk = ggus(served);
  for (let index = 0; index < 100; index++)
    await served.order('tickets', { channel: 'ggus', title: `pilot2 of others ${index}`, body: 'x' });
  await helpdesk.create(aDraft());
  await served.order('tickets/touch', { ticket: 101, state: 'unsolved' });
  await served.order('advance', { ms: 2 * minuteMs });
  for (const how of ['search', 'plainly'] as const) {
    const endpoint = how === 'search' ? 'ggus search' : 'ggus list';
    await served.order('faults', { kind: 'short page', on: { endpoint } });
    expect(await helpdesk.find('pilot2', how)).toMatchObject([{ ref: 'GGUS-1000101 (101)', state: 'declined' }]);
  }
});

it.each([2, 3] as const)('a page that is short ends no list of JIRA, REST %i', async (api) => {
  const served = await aServedWorld();
  const helpdesk = jira(served, { api, user: api === 3 ? 'ops@cern.example' : null });
  const sites = Array.from({ length: 101 }, (_, index) => `SITE-${index}`);
  for (const site of sites) await helpdesk.create(aDraft(site));
  await served.order('tickets/touch', { ticket: 101, state: "Won't Do" });
  await served.order('advance', { ms: 2 * minuteMs });
  for (const how of ['search', 'plainly'] as const) {
    await served.order('faults', { kind: 'short page', on: { endpoint: 'jira search' } });
    const found = await helpdesk.find('pilot2', how);
    expect(found.at(-1)).toMatchObject({ marker: '[pilot2/SITE-100/migration#1]', state: 'declined' });
    expect(found).toHaveLength(100);
  }
});
