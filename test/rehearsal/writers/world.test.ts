import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../../src/rehearsal/scenario.js';
import type { World } from '../../../src/rehearsal/world/world.js';
import { aQueue, aScenario, arm, aWorld, changes, get, getCric, hourMs, json, post, record } from '../builders.js';

const queues = [
  aQueue({ panda_resource: 'OSCER' }),
  aQueue({ panda_resource: 'ANALY_OSCER', type: 'analysis' }),
  aQueue({ panda_resource: 'OSCER_OTHER', hc_param: 'OnlyTest' }),
  aQueue({ panda_resource: 'OSCER_SILENT', hc_param: null }),
  aQueue({ panda_resource: 'ELSEWHERE', atlas_site: 'NET2', rc_site: 'NET2' }),
];

const both = { HammerCloud: { except: [] }, Switcher: { except: [] } };

function worldWith(rest: Partial<Scenario>): World {
  return aWorld(aScenario(queues, { writers: both, ...rest }));
}

const fullDisk = { kind: 'scratch disk', share: 1, on: { to: '2019-08-05T20:00:00Z' } } as const;
const outage = {
  atlas_site: 'OU_OSCER_ATLAS',
  start: '2019-08-06T06:00:00Z',
  end: '2019-08-06T18:00:00Z',
  severity: 'OUTAGE',
  description: 'cooling',
};

const manualBrokeroff = {
  queue: 'OSCER',
  probe: 'manual',
  value: 'BROKEROFF',
  reason: 'x',
  expiration: null,
  updated: '2019-08-01T00:00:00',
};

async function advance(world: World, hours: number): Promise<void> {
  await post(world, '/rehearsal/advance', { ms: hours * hourMs });
}

async function told(world: World, by: string): Promise<readonly string[]> {
  return (await changes(world))
    .filter((change) => change.by === by && change.what.startsWith('rule'))
    .map(({ at, queue, new: now }) => {
      const { value, expiration } = JSON.parse(now) as { value: string; expiration: unknown };
      return `${new Date(at).toISOString().slice(5, 16)} ${queue} ${value} ${String(expiration)}`;
    });
}

describe('HammerCloud in a world', () => {
  it('excludes the queues that it may, once their tests fail, and lifts it when they succeed', async () => {
    const world = worldWith({ troubles: [fullDisk] });
    await advance(world, 12);
    const first = await told(world, 'HammerCloud');
    expect(first.map((line) => line.slice(12))).toEqual([
      'OSCER TEST null',
      'ANALY_OSCER TEST null',
      'ELSEWHERE TEST null',
    ]);
    expect(await record(world, 'OSCER')).toMatchObject({ status: 'test', comment: 'HC.Blacklist.set.test' });
    expect(await record(world, 'OSCER_SILENT')).not.toHaveProperty('hc_param');
    await advance(world, 14);
    const then = (await told(world, 'HammerCloud')).slice(3);
    expect(then.map((line) => line.slice(12)).toSorted()).toEqual([
      'ANALY_OSCER ONLINE null',
      'ELSEWHERE ONLINE null',
      'OSCER ONLINE null',
    ]);
    expect(await record(world, 'OSCER')).toMatchObject({ status: 'online', comment: 'HC.Blacklist.set.online' });
  });

  it('comes to the same, however the clock gets there', async () => {
    const [once, often] = [worldWith({ troubles: [fullDisk] }), worldWith({ troubles: [fullDisk] })];
    await advance(once, 30);
    for (let quarter = 0; quarter < 120; quarter++) await advance(often, 0.25);
    expect(await told(often, 'HammerCloud')).toEqual(await told(once, 'HammerCloud'));
  });

  it('leaves a queue alone that a person has set brokeroff, and one that is none of its business', async () => {
    const world = worldWith({
      troubles: [fullDisk],
      writers: { HammerCloud: { except: ['ELSEWHERE'] } },
      rules: [manualBrokeroff],
    });
    await advance(world, 12);
    expect((await told(world, 'HammerCloud')).map((line) => line.split(' ')[1])).toEqual(['ANALY_OSCER']);
  });
});

describe('Switcher in a world', () => {
  it('takes the site`s queues off in time, at its own ticks, and puts them back', async () => {
    const world = worldWith({ downtimes: [outage] });
    await advance(world, 48);
    const lines = await told(world, 'Switcher');
    expect(lines.filter((line) => / (ANALY_OSCER|OSCER) /.test(line))).toEqual([
      '08-05T16:00 OSCER OFFLINE null',
      '08-05T20:00 ANALY_OSCER BROKEROFF null',
      '08-06T00:00 ANALY_OSCER OFFLINE null',
      '08-06T18:00 OSCER ONLINE null',
      '08-06T18:00 ANALY_OSCER ONLINE null',
    ]);
    expect(lines.some((line) => line.includes('ELSEWHERE'))).toBe(false);
    expect((await changes(world)).find(({ what }) => what === 'rule switcher')?.new).toContain(
      'set.offline.by.Switcher https://goc.egi.eu/portal/index.php?Page_Type=Downtime&id=27001',
    );
  });

  it('acts on a downtime that is announced late, and not over a person who took the queue down', async () => {
    const world = worldWith({});
    await post(world, '/rehearsal/edit', {
      by: 'a person',
      edit: 'rule',
      queue: 'OSCER',
      probe: 'manual',
      value: 'BROKEROFF',
      reason: 'SL6',
    });
    const downtime = { ...outage, start: '2019-08-05T05:00:00Z' };
    await post(world, '/rehearsal/edit', { by: 'the site', edit: 'downtime', downtime });
    await advance(world, 1);
    expect((await told(world, 'Switcher'))[0]).toBe('08-05T06:20 OSCER OFFLINE null');
    await advance(world, 48);
    expect(await record(world, 'OSCER')).toMatchObject({ status: 'brokeroff', comment: 'SL6' });
  });
});

it('in a scenario that names nobody nobody acts', async () => {
  const world = worldWith({ troubles: [fullDisk], downtimes: [outage], writers: {} });
  await advance(world, 48);
  expect(await changes(world)).toEqual([]);
});

it('status rules can be null, as in some records', async () => {
  const world = worldWith({ rules: [manualBrokeroff] });
  await arm(world, { kind: 'no mode', count: 2 });
  const silent = { OSCER: { a: { mode: null, status: { value: 'BROKEROFF' } } } };
  expect(json(await get(world, '/request/pandaqueuestatus/query/list/?json'))).toMatchObject(silent);
  expect(json(await getCric(world, '/api/atlas/pandaqueuestatus/query/?json'))).toMatchObject(silent);
  expect(json(await get(world, '/request/pandaqueuestatus/query/list/?json'))).not.toMatchObject(silent);
});
