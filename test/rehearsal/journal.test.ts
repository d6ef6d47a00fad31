import { describe, expect, it } from 'vitest';
import { handle } from '../../src/rehearsal/handler.js';
import {
  attributesUrl,
  aWorld,
  certificate,
  flip,
  get,
  journal,
  json,
  post,
  ruleUrl,
  startMs,
  statusOf,
} from './builders.js';

describe('the journal', () => {
  it('names every received write with its fate, and every change with the write that made it', async () => {
    const world = aWorld();
    await handle(world, {
      method: 'GET',
      url: attributesUrl('OU_OSCER_ATLAS', { pilot_version: '2', container_type: 'singularity:pilot' }),
      headers: { ...certificate, 'X-Request-ID': 'pilot2/OU_OSCER_ATLAS/flip#0', 'User-Agent': 'migrate/0.1' },
    });
    expect(await journal(world)).toEqual([
      {
        id: 1,
        at: startMs,
        kind: 'write',
        by: 'ada',
        request: 'pilot2/OU_OSCER_ATLAS/flip#0',
        agent: 'migrate/0.1',
        queue: 'OU_OSCER_ATLAS',
        what: 'set_attributes',
        new: '{"attributes":{"pilot_version":"2","container_type":"singularity:pilot"}}',
        fate: 'effective',
        answer: '200',
      },
      expect.objectContaining({
        id: 2,
        kind: 'change',
        by: 'ada',
        request: 'pilot2/OU_OSCER_ATLAS/flip#0',
        what: 'pilot_version',
        old: '1',
        new: '2',
        write: 1,
      }),
      expect.objectContaining({
        id: 3,
        kind: 'change',
        what: 'container_type',
        old: 'singularity:wrapper',
        new: 'singularity:pilot',
        write: 1,
      }),
    ]);
  });

  it('calls a write that changes nothing without effect', async () => {
    const world = aWorld();
    await flip(world);
    await flip(world);
    expect((await journal(world)).filter(({ kind }) => kind === 'write')).toMatchObject([
      { fate: 'effective' },
      { fate: 'without effect' },
    ]);
    expect(await journal(world)).toHaveLength(4);
  });

  it('tells rule and status apart', async () => {
    const world = aWorld();
    await get(world, ruleUrl('ANALY_OSCER', 'BROKEROFF'));
    await get(world, ruleUrl('ANALY_OSCER', 'TEST', { probe: 'hammercloud' }));
    expect((await journal(world)).filter(({ kind }) => kind === 'change')).toMatchObject([
      { what: 'rule manual', old: '', new: '{"value":"BROKEROFF","reason":"SL6","expiration":null}', write: 1 },
      { what: 'status', old: 'online', new: 'brokeroff', write: 1 },
      { what: 'rule hammercloud', write: 4 },
    ]);
  });

  it('names the user where one is given', async () => {
    const world = aWorld();
    await handle(world, {
      method: 'GET',
      url: attributesUrl('ANALY_OSCER', { pilot_version: '2' }),
      headers: certificate,
      user: 'grace',
    });
    expect(await journal(world)).toMatchObject([{ by: 'grace' }, { by: 'grace' }]);
  });

  it('is read by queue, kind and place', async () => {
    const world = aWorld();
    await flip(world);
    await get(world, ruleUrl('ANALY_OSCER', 'BROKEROFF'));
    expect(json(await get(world, '/rehearsal/journal?queue=ANALY_OSCER'))).toHaveLength(3);
    expect(json(await get(world, '/rehearsal/journal?kind=write'))).toHaveLength(2);
    expect(json(await get(world, '/rehearsal/journal?after=5'))).toHaveLength(1);
    expect(statusOf(await get(world, '/rehearsal/journal?kind=wish'))).toBe(400);
  });

  it('has nothing to say of reads and control', async () => {
    const world = aWorld();
    await get(world, '/request/pandaqueue/query/list/?json');
    await post(world, '/rehearsal/advance', { ms: 1 });
    expect(await journal(world)).toEqual([]);
  });
});
