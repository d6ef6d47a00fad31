import { describe, expect, it } from 'vitest';
import {
  aScenario,
  attributesUrl,
  aWorld,
  changes,
  flip,
  get,
  hourMs,
  json,
  post,
  record,
  startMs,
  statusOf,
  twoQueues,
} from './builders.js';

async function now(world: ReturnType<typeof aWorld>): Promise<unknown> {
  return (json(await get(world, '/rehearsal/clock')) as { now: number }).now;
}

describe('the world`s clock', () => {
  it('stands at the scenario`s start, whatever is asked', async () => {
    const world = aWorld();
    await flip(world);
    expect(await now(world)).toBe(startMs);
    expect(json(await get(world, '/rehearsal/world'))).toEqual({
      id: world.id,
      scenario: 'small',
      seed: 1,
      now: startMs,
    });
  });

  it('moves to the latest time waited for; waits do not add up', async () => {
    const world = aWorld();
    await post(world, '/rehearsal/clock/wait', { until: startMs + hourMs });
    await post(world, '/rehearsal/clock/wait', { until: startMs + hourMs });
    await post(world, '/rehearsal/clock/wait', { until: startMs });
    expect(await now(world)).toBe(startMs + hourMs);
  });

  it('advances by the time given', async () => {
    const world = aWorld();
    expect(json(await post(world, '/rehearsal/advance', { ms: 500 }))).toEqual({ now: startMs + 500 });
    expect(json(await post(world, '/rehearsal/advance', { ms: 500 }))).toEqual({ now: startMs + 1_000 });
  });

  it.each([
    ['/rehearsal/advance', { ms: -1 }],
    ['/rehearsal/advance', { ms: 1e308 }],
    ['/rehearsal/advance', {}],
    ['/rehearsal/clock/wait', { until: 1e308 }],
    ['/rehearsal/clock/wait', { until: 'tomorrow' }],
    ['/rehearsal/clock/wait', []],
  ])('refuses %s %j', async (url, body) => {
    const world = aWorld();
    expect(statusOf(await post(world, url, body))).toBe(400);
    expect(await now(world)).toBe(startMs);
  });
});

describe('other people', () => {
  it('change records at once when no time is given', async () => {
    const world = aWorld();
    await post(world, '/rehearsal/edit', {
      by: 'bob',
      edit: 'attributes',
      queue: 'ANALY_OSCER',
      attributes: { pilot_manager: 'APF' },
    });
    expect(await record(world, 'ANALY_OSCER')).toMatchObject({ pilot_manager: 'APF' });
    expect(await changes(world)).toMatchObject([
      { by: 'bob', what: 'pilot_manager', old: 'Harvester', new: 'APF', write: null },
    ]);
  });

  it('act at their moment, in order, when the clock passes it', async () => {
    const world = aWorld();
    const set = (version: string, at: string): Promise<unknown> =>
      post(world, '/rehearsal/edit', {
        by: 'bob',
        at,
        edit: 'attributes',
        queue: 'ANALY_OSCER',
        attributes: { pilot_version: version },
      });
    await set('4', '2019-08-05T10:00:00+02:00');
    await set('3', '2019-08-05T09:00:00+02:00');
    expect(await record(world, 'ANALY_OSCER')).toMatchObject({ pilot_version: '1' });
    await post(world, '/rehearsal/advance', { ms: 24 * hourMs });
    expect(await changes(world)).toMatchObject([
      { at: startMs + hourMs, old: '1', new: '3' },
      { at: startMs + 2 * hourMs, old: '3', new: '4' },
    ]);
    expect(await now(world)).toBe(startMs + 24 * hourMs);
  });

  it('of a scenario act too', async () => {
    const world = aWorld(
      aScenario(twoQueues, {
        happenings: [
          {
            at: '2019-08-06T00:00:00Z',
            by: 'HammerCloud',
            edit: 'rule',
            queue: 'ANALY_OSCER',
            probe: 'hammercloud',
            value: 'TEST',
            reason: 'HC.Blacklist.set.test',
          },
          {
            at: '2019-08-06T06:00:00Z',
            by: 'HammerCloud',
            edit: 'rule',
            queue: 'ANALY_OSCER',
            probe: 'hammercloud',
            value: null,
            reason: '',
          },
        ],
      }),
    );
    await post(world, '/rehearsal/advance', { ms: 20 * hourMs });
    expect(await record(world, 'ANALY_OSCER')).toMatchObject({ status: 'test', comment: 'HC.Blacklist.set.test' });
    await post(world, '/rehearsal/advance', { ms: 24 * hourMs });
    expect(await record(world, 'ANALY_OSCER')).toMatchObject({ status: 'online', comment: '' });
  });

  it('rename a queue: rules and record go along, the old name is gone', async () => {
    const world = aWorld();
    await post(world, '/rehearsal/edit', {
      by: 'bob',
      edit: 'rule',
      queue: 'OU_OSCER_ATLAS',
      probe: 'manual',
      value: 'BROKEROFF',
      reason: 'x',
    });
    await post(world, '/rehearsal/edit', { by: 'bob', edit: 'rename', queue: 'OU_OSCER_ATLAS', to: 'OSCER_UCORE' });
    expect(await record(world, 'OU_OSCER_ATLAS')).toBeUndefined();
    expect(await record(world, 'OSCER_UCORE')).toMatchObject({
      nickname: 'OSCER_UCORE',
      siteid: 'OSCER_UCORE',
      status: 'brokeroff',
    });
    expect(Object.keys(json(await get(world, '/request/pandaqueuestatus/query/list/?json')) as object)).toEqual([
      'OSCER_UCORE',
    ]);
    expect((await changes(world)).at(-1)).toMatchObject({
      what: 'queue',
      old: 'OU_OSCER_ATLAS',
      new: 'OSCER_UCORE',
      by: 'bob',
    });
  });

  it('remove a queue; later edits of it come to nothing', async () => {
    const world = aWorld();
    await post(world, '/rehearsal/edit', {
      by: 'bob',
      at: '2019-08-05T09:00:00+02:00',
      edit: 'attributes',
      queue: 'ANALY_OSCER',
      attributes: { pilot_version: '9' },
    });
    await post(world, '/rehearsal/edit', { by: 'bob', edit: 'remove', queue: 'ANALY_OSCER' });
    await post(world, '/rehearsal/advance', { ms: 2 * hourMs });
    expect(await record(world, 'ANALY_OSCER')).toBeUndefined();
    expect(await changes(world)).toMatchObject([{ what: 'queue', old: 'ANALY_OSCER', new: '' }]);
  });

  it.each([
    [{ by: 'bob', edit: 'paint', queue: 'ANALY_OSCER' }, /no kind of edit/],
    [{ by: 'bob', edit: 'remove', queue: 'NOWHERE' }, /Unknown queue/],
    [{ edit: 'remove', queue: 'ANALY_OSCER' }, /'by'/],
    [{ by: 'bob', at: 'soon', edit: 'remove', queue: 'ANALY_OSCER' }, /'at'/],
    [{ by: 'bob', edit: 'rename', queue: 'ANALY_OSCER', to: 'OU_OSCER_ATLAS' }, /there already/],
    [{ by: 'bob', edit: 'rule', queue: 'ANALY_OSCER', probe: 'manual', value: 'OFF', reason: '' }, /none of/],
    [
      { by: 'bob', edit: 'attributes', queue: 'ANALY_OSCER', attributes: { pilot_version: 2 } },
      /attributes.pilot_version/,
    ],
  ])('are told what is wrong with %j', async (body, message) => {
    const world = aWorld();
    const reply = await post(world, '/rehearsal/edit', body);
    expect(statusOf(reply)).toBe(400);
    expect((json(reply) as { error: string }).error).toMatch(message);
  });
});

describe('the downtime calendar', () => {
  const downtime = {
    atlas_site: 'OU_OSCER_ATLAS',
    start: '2019-08-07T00:00:00Z',
    end: '2019-08-08T00:00:00Z',
    severity: 'OUTAGE',
    description: 'cooling',
  };

  it('lists what is not over, under the ATLAS site`s name', async () => {
    const world = aWorld(aScenario(twoQueues, { downtimes: [downtime] }));
    expect(json(await get(world, '/request/downtime/query/list/?json'))).toMatchObject({
      OU_OSCER_ATLAS: [
        {
          rc_site: 'OU_OSCER',
          start_time: '2019-08-07T00:00:00',
          end_time: '2019-08-08T00:00:00',
          severity: 'OUTAGE',
          classification: 'SCHEDULED',
          description: 'cooling',
          state: 'ACTIVE',
        },
      ],
    });
    await post(world, '/rehearsal/advance', { ms: 4 * 24 * hourMs });
    expect(json(await get(world, '/request/downtime/query/list/?json'))).toEqual({});
  });

  it('grows when somebody announces one', async () => {
    const world = aWorld();
    await post(world, '/rehearsal/edit', {
      by: 'site admin',
      edit: 'downtime',
      downtime: { ...downtime, start: '2019-08-05T05:00:00Z' },
    });
    expect(json(await get(world, '/request/downtime/query/list/?json'))).toMatchObject({
      OU_OSCER_ATLAS: [{ classification: 'UNSCHEDULED' }],
    });
    expect(await changes(world)).toMatchObject([{ by: 'site admin', what: 'downtime', queue: 'OU_OSCER_ATLAS' }]);
    const backwards = await post(world, '/rehearsal/edit', {
      by: 'x',
      edit: 'downtime',
      downtime: { ...downtime, end: downtime.start },
    });
    expect(statusOf(backwards)).toBe(400);
  });
});

describe('tickets', () => {
  it('of the scenario stand there; new ones are delivered once each', async () => {
    const world = aWorld(
      aScenario(twoQueues, {
        tickets: [
          {
            channel: 'mail',
            title: '[pilot2/OSCER/migration#0] Pilot 2',
            body: 'Dear site',
            state: 'sent',
            created: '2019-08-02T09:00:00Z',
          },
        ],
      }),
    );
    await post(world, '/rehearsal/tickets', {
      channel: 'ggus',
      title: '[pilot2/NET2/migration#0] Pilot 2',
      body: 'Dear site',
    });
    expect(json(await get(world, '/rehearsal/tickets'))).toMatchObject([
      { id: 1, channel: 'mail', state: 'sent', created: Date.UTC(2019, 7, 2, 9) },
      { id: 2, channel: 'ggus', state: 'open', created: startMs },
    ]);
    expect(json(await get(world, '/rehearsal/tickets?channel=ggus'))).toHaveLength(1);
    expect(await changes(world)).toMatchObject([
      { what: 'ticket', queue: '[pilot2/NET2/migration#0] Pilot 2', by: 'anonymous' },
    ]);
    expect(statusOf(await post(world, '/rehearsal/tickets', { channel: 'fax', title: '', body: '' }))).toBe(400);
  });
});

describe('an order nobody knows', () => {
  it('is answered with 404', async () => {
    expect(statusOf(await get(aWorld(), '/rehearsal/sing'))).toBe(404);
    expect(statusOf(await get(aWorld(), attributesUrl('A', {}).replace('request', 'rehearsal')))).toBe(404);
  });
});
