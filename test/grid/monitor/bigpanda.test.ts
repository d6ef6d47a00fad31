import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bigPandaMonitor, type BigPandaOptions } from '../../../src/grid/monitor/bigpanda.js';
import type { HttpAnswer, HttpRequest, Monitor } from '../../../src/grid/ports.js';
import { aClock, aService, failureOf, jsonAnswer } from '../builders.js';

interface Job {
  readonly pandaid: number;
  readonly computingsite: string;
  readonly jobstatus: string;
  readonly modificationtime: string;
}

const startMs = Date.UTC(2019, 7, 5, 8);
const hourMs = 3_600_000;

function naive(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19);
}

function aJob(pandaid: number, more: Partial<Job> & { readonly atMs?: number } = {}): Job {
  const { atMs = startMs - hourMs, ...rest } = more;
  return { pandaid, computingsite: 'A', jobstatus: 'finished', modificationtime: naive(atMs), ...rest };
}

interface ServedMonitor {
  readonly monitor: Monitor;
  readonly asked: readonly HttpRequest[];
  readonly clock: ReturnType<typeof aClock>;
}

function aMonitor(answer: (url: URL) => Partial<HttpAnswer>, options: Partial<BigPandaOptions> = {}): ServedMonitor {
  const clock = aClock(startMs);
  const { http, asked } = aService(answer);
  return {
    monitor: bigPandaMonitor({ url: 'https://bigpanda.example/', http, clock, timeoutMs: 30_000, ...options }),
    asked,
    clock,
  };
}

/** A monitor that keeps to queues, states and window (to whole seconds), and lists no more than `most`, newest first, without saying so. */
function listing(jobs: readonly Job[], most = 20_000): (url: URL) => Partial<HttpAnswer> {
  return ({ searchParams }) => {
    const asked = (name: string): string[] => searchParams.get(name)?.split('|') ?? [];
    const [from, to] = [searchParams.get('date_from') ?? '', searchParams.get('date_to') ?? '9'];
    const chosen = jobs
      .filter((job) => asked('computingsite').includes(job.computingsite) && asked('jobstatus').includes(job.jobstatus))
      .filter((job) => job.modificationtime >= from && job.modificationtime <= to)
      .sort((one, other) => (one.modificationtime < other.modificationtime ? 1 : -1));
    return jsonAnswer({ jobs: chosen.slice(0, most), selectionsummary: [], errsByCount: [] });
  };
}

async function idsOf(monitor: Monitor, queue: string, fromMs: number, toMs: number): Promise<number[]> {
  const ids: number[] = [];
  for await (const jobs of monitor.jobs(queue, { fromMs, toMs }))
    ids.push(...(jobs as readonly Job[]).map((job) => job.pandaid));
  return ids;
}

describe('the jobs of a queue', () => {
  it('are asked for by window and final state', async () => {
    const { monitor, asked } = aMonitor(listing([aJob(1)]));
    expect(await idsOf(monitor, 'A', startMs - 5 * hourMs, startMs)).toEqual([1]);
    const url = new URL(asked[0]?.url ?? '');
    expect(url.origin + url.pathname).toBe('https://bigpanda.example/jobs/');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      json: '',
      computingsite: 'A',
      jobstatus: 'finished|failed',
      hours: '5',
      date_from: '2019-08-05T03:00:00',
      date_to: '2019-08-05T08:00:00',
      mode: 'nodrop',
      limit: '10000',
    });
  });

  it('are complete and single however the list is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 7_200 }), { maxLength: 60 }),
        fc.integer({ min: 20, max: 40 }),
        async (seconds, most) => {
          const spread = [...new Set(seconds)].map((second, index) => aJob(index, { atMs: startMs - second * 1000 }));
          const { monitor } = aMonitor(listing(spread, most), { mostJobs: most });
          const ids = await idsOf(monitor, 'A', startMs - 2 * hourMs, startMs + 1000);
          expect(ids.toSorted((a, b) => a - b)).toEqual(spread.map((job) => job.pandaid));
        },
      ),
    );
  });

  it('that run are listed in full as well, with the start of each', async () => {
    const all = Array.from({ length: 50 }, (_, index) =>
      aJob(index, { jobstatus: index < 45 ? 'running' : 'activated', atMs: startMs - index * 60_000 }),
    );
    const { monitor, asked } = aMonitor(listing(all, 20), { mostJobs: 20 });
    const ids: number[] = [];
    for await (const jobs of monitor.running('A', { fromMs: startMs - hourMs, toMs: startMs + 1000 }))
      ids.push(...(jobs as readonly Job[]).map((job) => job.pandaid));
    expect(ids.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 45 }, (_, index) => index));
    const { searchParams } = new URL(asked[0]?.url ?? '');
    expect(searchParams.get('jobstatus')).toBe('running');
    expect(searchParams.get('fields')?.split(',')).toEqual(
      expect.arrayContaining([
        'pandaid',
        'computingsite',
        'jobstatus',
        'pilotversion',
        'starttime',
        'modificationtime',
      ]),
    );
  });

  it('come in the order of time, one narrowed window after the other', async () => {
    const jobs = [10, 30, 50, 70, 90, 110].map((minute) =>
      aJob(minute, { atMs: startMs - 2 * hourMs + minute * 60_000 }),
    );
    const { monitor, asked } = aMonitor(listing(jobs, 3), { mostJobs: 3 });
    const parts: number[][] = [];
    for await (const part of monitor.jobs('A', { fromMs: startMs - 2 * hourMs, toMs: startMs }))
      parts.push((part as readonly Job[]).map((job) => job.pandaid));
    expect(parts.map((part) => Math.max(...part))).toEqual(
      parts.map((part) => Math.max(...part)).toSorted((a, b) => a - b),
    );
    expect(parts.flat()).toHaveLength(6);
    expect(asked.length).toBeGreaterThan(3);
  });

  it('are kept to the window where the monitor knows only hours', async () => {
    const jobs = [
      aJob(1, { atMs: startMs - 3 * hourMs }),
      aJob(2, { atMs: startMs - hourMs }),
      aJob(3, { atMs: startMs }),
    ];
    const { monitor } = aMonitor(() => jsonAnswer({ jobs }));
    expect(await idsOf(monitor, 'A', startMs - 2 * hourMs, startMs)).toEqual([2]);
  });

  it('are kept where they do not say when they ended', async () => {
    const { monitor } = aMonitor(() =>
      jsonAnswer({
        jobs: [
          { pandaid: 1 },
          null,
          { pandaid: 2, endtime: naive(startMs - hourMs) },
          { pandaid: 3, endtime: naive(startMs - 9 * hourMs) },
        ],
      }),
    );
    const parts: unknown[] = [];
    for await (const part of monitor.jobs('A', { fromMs: startMs - 2 * hourMs, toMs: startMs })) parts.push(...part);
    expect(parts).toMatchObject([{ pandaid: 1 }, null, { pandaid: 2 }]);
  });

  it('count in one window alone where they only say when they started', async () => {
    const { monitor } = aMonitor(() => jsonAnswer({ jobs: [{ pandaid: 1, starttime: naive(startMs - 3 * hourMs) }] }));
    expect(await idsOf(monitor, 'A', startMs - 4 * hourMs, startMs - 2 * hourMs)).toEqual([1]);
    expect(await idsOf(monitor, 'A', startMs - 2 * hourMs, startMs)).toEqual([]);
  });

  it('are none in a window that is empty', async () => {
    const { monitor, asked } = aMonitor(listing([]));
    expect(await idsOf(monitor, 'A', startMs, startMs)).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('end in a clear failure where the monitor does not keep to the window', async () => {
    const many = Array.from({ length: 10 }, (_, index) => aJob(index));
    const { monitor } = aMonitor(() => jsonAnswer({ jobs: many }), { mostJobs: 10, paceMs: 0 });
    expect((await failureOf(idsOf(monitor, 'A', startMs - 2 * hourMs, startMs))).message).toContain(
      'does not keep to the time window',
    );
  });

  it('are asked for gently: a minute between queues, none within one', async () => {
    const { monitor, clock } = aMonitor(listing([aJob(1, { atMs: startMs - hourMs })], 1), { mostJobs: 2 });
    const ask = (queue: string): Promise<number[]> => idsOf(monitor, queue, startMs - 2 * hourMs, startMs);
    await ask('A');
    await ask('A');
    expect(clock.waits).toEqual([]);
    await Promise.all([ask('B'), ask('C')]);
    expect(clock.waits).toEqual([60_000, 60_000]);
  });

  it('come again after a failure', async () => {
    let first = true;
    const { monitor } = aMonitor((url) => {
      if (!first) return listing([aJob(1)])(url);
      first = false;
      return { status: 500 };
    });
    await failureOf(idsOf(monitor, 'A', startMs - 2 * hourMs, startMs));
    expect(await idsOf(monitor, 'A', startMs - 2 * hourMs, startMs)).toEqual([1]);
  });
});

describe('the jobs left at queues', () => {
  const active = [
    aJob(1, { jobstatus: 'activated' }),
    aJob(2, { jobstatus: 'running' }),
    aJob(3, { jobstatus: 'running' }),
    aJob(4, { jobstatus: 'running', computingsite: 'B' }),
    aJob(5, { jobstatus: 'finished', computingsite: 'C' }),
  ];

  it('are counted queue by queue and state by state, nothing dropped', async () => {
    const { monitor, asked, clock } = aMonitor(listing(active));
    expect(await monitor.activity(['A', 'B', 'C'])).toEqual(
      new Map([
        ['A', { activated: 1, running: 2 }],
        ['B', { activated: 0, running: 1 }],
        ['C', { activated: 0, running: 0 }],
      ]),
    );
    expect(asked).toHaveLength(6);
    expect(Object.fromEntries(new URL(asked[0]?.url ?? '').searchParams)).toEqual({
      json: '',
      computingsite: 'A',
      jobstatus: 'activated',
      hours: '720',
      fields: 'pandaid,computingsite,jobstatus',
      mode: 'nodrop',
      limit: '10000',
    });
    expect(clock.waits).toEqual([]);
  });

  it('are told where another queue would fill the table', async () => {
    const flood = Array.from({ length: 12_000 }, (_, index) => aJob(index, { jobstatus: 'activated' }));
    const rest = Array.from({ length: 300 }, (_, index) =>
      aJob(20_000 + index, { jobstatus: 'running', computingsite: 'B' }),
    );
    const { monitor } = aMonitor(listing([...flood, ...rest], 10_000));
    expect(await monitor.activity(['A', 'B'])).toEqual(
      new Map([
        ['A', { activated: 10_000, running: 0 }],
        ['B', { activated: 0, running: 300 }],
      ]),
    );
  });

  it('are as many as the summary says, where the list is cut', async () => {
    const summary = [
      { field: 'cloud', list: [] },
      { field: 'jobstatus', list: [{ kname: 'running', kvalue: '25000' }, { kname: 'odd', kvalue: 'x' }, null] },
    ];
    const { monitor } = aMonitor((url) => {
      const { jobs } = JSON.parse(listing(active, 2)(url).body ?? '') as { jobs: Job[] };
      return jsonAnswer({ jobs, selectionsummary: jobs.length === 2 ? summary : [] });
    });
    expect(await monitor.activity(['A'])).toEqual(new Map([['A', { activated: 1, running: 25_000 }]]));
  });

  it('are unknown where a monitor that does not keep to the queue lists others, however few', async () => {
    const others = Array.from({ length: 5 }, (_, index) => aJob(index, { computingsite: 'Z', jobstatus: 'running' }));
    const { monitor } = aMonitor(() => jsonAnswer({ jobs: others }), { mostJobs: 5 });
    expect(await monitor.activity(['A'])).toEqual(new Map());
    const { monitor: whole } = aMonitor(() => jsonAnswer({ jobs: others }), { mostJobs: 6 });
    expect(await whole.activity(['A'])).toEqual(new Map());
  });

  it.each([
    ['12 running', { field: 'jobstatus', list: [{ kname: 'running', kvalue: 12 }] }],
    ['12 of the queue', { field: 'computingsite', list: [{ kname: 'A', kvalue: '12' }] }],
    ['some, it does not say how many', { field: 'jobstatus', list: [{ kname: 'holding', kvalue: 'many' }] }],
  ])('are unknown where none is listed and the summary says %s, of that queue alone', async (_what, part) => {
    const { monitor } = aMonitor(({ searchParams }) =>
      jsonAnswer({ jobs: [], selectionsummary: searchParams.get('computingsite') === 'A' ? [part] : [] }),
    );
    expect(await monitor.activity(['A', 'B', 'C'])).toEqual(
      new Map([
        ['B', { activated: 0, running: 0 }],
        ['C', { activated: 0, running: 0 }],
      ]),
    );
  });

  it.each([null, 7])('are never taken for none because a job says %j in place of its queue or state', async (odd) => {
    for (const field of ['computingsite', 'jobstatus']) {
      const { monitor } = aMonitor(() =>
        jsonAnswer({ jobs: [{ ...aJob(1, { jobstatus: 'running' }), [field]: odd }] }),
      );
      expect((await monitor.activity(['A'])).get('A')?.running).toBe(1);
    }
  });

  it('are never taken for none because jobs do not name their queue', async () => {
    const { monitor } = aMonitor(({ searchParams }) =>
      jsonAnswer({
        jobs: searchParams.get('computingsite') === 'B' ? [] : [{ jobstatus: searchParams.get('jobstatus') }],
      }),
    );
    expect(await monitor.activity(['A', 'B'])).toEqual(
      new Map([
        ['A', { activated: 1, running: 1 }],
        ['B', { activated: 0, running: 0 }],
      ]),
    );
  });

  it('of no queue are not asked for', async () => {
    const { monitor, asked } = aMonitor(listing(active));
    expect(await monitor.activity([])).toEqual(new Map());
    expect(asked).toEqual([]);
  });
});

describe('a monitor that is not well', () => {
  it.each([
    [jsonAnswer({ error: 'The query is too heavy' }), 'refused', 'The query is too heavy'],
    [jsonAnswer({ error: { code: 3 } }), 'refused', '{"code":3}'],
    [jsonAnswer({ error: 'log in' }, 401), 'not allowed', '401'],
    [{ status: 410, body: 'Gone' }, 'refused', 'no longer serves this (410)'],
    [
      { body: '<!DOCTYPE html><html><title>Sign in to your account</title></html>' },
      'not understood',
      'Sign in to your account',
    ],
    [jsonAnswer([]), 'not understood', 'not a list of jobs'],
    [jsonAnswer({ jobs: 'none' }), 'not understood', 'not a list of jobs'],
    [jsonAnswer(null), 'not understood', 'not a list of jobs'],
  ])('says so: %#', async (answer, problem, sentence) => {
    const failure = await failureOf(aMonitor(() => answer).monitor.activity(['A']));
    expect(failure.problem).toBe(problem);
    expect(failure.message).toContain(sentence);
  });
});
