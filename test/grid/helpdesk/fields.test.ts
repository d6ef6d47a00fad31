import { describe, expect, it } from 'vitest';
import { failureOf } from '../builders.js';
import { httpServer } from '../server.js';
import { aDraft, aServedWorld, ggus, jira, minuteMs, readTickets, token } from './desks.js';

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
    ['reopened', 'seen'],
    ['merged', 'seen'],
    ['closed', 'seen'],
    ['verified', 'solved'],
  ])('GGUS: %s is %s', async (state, meaning) => {
    expect(await (await ggusWith(state)).find('pilot2', 'search')).toMatchObject([{ state: meaning }]);
  });

  it.each([
    ['Reopened', 'new', 'Done', 'seen'],
    ['In Progress', 'indeterminate', 'Fixed', 'seen'],
    ['Open', 'new', null, 'sent'],
    ['Closed', 'done', 'Done', 'solved'],
    ['Closed', 'done', "Won't Do", 'declined'],
  ])('JIRA: %s (%s) with the resolution %s is %s', async (status, category, resolution, meaning) => {
    const helpdesk = await jiraWith(status, category, resolution);
    expect(await helpdesk.find('pilot2', 'search')).toMatchObject([{ state: meaning }]);
  });
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
