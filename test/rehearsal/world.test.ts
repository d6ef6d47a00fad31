import { describe, expect, it } from 'vitest';
import { createWorld, openWorld } from '../../src/rehearsal/world/world.js';
import { worldVersion } from '../../src/rehearsal/world/schema.js';
import { shippedScenario, shippedScenarios } from '../../src/rehearsal/shipped.js';
import { openSqlite } from '../../src/storage/sqlite.js';
import { aFile, aQueue, aScenario, aWorld, flip, get, json, record, twoQueues } from './builders.js';

describe('a world', () => {
  it('is kept in its file: the second opening finds it and needs no scenario', async () => {
    const file = aFile();
    const first = openWorld({ file, scenario: aScenario(twoQueues) });
    await flip(first);
    first.close();
    const again = openWorld({
      file,
      scenario: () => {
        throw new Error('not needed');
      },
    });
    expect(again.id).toBe(first.id);
    expect(await record(again, 'OU_OSCER_ATLAS')).toMatchObject({ pilot_version: '2' });
    again.close();
  });

  it('made anew is another world', async () => {
    const file = aFile();
    const first = createWorld({ file, scenario: aScenario(twoQueues) });
    await flip(first);
    first.close();
    const second = createWorld({ file, scenario: aScenario(twoQueues) });
    expect(second.id).not.toBe(first.id);
    expect(await record(second, 'OU_OSCER_ATLAS')).toMatchObject({ pilot_version: '1' });
    second.close();
  });

  it('may have the id of its scenario and seed', () => {
    const world = (seed: number) => aWorld(undefined, { seed, identity: 'seed' }).id;
    expect(world(7)).toBe(world(7));
    expect(world(7)).not.toBe(world(8));
  });

  it('of another version is refused with advice', () => {
    const file = aFile();
    openWorld({ file, scenario: aScenario(twoQueues) }).close();
    const database = openSqlite(file);
    database.exec(`UPDATE world SET version = ${worldVersion + 1}`);
    database.close();
    expect(() => openWorld({ file, scenario: aScenario(twoQueues) })).toThrow(/version 5.*migrate rehearsal reset/);
  });

  it.each([
    [
      'two queues of one name',
      aScenario([aQueue({ panda_resource: 'A' }), aQueue({ panda_resource: 'A' })]),
      /two queues are named A/,
    ],
    ['a missing column', { ...aScenario([]), columns: ['panda_resource'] as const }, /columns lack nickname/],
    ['a short row', { ...aScenario(twoQueues), rows: [['A']] }, /row 0 has 1 values/],
    ['a bad start', aScenario(twoQueues, { start: 'Monday' }), /start: 'Monday' is no ISO 8601 time/],
    [
      'a rule of no queue',
      aScenario(twoQueues, {
        rules: [
          { queue: 'B', probe: 'manual', value: 'TEST', reason: '', expiration: null, updated: '2019-08-01T00:00:00' },
        ],
      }),
      /names the queue B/,
    ],
    [
      'a rule of no probe',
      aScenario(twoQueues, {
        rules: [
          { queue: 'B', probe: 'nagios', value: 'TEST', reason: '', expiration: null, updated: '2019-08-01T00:00:00' },
        ],
      }),
      /unknown probe 'nagios'/,
    ],
    [
      'a rule of no value',
      aScenario(twoQueues, {
        rules: [
          { queue: 'B', probe: 'manual', value: 'OFF', reason: '', expiration: null, updated: '2019-08-01T00:00:00' },
        ],
      }),
      /'OFF' is none of/,
    ],
  ])('cannot be made of a scenario with %s, and leaves the file empty', (_what, scenario, message) => {
    const file = aFile();
    expect(() => openWorld({ file, scenario })).toThrow(message);
    openWorld({ file, scenario: aScenario(twoQueues) }).close();
  });

  it.each([...shippedScenarios()])('is made of the scenario %s that is shipped', async (name) => {
    const scenario = shippedScenario(name);
    const world = aWorld(scenario);
    const all = json(await get(world, '/request/pandaqueue/query/list/?json')) as object;
    expect(world.scenario).toBe(name);
    expect(Object.keys(all)).toHaveLength(scenario.rows.length);
    expect(json(await get(world, '/rehearsal/tickets'))).toHaveLength(scenario.tickets.length);
  });

  it('is not made of a scenario that nobody ships', () => {
    expect(() => shippedScenario('august-1914')).toThrow(/There are: fresh/);
    expect(() => shippedScenario('../../package')).toThrow(/There is no scenario/);
  });
});
