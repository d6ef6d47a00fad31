import { describe, expect, it } from 'vitest';
import { GridFailure, type Monitor } from '../../../src/grid/ports.js';
import { gather, gatherPeers, type WatchMemory } from '../../../src/app/watch/gather.js';
import { aRecord } from '../../planning/builders.js';
import { aWatch, countsFromMs, hourMs, naive, rawJob } from '../../commissioning/builders.js';

async function* none(): AsyncGenerator<never> {}

/** One job an hour; the monitor fails in the middle of every answer while `isDown()`. */
function hourly(isDown: () => boolean): Monitor {
  return {
    activity: () => Promise.resolve(new Map()),
    running: none,
    async *jobs(_queue, { fromMs, toMs }) {
      await Promise.resolve();
      for (let ms = Math.ceil(fromMs / hourMs) * hourMs; ms < toMs; ms += hourMs) {
        yield [rawJob({ pandaid: ms / hourMs, starttime: naive(ms) })];
        if (isDown()) throw new GridFailure('unreachable', 'The monitor gave no answer.', true);
      }
    },
  };
}

describe('jobs read in several looks', () => {
  it('count once, also where a look was cut off in the middle', async () => {
    const memory: WatchMemory = new Map();
    let down = false;
    const monitor = hourly(() => down);
    const look = (hours: number) =>
      gather(monitor, aWatch(), { nowMs: countsFromMs + hours * hourMs, memory, traits: [] });
    const jobsAfter = (await look(3)).after.get('2.1.21.6')?.jobs;
    expect(jobsAfter).toBe(3);
    down = true;
    await expect(look(6)).rejects.toThrow('no answer');
    down = false;
    expect((await look(6)).after.get('2.1.21.6')?.jobs).toBe(6);
  });
});

describe('queues to compare with', () => {
  it('are of different sites before a site has a second one', async () => {
    const asked: string[] = [];
    const monitor: Monitor = {
      activity: () => Promise.resolve(new Map()),
      running: none,
      async *jobs(queue) {
        await Promise.resolve();
        asked.push(queue);
        yield [];
      },
    };
    const queues = ['A1', 'A2', 'A3', 'B1', 'C1', 'C2', 'D1'].map((name) =>
      aRecord(name, { atlas_site: name.slice(0, 1), cloud: 'DE' }),
    );
    await gatherPeers(
      monitor,
      [aWatch()],
      new Map(queues.map((record) => [record.panda_resource, record])),
      countsFromMs,
    );
    expect(asked).toEqual(['A1', 'B1', 'C1', 'D1']);
  });
});
