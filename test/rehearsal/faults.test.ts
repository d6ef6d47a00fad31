import { describe, expect, it } from 'vitest';
import {
  arm,
  attributesUrl,
  aWorld,
  changes,
  flip,
  get,
  hourMs,
  json,
  post,
  record,
  ruleUrl,
  startMs,
  statusOf,
  writes,
} from './builders.js';

const list = '/request/pandaqueue/query/list/?json';
const on = { effect: 'write' };

describe('faults before the effect', () => {
  it.each([
    ['status', { kind: 'status', status: 500, on }, 500, '500'],
    ['busy', { kind: 'busy', retryAfterSeconds: 30, on }, 429, '429'],
    ['time-out', { kind: 'timeout', on }, 'timeout', 'lost'],
    ['reset', { kind: 'reset', on }, 'reset', 'lost'],
    ['HTML for JSON', { kind: 'html', on }, 200, '200'],
    ['an error in the list', { kind: 'error list', message: 'no permission' }, 200, '200'],
    ['accepted without effect', { kind: 'no effect' }, 200, '200'],
  ])('%s: nothing changes, the journal knows', async (_name, fault, status, answer) => {
    const world = aWorld();
    await arm(world, fault);
    expect(statusOf(await flip(world))).toBe(status);
    expect(await record(world, 'OU_OSCER_ATLAS')).toMatchObject({ pilot_version: '1' });
    expect(await changes(world)).toEqual([]);
    expect(await writes(world)).toMatchObject([{ fate: 'without effect', answer }]);
    expect(statusOf(await flip(world))).toBe(200);
    expect(await record(world, 'OU_OSCER_ATLAS')).toMatchObject({ pilot_version: '2' });
  });
});

describe('faults after the effect', () => {
  it.each([
    ['status', { kind: 'status', status: 502, when: 'after', on }, 502, '502'],
    ['time-out', { kind: 'timeout', when: 'after', on }, 'timeout', 'lost'],
    ['reset', { kind: 'reset', when: 'after', on }, 'reset', 'lost'],
    ['cut-off JSON', { kind: 'cut', when: 'after', on }, 200, '200'],
    ['HTML for JSON', { kind: 'html', when: 'after', on }, 200, '200'],
  ])('%s: the write stands although the answer suffers', async (_name, fault, status, answer) => {
    const world = aWorld();
    await arm(world, fault);
    expect(statusOf(await flip(world))).toBe(status);
    expect(await record(world, 'OU_OSCER_ATLAS')).toMatchObject({ pilot_version: '2' });
    expect(await writes(world)).toMatchObject([{ fate: 'effective', answer }]);
  });
});

describe('what the answers look like', () => {
  it('429 names the time to wait', async () => {
    const world = aWorld();
    await arm(world, { kind: 'busy', retryAfterSeconds: 30 });
    expect(await get(world, list)).toMatchObject({ status: 429, headers: { 'retry-after': '30' } });
  });

  it('cut-off JSON is no JSON', async () => {
    const world = aWorld();
    await arm(world, { kind: 'cut' });
    const reply = await get(world, list);
    expect(() => json(reply)).toThrow(SyntaxError);
  });

  it('a page is HTML with status 200', async () => {
    const world = aWorld();
    await arm(world, { kind: 'html' });
    expect(await get(world, list)).toMatchObject({
      status: 200,
      headers: { 'content-type': expect.stringContaining('text/html') as string },
    });
  });

  it('an error list has its message where messages stand', async () => {
    const world = aWorld();
    await arm(world, { kind: 'error list', message: 'no permission' });
    expect((json(await flip(world)) as unknown[][])[0]?.[2]).toBe('Error: no permission');
  });

  it('accepted without effect answers like a success, and still refuses nonsense', async () => {
    const world = aWorld();
    await arm(world, { kind: 'no effect', count: 2 });
    expect((json(await flip(world)) as unknown[][])[0]?.[1]).toBe(true);
    expect((json(await flip(world, 'NOWHERE')) as unknown[][])[0]?.[1]).toBe(false);
  });
});

describe('a late effect', () => {
  it('lands when the clock passes its time, after the answer was lost', async () => {
    const world = aWorld();
    await arm(world, { kind: 'late', afterSeconds: 60 });
    expect(statusOf(await flip(world))).toBe('timeout');
    expect(await writes(world)).toMatchObject([{ fate: 'late', answer: 'lost' }]);
    await post(world, '/rehearsal/advance', { ms: 59_999 });
    expect(await record(world, 'OU_OSCER_ATLAS')).toMatchObject({ pilot_version: '1' });
    await post(world, '/rehearsal/advance', { ms: hourMs });
    expect(await record(world, 'OU_OSCER_ATLAS')).toMatchObject({ pilot_version: '2' });
    expect(await writes(world)).toMatchObject([{ id: 1, fate: 'effective', answer: 'lost' }]);
    expect(await changes(world)).toMatchObject([
      { at: startMs + 60_000, what: 'pilot_version', write: 1, by: 'ada' },
      { at: startMs + 60_000, what: 'container_type', write: 1 },
    ]);
  });

  it('that another write has made already is without effect', async () => {
    const world = aWorld();
    await arm(world, { kind: 'late', afterSeconds: 60 });
    await flip(world);
    await flip(world);
    await post(world, '/rehearsal/advance', { ms: hourMs });
    expect(await writes(world)).toMatchObject([{ fate: 'without effect' }, { fate: 'effective' }]);
  });

  it('also delays rules', async () => {
    const world = aWorld();
    await arm(world, { kind: 'late', afterSeconds: 60 });
    await get(world, ruleUrl('ANALY_OSCER', 'BROKEROFF'));
    expect(await record(world, 'ANALY_OSCER')).toMatchObject({ status: 'online' });
    await post(world, '/rehearsal/advance', { ms: hourMs });
    expect(await record(world, 'ANALY_OSCER')).toMatchObject({ status: 'brokeroff' });
  });
});

describe('other faults', () => {
  it('normalised strings are stored in other words', async () => {
    const world = aWorld();
    await arm(world, { kind: 'normalised' });
    await get(
      world,
      attributesUrl('OU_OSCER_ATLAS', { pilot_version: '2', container_type: 'Singularity:pilot;docker:wrapper' }),
    );
    expect(await record(world, 'OU_OSCER_ATLAS')).toMatchObject({
      pilot_version: '2',
      container_type: 'docker:wrapper; singularity:pilot ',
    });
    expect((await changes(world)).at(-1)).toMatchObject({ new: 'docker:wrapper; singularity:pilot ' });
  });

  it('latency lets the world`s time pass before the request is carried out', async () => {
    const world = aWorld();
    await arm(world, { kind: 'latency', worldMs: 60_000, realMs: 1, on });
    await flip(world);
    expect((await writes(world))[0]).toMatchObject({ at: startMs + 60_000, fate: 'effective' });
  });

  it('a foreign write comes between a read of the queue and what follows', async () => {
    const world = aWorld();
    const change = { edit: 'attributes', queue: 'OU_OSCER_ATLAS', attributes: { pilot_version: 'current' } };
    await arm(world, { kind: 'foreign write', by: 'bob', change, on: { queue: 'OU_OSCER_ATLAS' } });
    await get(world, `${list}&panda_queue=ANALY_OSCER`);
    expect(await changes(world)).toEqual([]);
    expect(await record(world, 'OU_OSCER_ATLAS')).toMatchObject({ pilot_version: '1' });
    expect(await record(world, 'OU_OSCER_ATLAS')).toMatchObject({ pilot_version: 'current' });
    expect(await changes(world)).toMatchObject([{ by: 'bob', new: 'current', write: null }]);
  });
});

describe('a foreign write that makes no sense', () => {
  it('does not happen', async () => {
    const world = aWorld();
    await arm(world, {
      kind: 'foreign write',
      by: 'bob',
      change: { edit: 'rename', queue: 'ANALY_OSCER', to: 'OU_OSCER_ATLAS' },
    });
    expect(statusOf(await get(world, list))).toBe(200);
    expect(await changes(world)).toEqual([]);
  });
});

describe('aiming', () => {
  it.each([
    ['a queue', { queue: 'ANALY_OSCER' }, [200, 500, 200]],
    ['an endpoint', { endpoint: 'set_probestatus' }, [200, 200, 500]],
    ['the next request', {}, [500, 200, 200]],
    ['a method', { method: 'PUT' }, [200, 200, 200]],
  ])('at %s', async (_what, match, expected) => {
    const world = aWorld();
    await arm(world, { kind: 'status', status: 500, on: match });
    const answers = [
      await flip(world),
      await flip(world, 'ANALY_OSCER'),
      await get(world, ruleUrl('OU_OSCER_ATLAS', 'TEST')),
    ];
    expect(answers.map(statusOf)).toEqual(expected);
  });

  it('at a queue strikes reads by nickname and reads of everything', async () => {
    const world = aWorld();
    await arm(world, { kind: 'status', status: 500, count: 3, on: { queue: 'ANALY_OSCER' } });
    expect(statusOf(await get(world, `${list}&panda_queue=OU_OSCER_ATLAS`))).toBe(200);
    expect(statusOf(await get(world, `${list}&panda_queue=ANALY_OSCER-condor`))).toBe(500);
    expect(statusOf(await get(world, '/cache/schedconfig/ANALY_OSCER-condor.all.json'))).toBe(500);
    expect(statusOf(await get(world, list))).toBe(500);
  });

  it('counts down, and the list shows what is left', async () => {
    const world = aWorld();
    await arm(world, [{ kind: 'timeout', count: 2 }, { kind: 'reset' }]);
    expect(statusOf(await get(world, list))).toBe('timeout');
    expect(json(await get(world, '/rehearsal/faults'))).toMatchObject([
      { kind: 'timeout', remaining: 1 },
      { kind: 'reset', remaining: 1 },
    ]);
    expect(statusOf(await get(world, list))).toBe('timeout');
    expect(statusOf(await get(world, list))).toBe('reset');
    expect(statusOf(await get(world, list))).toBe(200);
  });

  it('by probability follows the seed', async () => {
    const pattern = async (seed: number): Promise<string> => {
      const world = aWorld(undefined, { seed });
      await arm(world, { kind: 'timeout', count: 1_000, probability: 0.3 });
      let struck = '';
      for (let request = 0; request < 200; request++)
        struck += statusOf(await get(world, list)) === 'timeout' ? 'x' : '.';
      return struck;
    };
    const first = await pattern(1);
    expect(await pattern(1)).toBe(first);
    expect(await pattern(2)).not.toBe(first);
    const hits = first.replaceAll('.', '').length;
    expect(hits).toBeGreaterThan(40);
    expect(hits).toBeLessThan(80);
  });

  it('never strikes the controls, and ends when disarmed', async () => {
    const world = aWorld();
    await arm(world, { kind: 'timeout', count: 5 });
    expect(statusOf(await get(world, '/rehearsal/clock'))).toBe(200);
    const { handle } = await import('../../src/rehearsal/handler.js');
    await handle(world, { method: 'DELETE', url: '/rehearsal/faults' });
    expect(statusOf(await get(world, list))).toBe(200);
  });

  it.each([
    [{ kind: 'plague' }, /no kind of fault/],
    [{ kind: 'timeout', when: 'later' }, /'when'/],
    [{ kind: 'timeout', count: 0 }, /'count'/],
    [{ kind: 'late', afterSeconds: 0 }, /'afterSeconds'/],
    [{ kind: 'timeout', on: { color: 'red' } }, /on\.color/],
    [{ kind: 'foreign write', by: 'bob', change: { edit: 'sing' } }, /no kind of edit/],
    ['timeout', /an object/],
  ])('refuses %j', async (fault, message) => {
    const world = aWorld();
    const reply = await post(world, '/rehearsal/faults', fault);
    expect(statusOf(reply)).toBe(400);
    expect((json(reply) as { error: string }).error).toMatch(message);
    expect(json(await get(world, '/rehearsal/faults'))).toEqual([]);
  });
});
