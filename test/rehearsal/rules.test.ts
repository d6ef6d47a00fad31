import { describe, expect, it } from 'vitest';
import { effectiveStatus, type Rule } from '../../src/rehearsal/catalogue/verdict.js';
import {
  aScenario,
  aWorld,
  changes,
  get,
  getCric,
  hourMs,
  json,
  post,
  record,
  ruleUrl,
  startMs,
  statusOf,
  twoQueues,
} from './builders.js';

function rule(value: string, updated = 0): Rule {
  return { queue: 'Q', probe: `of ${value}`, value, reason: `because ${value}`, expires: null, updated, dn: '' };
}

describe('the verdict over rules', () => {
  it('is online without rules', () => {
    expect(effectiveStatus([])).toEqual({ status: 'online', comment: '', rule: null });
  });

  it.each([
    [['ONLINE', 'TEST'], 'test'],
    [['PAUSED', 'BROKEROFF', 'ONLINE'], 'brokeroff'],
    [['OFFLINE', 'BROKEROFF'], 'offline'],
  ])('of %j is the most restrictive, with its reason', (values, status) => {
    expect(effectiveStatus(values.map((value) => rule(value)))).toMatchObject({
      status,
      comment: `because ${status.toUpperCase()}`,
    });
  });

  it('is the newest of equally restrictive ones', () => {
    expect(effectiveStatus([rule('TEST', 2), rule('PAUSED', 1)]).status).toBe('test');
    expect(effectiveStatus([rule('TEST', 1), rule('PAUSED', 2)]).status).toBe('paused');
  });
});

const rules = '/request/pandaqueuestatus/query/list/?json';

describe('rules of several probes', () => {
  it('stand side by side; a milder one does not loosen a stricter one', async () => {
    const world = aWorld();
    await get(world, ruleUrl('ANALY_OSCER', 'OFFLINE', { probe: 'switcher', reason: 'set.offline.by.Switcher' }));
    await get(world, ruleUrl('ANALY_OSCER', 'BROKEROFF'));
    await get(world, ruleUrl('ANALY_OSCER', 'ONLINE', { probe: 'hammercloud' }));
    expect(await record(world, 'ANALY_OSCER')).toMatchObject({ status: 'offline', comment: 'set.offline.by.Switcher' });
    const answer = json(await get(world, rules)) as Record<string, unknown>;
    expect(Object.keys(answer)).toEqual(['ANALY_OSCER-condor']);
    expect(answer['ANALY_OSCER-condor']).toMatchObject({
      a: {
        mode: {
          AUTO: {
            switcher: { value: 'OFFLINE', expiration: null, updated: '2019-08-05T06:00:00' },
            manual: { value: 'BROKEROFF' },
            hammercloud: { value: 'ONLINE' },
          },
        },
        status: { value: 'OFFLINE', probe: 'switcher', pandaqueue: 'ANALY_OSCER-condor' },
      },
    });
  });

  it('are selected by queue', async () => {
    const world = aWorld();
    await get(world, ruleUrl('ANALY_OSCER', 'BROKEROFF'));
    await get(world, ruleUrl('OU_OSCER_ATLAS', 'TEST'));
    expect(Object.keys(json(await get(world, `${rules}&panda_queue=ANALY_OSCER`)) as object)).toEqual([
      'ANALY_OSCER-condor',
    ]);
  });

  it('are filed by value in CRIC, which shows them to certificates and tokens only', async () => {
    const world = aWorld();
    await get(world, ruleUrl('OU_OSCER_ATLAS', 'BROKEROFF'));
    const cric = '/api/atlas/pandaqueuestatus/query/?json';
    expect(statusOf(await getCric(world, cric, {}))).toBe(403);
    expect(statusOf(await getCric(world, cric, { authorization: 'Bearer another' }))).toBe(403);
    expect(statusOf(await getCric(world, cric, { authorization: 'Bearer rehearsal' }))).toBe(200);
    expect(json(await getCric(world, cric))).toMatchObject({
      OU_OSCER_ATLAS: { a: { mode: { BROKEROFF: { manual: { value: 'BROKEROFF' } } } } },
    });
  });
});

describe('a rule with an expiry', () => {
  it('silently puts the queue back when the world`s clock passes it', async () => {
    const world = aWorld();
    await get(world, ruleUrl('ANALY_OSCER', 'BROKEROFF', { expiration: '2019-08-05T07:00:00' }));
    await post(world, '/rehearsal/clock/wait', { until: startMs + hourMs - 1 });
    expect(await record(world, 'ANALY_OSCER')).toMatchObject({ status: 'brokeroff' });
    await post(world, '/rehearsal/advance', { ms: 2 * hourMs });
    expect(await record(world, 'ANALY_OSCER')).toMatchObject({
      status: 'online',
      last_modified: '2019-08-05T07:00:00.000000',
    });
    expect((await changes(world)).at(-1)).toMatchObject({
      by: 'expiry',
      what: 'status',
      old: 'brokeroff',
      new: 'online',
      at: startMs + hourMs,
    });
    expect(json(await get(world, rules))).toEqual({});
  });

  it('of a scenario counts from the beginning', async () => {
    const given = {
      queue: 'ANALY_OSCER',
      probe: 'manual',
      value: 'BROKEROFF',
      reason: 'RRC-KI',
      updated: '2019-07-01T00:00:00',
    };
    const world = aWorld(
      aScenario(twoQueues, {
        rules: [
          { ...given, expiration: '2019-08-06T00:00:00' },
          { ...given, queue: 'OU_OSCER_ATLAS', expiration: '2019-08-01T00:00:00' },
        ],
      }),
    );
    expect(await record(world, 'ANALY_OSCER')).toMatchObject({ status: 'brokeroff', comment: 'RRC-KI' });
    expect(await record(world, 'OU_OSCER_ATLAS')).toMatchObject({ status: 'online' });
  });
});
