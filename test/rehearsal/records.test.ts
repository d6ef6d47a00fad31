import { describe, expect, it } from 'vitest';
import {
  aQueue,
  aScenario,
  attributesUrl,
  aWorld,
  get,
  getCric,
  json,
  post,
  record,
  startMs,
  statusOf,
} from './builders.js';

const list = '/request/pandaqueue/query/list/?json&preset=schedconf.all';
const names = (body: unknown): string[] => Object.keys(body as object);

describe('reading records from AGIS', () => {
  it('answers one object keyed by nickname, each record naming its panda_resource', async () => {
    const world = aWorld();
    const all = json(await get(world, list)) as Record<string, Record<string, unknown>>;
    expect(names(all)).toEqual(['OU_OSCER_ATLAS', 'ANALY_OSCER-condor']);
    expect(all['ANALY_OSCER-condor']).toMatchObject({
      panda_resource: 'ANALY_OSCER',
      siteid: 'ANALY_OSCER',
      nickname: 'ANALY_OSCER-condor',
    });
  });

  it('has old and new names side by side', async () => {
    expect(await record(aWorld(), 'OU_OSCER_ATLAS')).toMatchObject({
      atlas_site: 'OU_OSCER_ATLAS',
      rc_site: 'OU_OSCER',
      gocname: 'OU_OSCER',
      tier: 'T2D',
      tier_level: 2,
      pilot_version: '1',
      status: 'online',
      comment: '',
      state: 'ACTIVE',
      name: 'default',
      defaulttoken: null,
      last_modified: '2019-07-01T12:00:00.000000',
      lastmod: '2019-07-01T12:00:00.000000',
    });
  });

  it('leaves out container fields that the scenario does not have', async () => {
    const world = aWorld(aScenario([aQueue({ panda_resource: 'OLD', container_type: null, container_options: null })]));
    const found = await record(world, 'OLD');
    expect(found).not.toHaveProperty('container_type');
    expect(found).not.toHaveProperty('container_options');
  });

  it('selects by panda_resource or nickname, and leaves unknown names out', async () => {
    const world = aWorld();
    expect(names(json(await get(world, `${list}&panda_queue=ANALY_OSCER,NOWHERE`)))).toEqual(['ANALY_OSCER-condor']);
    expect(names(json(await get(world, `${list}&panda_queue=ANALY_OSCER-condor,OU_OSCER_ATLAS`)))).toHaveLength(2);
  });

  it('selects by cloud', async () => {
    const world = aWorld(
      aScenario([aQueue({ panda_resource: 'A', cloud: 'UK' }), aQueue({ panda_resource: 'B', cloud: 'DE' })]),
    );
    expect(names(json(await get(world, `${list}&cloud=UK`)))).toEqual(['A']);
    expect(names(json(await get(world, `${list}&cloud=XX`)))).toEqual([]);
  });

  it('knows no other service, method or unreadable address', async () => {
    const world = aWorld();
    expect(statusOf(await get(world, '/request/nothing/'))).toBe(404);
    expect(statusOf(await post(world, attributesUrl('OU_OSCER_ATLAS', { pilot_version: '2' }), {}))).toBe(405);
    expect(statusOf(await get(world, 'http://[::1/x'))).toBe(400);
  });
});

describe('reading records from CRIC', () => {
  const cric = '/api/atlas/pandaqueue/query/?json';

  it('selects by a repeated pandaqueue[]', async () => {
    const all = json(await getCric(aWorld(), `${cric}&pandaqueue[]=ANALY_OSCER&pandaqueue[]=OU_OSCER_ATLAS`));
    expect(names(all)).toHaveLength(2);
  });

  it('has null where AGIS has nothing, no old names, and always a comment', async () => {
    const world = aWorld(aScenario([aQueue({ panda_resource: 'OLD', container_type: null })]));
    const [found] = Object.values(json(await getCric(world, cric)) as Record<string, Record<string, unknown>>);
    expect(found).toMatchObject({ container_type: null, comment: 'no active blacklisting rules defined' });
    expect(found).not.toHaveProperty('lastmod');
  });

  it('refuses boolean filters', async () => {
    expect(statusOf(await getCric(aWorld(), `${cric}&is_virtual=True`))).toBe(400);
  });
});

describe('the cached copy', () => {
  it('stands under the nickname and lags behind the catalogue', async () => {
    const world = aWorld();
    await get(world, attributesUrl('ANALY_OSCER', { pilot_version: '2' }));
    const copy = '/cache/schedconfig/ANALY_OSCER-condor.all.json';
    expect(json(await get(world, copy))).toMatchObject({ panda_resource: 'ANALY_OSCER', pilot_version: '1' });
    await post(world, '/rehearsal/clock/wait', { until: startMs + 3 * 3_600_000 });
    expect(json(await get(world, copy))).toMatchObject({ pilot_version: '2' });
    expect(statusOf(await get(world, '/cache/schedconfig/ANALY_OSCER.all.json'))).toBe(404);
    expect(statusOf(await get(world, '/cache/schedconfig/%E0%A4.all.json'))).toBe(404);
  });
});
