import { describe, expect, it } from 'vitest';
import type { ScenarioDowntime } from '../../src/rehearsal/scenario.js';
import { aQueue, aScenario, aWorld, get, getCric, json, post, statusOf, twoQueues } from './builders.js';

type Raw = Readonly<Record<string, unknown>>;

const agisPaths = [
  '/request/pandaqueue/query/list/?json&preset=schedconf.all',
  '/request/pandaqueuestatus/query/list/?json',
  '/request/downtime/query/list/?json&filter=henceforward',
];
const cricPaths = [
  '/api/atlas/pandaqueue/query/?json',
  '/api/atlas/pandaqueuestatus/query/?json',
  '/api/atlas/site/query/?json',
  '/api/atlas/ddmendpoint/query/?json',
  '/api/core/downtime/query/?json&preset=sites',
];

describe('a grid shows the paths of its own kind alone', () => {
  it.each(agisPaths)('%s: AGIS', async (path) => {
    const world = aWorld();
    expect([statusOf(await get(world, path)), statusOf(await getCric(world, path))]).toEqual([200, 404]);
  });

  it.each(cricPaths)('%s: CRIC', async (path) => {
    const world = aWorld();
    expect([statusOf(await getCric(world, path)), statusOf(await get(world, path))]).toEqual([200, 404]);
  });

  it('and nothing is written to CRIC', async () => {
    const path = '/request/pandaqueue/update/set_attributes/?json&panda_resource=OU_OSCER_ATLAS&pilot_version=2';
    expect(statusOf(await getCric(aWorld(), path))).toBe(404);
  });
});

describe('what CRIC shows to nobody unknown', () => {
  it.each([
    ['/api/atlas/pandaqueuestatus/query/?json', 403],
    ['/api/core/downtime/query/?json&preset=sites', 403],
    ['/api/atlas/pandaqueue/query/?json', 200],
  ])('%s: %i', async (path, status) => {
    const world = aWorld();
    expect(statusOf(await getCric(world, path, {}))).toBe(status);
    expect(statusOf(await getCric(world, path, { Authorization: 'Bearer rehearsal' }))).toBe(200);
  });
});

describe('the calendar', () => {
  function anOutage(touches: ScenarioDowntime['touches']): ScenarioDowntime {
    return {
      atlas_site: 'OU_OSCER_ATLAS',
      start: '2019-08-07T00:00:00Z',
      end: '2019-08-08T00:00:00Z',
      severity: 'OUTAGE',
      description: 'cooling',
      ...(touches !== undefined && { touches }),
    };
  }

  it('is a list by ATLAS site in AGIS, objects by id in CRIC, by resource centre without the preset', async () => {
    const world = aWorld(aScenario(twoQueues, { downtimes: [anOutage('everything')] }));
    const entry = { rc_site: 'OU_OSCER', start_time: '2019-08-07T00:00:00', severity: 'OUTAGE', state: 'ACTIVE' };
    expect(json(await get(world, '/request/downtime/query/list/?json'))).toMatchObject({ OU_OSCER_ATLAS: [entry] });
    expect(json(await getCric(world, '/api/core/downtime/query/?json&preset=sites'))).toMatchObject({
      OU_OSCER_ATLAS: { 124001: entry },
    });
    expect(json(await getCric(world, '/api/core/downtime/query/?json'))).toMatchObject({ OU_OSCER: { 124001: entry } });
  });

  it.each([[null], [17], ['see GOCDB'], [[]]])(
    'shows %j where somebody wrote that in the place of an entry',
    async (written) => {
      const world = aWorld(aScenario(twoQueues));
      const downtime = { ...anOutage('everything'), written };
      expect(statusOf(await post(world, '/rehearsal/edit', { by: 'GOCDB', edit: 'downtime', downtime }))).toBe(200);
      expect(json(await get(world, '/request/downtime/query/list/?json'))).toEqual({ OU_OSCER_ATLAS: [written] });
      expect(json(await getCric(world, '/api/core/downtime/query/?json&preset=sites'))).toEqual({
        OU_OSCER_ATLAS: { 124001: written },
      });
    },
  );

  it.each([
    [undefined, ['HTCONDOR-CE', 'HTCONDOR-CE', 'SRM', 'Latency']],
    ['one compute element', ['HTCONDOR-CE']],
    ['nothing', []],
    ['probes', ['Latency']],
  ] as const)('lists the services that an outage of %s touches', async (touches, flavours) => {
    const world = aWorld(aScenario(twoQueues, { downtimes: [anOutage(touches)] }));
    const { OU_OSCER_ATLAS: [outage] = [] } = json(await get(world, '/request/downtime/query/list/?json')) as {
      OU_OSCER_ATLAS?: readonly { readonly services: readonly Raw[] }[];
    };
    expect(outage?.services.map(({ flavour }) => flavour)).toEqual(flavours);
  });
});

describe('the monitor', () => {
  const flood = aQueue({ panda_resource: 'FLOOD', type: 'analysis', slots: 60_000 });
  const question = '/jobs/?json&computingsite=FLOOD&hours=720&jobstatus=activated|running';
  const count = (reply: Awaited<ReturnType<typeof get>>): number =>
    (json(reply) as { readonly jobs: readonly unknown[] }).jobs.length;

  it('of 2019 cuts its table of active jobs at 10,000, that of today at 20,000', async () => {
    const world = aWorld(aScenario([flood]));
    const nodrop = `${question}&mode=nodrop&fields=pandaid`;
    expect([count(await get(world, nodrop)), count(await getCric(world, nodrop))]).toEqual([10_000, 20_000]);
  });

  it('of 2019 drops where an answer belongs to one task, that of today where a task is asked for', async () => {
    const world = aWorld(aScenario([aQueue({ panda_resource: 'SMALL', type: 'production', slots: 400 })]));
    const running = '/jobs/?json&computingsite=SMALL&hours=720&jobstatus=running';
    const all = count(await get(world, `${running}&mode=nodrop`));
    expect(count(await get(world, running))).toBeLessThan(all);
    expect(count(await getCric(world, running))).toBe(all);
    expect(count(await getCric(world, `${running}&jeditaskid=18999999`))).toBeLessThan(all);
    expect(count(await getCric(world, `${running}&jeditaskid=1`))).toBe(0);
  });
});
