import { describe, expect, it } from 'vitest';
import Off from '../../../commands/off.js';
import { watchQueues } from '../../../src/app/watch/watch.js';
import { axiosHttp } from '../../../src/grid/http/door.js';
import { sleep } from '../../../src/grid/http/sleep.js';
import { bigPandaMonitor } from '../../../src/grid/monitor/bigpanda.js';
import type { Monitor } from '../../../src/grid/ports.js';
import { seededRandom } from '../../../src/model/random.js';
import { naive, newPilot, oldPilot, rawJob, type RawJob } from '../../commissioning/builders.js';
import { aClock } from '../../grid/builders.js';
import { anInventory } from '../../inventory/builders.js';
import { aHistory, aMigratedRecord, flipped } from '../../planning/builders.js';
import { resultOf } from '../run-command.js';
import { aRealGrid, aRecord, type Raw, type ServedGrid } from './services.js';

const hourMs = 3_600_000;

function brokeroff(queue: string): Raw {
  const rule = {
    value: 'BROKEROFF',
    expiration: null,
    probe: 'manual',
    reason: `SL6 queue [pilot2/${queue}/brokeroff#0]`,
  };
  return { a: { mode: { AUTO: { manual: rule } } } };
}

/** The queues that `off` would take offline, of ANALY_A and ANALY_B in brokeroff. */
async function proposed(served: Pick<ServedGrid, 'jobs' | 'retries'>): Promise<readonly string[]> {
  const queues = ['ANALY_A', 'ANALY_B'];
  const { argv } = await aRealGrid({
    ...served,
    records: queues.map((queue) => aRecord(queue, { status: 'brokeroff' })),
    rules: Object.fromEntries(queues.map((queue) => [queue, brokeroff(queue)])),
    retirements: queues,
  });
  const { operations } = await resultOf(Off, 'off', ['--dry-run', ...argv]);
  return operations.map(({ subject }) => subject);
}

function jobs(count: number, job: Raw): Raw[] {
  return Array.from({ length: count }, (_, index) => ({
    pandaid: index,
    jeditaskid: index % 9,
    processingtype: 'simul',
    ...job,
  }));
}

describe('off', () => {
  it('takes offline what has no jobs left', async () => {
    expect(await proposed({ jobs: [] })).toEqual(['ANALY_A', 'ANALY_B']);
  });

  it('proposes neither queue where one floods the table and hides the other', async () => {
    const flood = jobs(12_000, { computingsite: 'ANALY_A', jobstatus: 'activated' });
    const rest = jobs(300, { computingsite: 'ANALY_B', jobstatus: 'running' });
    expect(await proposed({ jobs: [...flood, ...rest] })).toEqual([]);
  });

  it('proposes no queue whose last job is a merge job of one task', async () => {
    const merge = {
      pandaid: 5,
      jeditaskid: 7,
      jobstatus: 'running',
      processingtype: 'pmerge',
      computingsite: 'ANALY_A',
    };
    expect(await proposed({ jobs: [merge] })).toEqual(['ANALY_B']);
  });
});

async function aMonitor(served: Pick<ServedGrid, 'jobs' | 'retries'>, nowMs: number): Promise<Monitor> {
  const { server } = await aRealGrid({ ...served, records: [aRecord('OSCER')] });
  const http = axiosHttp({ version: '0', actor: 'anna', random: seededRandom(1), sleep });
  return bigPandaMonitor({ url: server.url, http, clock: aClock(nowMs), timeoutMs: 20_000 });
}

describe('jobs', () => {
  const changedMs = Date.parse('2019-08-02T08:00:00Z');
  const nowMs = changedMs + 24 * hourMs;

  it('of one task are seen with the failed one that was tried again', async () => {
    const one = (pandaid: number, jobstatus: string): Raw => ({
      pandaid,
      jeditaskid: 7,
      jobstatus,
      processingtype: 'simul',
      computingsite: 'OSCER',
      modificationtime: naive(nowMs - hourMs),
    });
    const served = { jobs: [one(1, 'failed'), one(101, 'finished')], retries: new Map([[1, 101]]) };
    const seen: unknown[] = [];
    for await (const some of (await aMonitor(served, nowMs)).jobs('OSCER', { fromMs: changedMs, toMs: nowMs }))
      seen.push(...some);
    expect(seen.map((job) => (job as Raw)['pandaid'])).toEqual([1, 101]);
  });

  it('of which half were lost by pilots that never reported are not good', async () => {
    const run = (count: number, fromMs: number, jobAt: (index: number) => RawJob): RawJob[] =>
      Array.from({ length: count }, (_, index) => {
        const startMs = fromMs + index * (hourMs / 30);
        const [starttime, endtime] = [naive(startMs), naive(startMs + hourMs / 2)];
        const times = { starttime, endtime, modificationtime: endtime };
        return rawJob({
          computingsite: 'OSCER',
          pandaid: fromMs + index,
          jeditaskid: index % 7,
          ...times,
          ...jobAt(index),
        });
      });
    const lost = { jobstatus: 'failed', jobdispatchererrorcode: 100, jobdispatchererrordiag: 'lost heartbeat' };
    const before = run(400, changedMs - 20 * hourMs, (index) => ({
      pilotversion: oldPilot,
      ...(index % 50 === 0 && lost),
    }));
    const after = run(400, changedMs + 2 * hourMs, (index) =>
      index % 2 === 0 ? { pilotversion: newPilot } : { pilotversion: 'Not specified', ...lost },
    );
    const sight = {
      inventory: anInventory(),
      records: new Map([['OSCER', aMigratedRecord('OSCER')]]),
      history: aHistory({ queues: { OSCER: flipped({ verdict: null }) } }),
      nowMs,
    };
    const judge = async (jobs: readonly RawJob[]) =>
      (await watchQueues(await aMonitor({ jobs }, nowMs), sight)).map(({ judgement }) => judgement);
    const [judged] = await judge([...before, ...after]);
    expect(judged?.verdict).not.toBe('good');
    expect(judged).toMatchObject({ jobs: 400, failures: 200 });
    const [without] = await judge([...before, ...after.filter(({ pilotversion }) => pilotversion === newPilot)]);
    expect(without?.verdict).toBe('good');
  });
});
