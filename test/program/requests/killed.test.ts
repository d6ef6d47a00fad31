import { expect, it } from 'vitest';
import type { Ticket } from '../../../src/rehearsal/helpdesk/tickets.js';
import { openWorld, type Running, type World } from '../protocol/world.js';

/** Where a process is killed on its way through one request. */
type Death =
  | { readonly sending: 'never arrives' | 'arrives after the death' | 'arrives before the death' | 'lands five minutes later' }
  | { readonly commit: 'intended' | 'acting' | 'settled'; readonly when: 'before' | 'after' };

const deaths: readonly Death[] = [
  ...(['never arrives', 'arrives after the death', 'arrives before the death', 'lands five minutes later'] as const).map((sending) => ({ sending })),
  ...(['intended', 'acting', 'settled'] as const).flatMap((commit) => [{ commit, when: 'before' } as const, { commit, when: 'after' } as const]),
];

const sites = Array.from({ length: 20 }, (_, index) => `S${String(index + 1).padStart(2, '0')}`);
const open = ['request', 'open', ...sites, '--yes'];
const creates = { ggus: '/api/v1/tickets', jira: '/rest/api/2/issue', mail: '/mail/messages' } as const;

/** Begins to ask the sites, and kills the process at this point of one site's request. */
function openUntil(world: World, channel: keyof typeof creates, site: string, death: Death): Running {
  if ('commit' in death) {
    world.gate.watch = () => 'pass';
    return world.start(['request', 'open', site, '--yes'], { dieAt: `SIGKILL ${death.when} ${death.commit} pilot2/${site}/migration#1` });
  }
  const running = world.start(['request', 'open', site, '--yes']);
  const kill = (): boolean => running.child.kill('SIGKILL');
  world.gate.watch = async (method, url) => {
    if (method !== 'POST' || url !== creates[channel]) return 'pass';
    if (death.sending === 'arrives before the death') return { instead: kill };
    if (death.sending === 'lands five minutes later') await world.ask('/rehearsal/faults', { kind: 'late', afterSeconds: 300, on: { effect: 'write' } });
    kill();
    if (death.sending === 'never arrives') return 'lose';
    await running.finished;
    return { instead: () => undefined };
  };
  return running;
}

async function killedAtEverySite(channel: keyof typeof creates): Promise<World> {
  const world = await openWorld({ sites, queuesPerSite: 1, channel });
  for (const [index, site] of sites.entries()) {
    const death = deaths[index % deaths.length];
    if (!death) throw new Error('no death');
    const finished = await openUntil(world, channel, site, death).finished;
    expect(finished.signal, JSON.stringify({ site, death, finished })).toBe('SIGKILL');
  }
  world.gate.watch = () => 'pass';
  return world;
}

async function titles(world: World): Promise<string[]> {
  return ((await world.ask('/rehearsal/tickets')) as Ticket[]).map(({ title }) => title.slice(0, title.indexOf(']') + 1)).sort();
}

it.each(['ggus', 'jira'] as const)('killed at every step of 20 requests by %s, each is sent once in the end', async (channel) => {
  const world = await killedAtEverySite(channel);
  const { outcomes } = await world.start(open).finished;
  expect(outcomes.map(({ site, outcome }) => [site, ['done', 'already'].includes(outcome)])).toEqual(expect.arrayContaining(sites.map((site) => [site, true])));
  await world.ask('/rehearsal/advance', { ms: 3_600_000 });
  expect(await titles(world)).toEqual(sites.map((site) => `[pilot2/${site}/migration#1]`));
}, 240_000);

it('killed at every step of 20 requests by mail, none is sent twice, and the doubtful ones are named', async () => {
  const world = await killedAtEverySite('mail');
  const { outcomes } = await world.start(open).finished;
  await world.ask('/rehearsal/advance', { ms: 3_600_000 });
  const sent = await titles(world);
  expect(new Set(sent).size).toBe(sent.length);
  const doubtful = new Set(outcomes.filter(({ outcome }) => outcome === 'unconfirmed').map(({ site }) => site));
  for (const [index, site] of sites.entries()) {
    const death = deaths[index % deaths.length] ?? deaths[0];
    const unclear = death && ('sending' in death || (death.commit === 'acting' && death.when === 'after') || (death.commit === 'settled' && death.when === 'before'));
    expect([site, doubtful.has(site)]).toEqual([site, unclear]);
    if (!doubtful.has(site)) expect(sent).toContain(`[pilot2/${site}/migration#1]`);
  }
}, 240_000);
