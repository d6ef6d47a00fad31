import { describe, expect, it, onTestFinished } from 'vitest';
import { openWorld } from '../../src/grid/open.js';
import type { Scenario, Trouble } from '../../src/rehearsal/scenario.js';
import { serve } from '../../src/rehearsal/server.js';
import type { World } from '../../src/rehearsal/world/world.js';
import { aDoor } from '../grid/builders.js';
import {
  aQueue,
  aScenario,
  attributesUrl,
  aWorld,
  get,
  hourMs,
  json,
  post,
  ruleUrl,
  startMs,
  statusOf,
} from './builders.js';

type Job = Readonly<Record<string, unknown>>;
interface Jobs {
  readonly jobs: readonly Job[];
  readonly selectionsummary: readonly {
    readonly field: string;
    readonly list: readonly { readonly kname: string; readonly kvalue: number }[];
  }[];
  readonly errsByCount: readonly { readonly error: string; readonly count: number; readonly diag: string }[];
}

const queues = [
  aQueue({ panda_resource: 'ANALY_OSCER', type: 'analysis', slots: 200 }),
  aQueue({ panda_resource: 'OSCER_MCORE', capability: 'mcore', slots: 1_600, corecount: 8 }),
  aQueue({ panda_resource: 'ANALY_AGLT2', type: 'analysis', slots: 200, atlas_site: 'AGLT2', cloud: 'UK' }),
];

const options = {
  actor: 'ada',
  timing: { request_timeout_seconds: 20 },
  tell: () => undefined,
  warn: () => undefined,
  helpdesk: null,
  http: aDoor().http,
};

function aWorldWith(troubles: readonly Trouble[] = [], rest: Partial<Scenario> = {}): World {
  return aWorld(aScenario(queues, { troubles, ...rest }));
}

async function jobs(world: World, query: string, queue = 'ANALY_OSCER'): Promise<Jobs> {
  return json(await get(world, `/jobs/?json&computingsite=${queue}&${query}`)) as Jobs;
}

/** Jobs that ended in the hours `from` to `to` after the scenario's start. */
async function ended(world: World, from: number, to: number, queue = 'ANALY_OSCER'): Promise<readonly Job[]> {
  const naive = (hours: number): string => new Date(startMs + hours * hourMs).toISOString().slice(0, 19);
  return (await jobs(world, `jobstatus=finished|failed&date_from=${naive(from)}&date_to=${naive(to)}`, queue)).jobs;
}

async function advance(world: World, hours: number): Promise<void> {
  await post(world, '/rehearsal/advance', { ms: hours * hourMs });
}

async function migrate(world: World, queue = 'ANALY_OSCER', containers = 'singularity:pilot'): Promise<void> {
  await get(world, attributesUrl(queue, { pilot_version: '2', container_type: containers }));
}

function share(list: readonly Job[], is: (job: Job) => boolean): number {
  return list.filter(is).length / list.length;
}

const failed = (job: Job): boolean => job['jobstatus'] === 'failed';
const isOrdinary = (job: Job): boolean => job['jeditaskid'] !== 1;
const isLost = (job: Job): boolean => job['jobdispatchererrorcode'] === 100;
const hasCode = (code: number) => (job: Job) => job['piloterrorcode'] === code;

describe('the monitor`s answer', () => {
  it('lists jobs that ended in the window, newest first, with a summary and errors', async () => {
    const answer = await jobs(aWorldWith(), 'hours=6&jobstatus=finished|failed');
    expect(answer.jobs.length).toBeGreaterThan(600);
    const times = answer.jobs.map((job) => String(job['modificationtime']));
    expect(times).toEqual(times.toSorted().reverse());
    expect(times.every((time) => time >= '2019-08-05T00:00:00' && time <= '2019-08-05T06:00:00')).toBe(true);
    const counts = answer.selectionsummary.find(({ field }) => field === 'jobstatus')?.list ?? [];
    expect(counts.reduce((sum, { kvalue }) => sum + kvalue, 0)).toBe(answer.jobs.length);
    expect(answer.errsByCount[0]?.count).toBeGreaterThan(0);
  });

  it('has every field that a diagnosis needs', async () => {
    const [job] = (await jobs(aWorldWith(), 'hours=1&jobstatus=finished')).jobs;
    expect(job).toMatchObject({
      jobstatus: 'finished',
      computingsite: 'ANALY_OSCER',
      pilotversion: 'PICARD 73.4',
      piloterrorcode: 0,
      piloterrordiag: '',
      exeerrorcode: 0,
      exeerrordiag: '',
      ddmerrorcode: 0,
      superrorcode: 0,
      taskbuffererrorcode: 0,
      brokerageerrorcode: 0,
      jobdispatchererrorcode: 0,
      transexitcode: '0',
    });
    for (const field of ['pandaid', 'jeditaskid', 'cpuconsumptiontime', 'cpuefficiency', 'durationsec'])
      expect(job?.[field]).toBeTypeOf('number');
    for (const field of ['starttime', 'endtime', 'modificationhost', 'processingtype', 'prodsourcelabel'])
      expect(job?.[field]).toBeTypeOf('string');
  });

  it('is the same when asked again, in parts or as a whole', async () => {
    const world = aWorldWith();
    const whole = await ended(world, -6, -2);
    await advance(world, 5);
    const parts = [...(await ended(world, -4, -2)), ...(await ended(world, -6, -4))];
    const ids = (list: readonly Job[]): unknown[] => [...new Set(list.map((job) => job['pandaid']))];
    expect(ids(parts)).toEqual(ids(whole));
    expect(ids(whole)).toHaveLength(whole.length);
    expect(await ended(world, -6, -2)).toEqual(whole);
  });

  it('names no job twice, over queues', async () => {
    const list = (await jobs(aWorldWith(), 'hours=3&jobstatus=finished|failed', 'ANALY_OSCER|ANALY_AGLT2')).jobs;
    expect(new Set(list.map((job) => job['computingsite']))).toEqual(new Set(['ANALY_OSCER', 'ANALY_AGLT2']));
    expect(new Set(list.map((job) => job['pandaid'])).size).toBe(list.length);
  });

  it('ends at 20,000 jobs and does not say so', async () => {
    const world = aWorld(aScenario([aQueue({ panda_resource: 'BIG', slots: 20_000 })]));
    const list = (await jobs(world, 'hours=12&jobstatus=finished', 'BIG')).jobs;
    expect(list).toHaveLength(20_000);
    expect(list[0]?.['modificationtime']).toMatch(/^2019-08-05T0(5:59:5|6:00:00)/);
  });

  it('cuts the table of active jobs at 10,000, so that one queue hides another', async () => {
    const flood = aQueue({ panda_resource: 'ANALY_FLOOD', type: 'analysis', slots: 24_000 });
    const small = aQueue({ panda_resource: 'ANALY_SMALL', type: 'analysis', slots: 4 });
    const world = aWorld(aScenario([flood, small]));
    const together = await jobs(world, 'hours=720&jobstatus=activated|running', 'ANALY_FLOOD|ANALY_SMALL');
    expect(together.jobs).toHaveLength(10_000);
    const server = await serve(world);
    onTestFinished(() => server.close());
    const grid = await openWorld({ ...options, url: server.url });
    const activity = await grid.monitor?.activity(['ANALY_FLOOD', 'ANALY_SMALL']);
    expect(activity?.get('ANALY_FLOOD')?.running).toBe(10_000);
    expect(activity?.get('ANALY_SMALL')?.running).toBeGreaterThan(0);
  });

  it('leaves out retried and merge jobs of an answer that belongs to one task, unless told otherwise', async () => {
    const world = aWorldWith();
    const dropped = (await jobs(world, 'hours=720&jobstatus=running', 'OSCER_MCORE')).jobs;
    const whole = (await jobs(world, 'hours=720&jobstatus=running&mode=nodrop', 'OSCER_MCORE')).jobs;
    const merges = whole.filter((job) => job['processingtype'] === 'pmerge');
    expect(merges.length).toBeGreaterThan(0);
    expect(dropped).toEqual(whole.filter((job) => job['processingtype'] !== 'pmerge'));
    const several = (await jobs(world, 'hours=6&jobstatus=failed')).jobs;
    expect(several).toEqual((await jobs(world, 'hours=6&jobstatus=failed&mode=nodrop')).jobs);
  });

  it('does not know the version of a pilot that never reported', async () => {
    const lost = (await jobs(aWorldWith(), 'hours=96&jobstatus=failed')).jobs.filter(
      (job) => job['jobdispatchererrorcode'] === 100,
    );
    const silent = lost.filter((job) => job['pilotversion'] === 'Not specified');
    expect(silent.length).toBeGreaterThan(0);
    expect(silent.length).toBeLessThan(lost.length);
  });

  it('takes a limit, fields, days, and a range of end times', async () => {
    const world = aWorldWith();
    expect(
      (await jobs(world, 'days=1&limit=3&fields=pandaid,jobstatus&jobstatus=finished')).jobs.map((job) =>
        Object.keys(job),
      ),
    ).toEqual(Array.from({ length: 3 }, () => ['pandaid', 'jobstatus']));
    const inRange = (await jobs(world, 'endtimerange=2019-08-05T01:00:00|2019-08-05T02:00:00')).jobs;
    expect(inRange.length).toBeGreaterThan(50);
    expect(inRange.every((job) => String(job['endtime']).startsWith('2019-08-05T01'))).toBe(true);
  });

  it('refuses a question without a queue or with a time that is none', async () => {
    const world = aWorldWith();
    expect(statusOf(await get(world, '/jobs/?json&hours=1'))).toBe(400);
    expect(statusOf(await get(world, '/jobs/?json&computingsite=ANALY_OSCER&date_from=yesterday'))).toBe(400);
    expect((await jobs(world, 'hours=1', 'NOWHERE')).jobs).toEqual([]);
  });
});

describe('an ordinary day', () => {
  it('has jobs at the rate of the slots, about one in twenty failing, and HammerCloud`s tests', async () => {
    const world = aWorldWith();
    const list = await ended(world, -48, 0);
    expect(list.length / 48).toBeGreaterThan(150);
    expect(list.length / 48).toBeLessThan(210);
    expect(share(list, failed)).toBeGreaterThan(0.02);
    expect(share(list, failed)).toBeLessThan(0.1);
    const tests = list.filter((job) => job['processingtype'] === 'gangarobot');
    expect(tests.length).toBeGreaterThan(80);
    const mcore = await ended(world, -24, 0, 'OSCER_MCORE');
    expect(mcore.some((job) => job['processingtype'] === 'gangarobot-mcore')).toBe(true);
    expect(mcore.some((job) => job['eventservice'] === 'eventservice')).toBe(true);
  });

  it('has failures in bursts: bad tasks fail far more than the rest', async () => {
    const list = (await ended(aWorldWith(), -48, 0)).filter(isOrdinary);
    const rates = groups(list, (job) => String(job['jeditaskid']))
      .filter((task) => task.length >= 20)
      .map((task) => share(task, failed));
    expect(Math.max(...rates)).toBeGreaterThan(0.15);
    expect(rates.filter((rate) => rate < 0.05).length).toBeGreaterThan(rates.length / 2);
  });
});

function groups(list: readonly Job[], key: (job: Job) => string): readonly Job[][] {
  const found: Record<string, Job[]> = {};
  for (const job of list) (found[key(job)] ??= []).push(job);
  return Object.values(found);
}

describe('a flip', () => {
  it('reaches the jobs after half an hour, and the last node after three hours more', async () => {
    const world = aWorldWith();
    await migrate(world);
    await advance(world, 24);
    const reported = (job: Job): boolean => job['pilotversion'] !== 'Not specified';
    const list = (await ended(world, 0, 24)).filter((job) => isOrdinary(job) && reported(job));
    const isNew = (job: Job): boolean => String(job['pilotversion']).startsWith('2.');
    const startedIn = (from: number, to: number): Job[] =>
      list.filter(
        (job) =>
          Date.parse(`${String(job['starttime'])}Z`) >= startMs + from * hourMs &&
          Date.parse(`${String(job['starttime'])}Z`) < startMs + to * hourMs,
      );
    expect(share(startedIn(-2, 0.33), isNew)).toBe(0);
    expect(share(startedIn(1.5, 2), isNew)).toBeGreaterThan(0.2);
    expect(share(startedIn(1.5, 2), isNew)).toBeLessThan(0.8);
    expect(share(startedIn(3.5, 20), isNew)).toBe(1);
  });

  it('does nothing where the value is no pilot generation', async () => {
    const world = aWorldWith();
    await get(world, attributesUrl('ANALY_OSCER', { pilot_version: 'current' }));
    await advance(world, 12);
    const versions = (await ended(world, 6, 12)).map((job) => job['pilotversion']);
    expect(new Set(versions)).toEqual(new Set(['PICARD 73.4', 'Not specified']));
  });

  it('meets a new release of the pilot every three weeks', async () => {
    const world = aWorldWith();
    await migrate(world);
    await advance(world, 24 * 30);
    const version = async (day: number): Promise<unknown> =>
      (await ended(world, 24 * day - 1, 24 * day))[0]?.['pilotversion'];
    expect(await version(2)).toMatch(/^2\.1\./);
    expect(await version(30)).toMatch(/^2\.1\./);
    expect(await version(30)).not.toBe(await version(2));
  });
});

describe('troubles', () => {
  it.each<[string, Trouble, number | null]>([
    ['container namespace', { kind: 'container namespace', share: 0.9, on: {} }, 1340],
    ['container set-up', { kind: 'container set-up', share: 0.5, on: {} }, null],
    ['memory monitor', { kind: 'memory monitor', share: 0.6, on: {} }, 1337],
    ['image missing', { kind: 'image missing', share: 0.6, on: {} }, 1309],
  ])('%s comes with the new pilot`s container only', async (_name, trouble, code) => {
    const world = aWorldWith([trouble]);
    expect(share(await ended(world, -24, 0), failed)).toBeLessThan(0.12);
    await migrate(world);
    await advance(world, 12);
    const withContainers = await ended(world, 6, 12);
    expect(share(withContainers, failed)).toBeGreaterThan(0.3);
    if (code !== null) expect(share(withContainers, hasCode(code))).toBeGreaterThan(0.3);
    await migrate(world, 'ANALY_OSCER', 'docker:wrapper');
    await advance(world, 12);
    expect(share(await ended(world, 18, 24), failed)).toBeLessThan(0.12);
  });

  it('come by what records have in common: to the queues that share it, and to no others', async () => {
    const columns = [...aScenario(queues).columns, 'copytool'] as const;
    const rows = aScenario(queues).rows.map((row, index) => [...row, index === 0 ? 'lsm' : 'rucio']);
    const world = aWorldWith([{ kind: 'copy tool', share: 0.8, on: { record: { copytools: 'lsm' } } }], {
      columns,
      rows,
    });
    await migrate(world);
    await migrate(world, 'ANALY_AGLT2');
    await advance(world, 12);
    expect(share(await ended(world, -6, 0), failed)).toBeLessThan(0.12);
    expect(share(await ended(world, 6, 12), hasCode(1099))).toBeGreaterThan(0.5);
    expect(share(await ended(world, 6, 12, 'ANALY_AGLT2'), failed)).toBeLessThan(0.12);
  });

  it('container failures often have no pilot code, or a lesser one', async () => {
    const world = aWorldWith([{ kind: 'container namespace', share: 1, on: {} }]);
    await migrate(world);
    await advance(world, 12);
    const list = (await ended(world, 6, 12)).filter(failed);
    expect(share(list, hasCode(1340))).toBeGreaterThan(0.5);
    expect(
      share(list, (job) => job['piloterrorcode'] === 0 && String(job['exeerrordiag']).includes('NEWUSER')),
    ).toBeGreaterThan(0.1);
    expect(share(list, hasCode(1305))).toBeGreaterThan(0.05);
  });

  it('container set-up strikes nodes for an hour at a time', async () => {
    const world = aWorldWith([{ kind: 'container set-up', share: 0.3, on: {} }]);
    await migrate(world);
    await advance(world, 12);
    const list = (await ended(world, 6, 12)).filter(isOrdinary);
    const isStruck = (job: Job): boolean =>
      `${String(job['piloterrordiag'])}${String(job['exeerrordiag'])}`.match(/container creation|mounting image/) !==
      null;
    const ofNodeAndHour = (job: Job): string =>
      `${String(job['modificationhost']).split('@')[1] ?? ''} ${String(job['starttime']).slice(0, 13)}`;
    const rates = groups(list, ofNodeAndHour).map((group) => share(group, isStruck));
    expect(rates.every((rate) => rate === 0 || rate === 1)).toBe(true);
    expect(new Set(rates).size).toBe(2);
  });

  it('pilot faults stay when containers go, and end with the old pilot', async () => {
    const world = aWorldWith([{ kind: 'pilot', share: 0.5, version: '2', on: {} }]);
    await migrate(world, 'ANALY_OSCER', '');
    await advance(world, 12);
    expect(
      share(await ended(world, 6, 12), (job) => job['piloterrorcode'] === 1301 || job['piloterrorcode'] === 1319),
    ).toBeGreaterThan(0.35);
    await get(world, attributesUrl('ANALY_OSCER', { pilot_version: '1' }));
    await advance(world, 12);
    expect(share(await ended(world, 18, 24), failed)).toBeLessThan(0.12);
  });

  it('a bad queue record is found by the new pilot', async () => {
    const world = aWorldWith([{ kind: 'queue data', share: 0.5, on: {} }]);
    expect(share(await ended(world, -12, 0), hasCode(1341))).toBe(0);
    await migrate(world);
    await advance(world, 12);
    expect(share(await ended(world, 6, 12), hasCode(1341))).toBeGreaterThan(0.35);
  });

  it('an outage of a cloud strikes all its queues, with either pilot, in its time', async () => {
    const world = aWorldWith([
      {
        kind: 'stage-in outage',
        share: 0.8,
        on: { cloud: 'US', from: '2019-08-04T00:00:00Z', to: '2019-08-04T06:00:00Z' },
      },
    ]);
    const during = (queue: string): Promise<readonly Job[]> => ended(world, -29, -25, queue);
    expect(share(await during('ANALY_OSCER'), failed)).toBeGreaterThan(0.4);
    expect(share(await during('ANALY_AGLT2'), failed)).toBeLessThan(0.15);
    expect(share(await ended(world, -12, 0), failed)).toBeLessThan(0.15);
  });

  it('a full scratch disk is one site`s', async () => {
    const world = aWorldWith([{ kind: 'scratch disk', share: 0.5, on: { atlas_sites: ['AGLT2'] } }]);
    expect(share(await ended(world, -12, 0, 'ANALY_AGLT2'), hasCode(1098))).toBeGreaterThan(0.2);
    expect(share(await ended(world, -12, 0), hasCode(1098))).toBe(0);
  });

  it('a broken task fails everywhere, and it alone', async () => {
    const world = aWorldWith([{ kind: 'broken task', share: 0.3, task: 18_999_999, on: {} }]);
    for (const queue of ['ANALY_OSCER', 'ANALY_AGLT2']) {
      const list = await ended(world, -12, 0, queue);
      const broken = list.filter((job) => job['jeditaskid'] === 18_999_999);
      expect(broken.length / list.length).toBeGreaterThan(0.2);
      expect(share(broken, failed)).toBe(1);
      expect(
        share(
          list.filter((job) => !broken.includes(job)),
          failed,
        ),
      ).toBeLessThan(0.12);
    }
  });

  it('a bad worker node swallows more than its share', async () => {
    const list = (
      await ended(aWorldWith([{ kind: 'worker node', node: 3, on: { queues: ['ANALY_OSCER'] } }]), -12, 0)
    ).filter(isOrdinary);
    const onNode = list.filter((job) => /@wn3\./.test(String(job['modificationhost'])));
    expect(onNode.length / list.length).toBeGreaterThan(0.1);
    expect(share(onNode, failed)).toBe(1);
  });

  it('event service jobs of the new pilot burn the CPU', async () => {
    const world = aWorldWith([{ kind: 'cpu', factor: 2, on: {} }]);
    const efficiency = async (from: number, to: number): Promise<number> => {
      const list = (await ended(world, from, to, 'OSCER_MCORE')).filter(
        (job) => job['eventservice'] === 'eventservice' && !failed(job),
      );
      return list.reduce((sum, job) => sum + Number(job['cpuefficiency']), 0) / list.length;
    };
    expect(await efficiency(-24, 0)).toBeLessThan(1);
    await migrate(world, 'OSCER_MCORE');
    await advance(world, 30);
    expect(await efficiency(14, 30)).toBeGreaterThan(1.5);
  });

  it('may come later, by an edit', async () => {
    const world = aWorldWith();
    await post(world, '/rehearsal/edit', {
      by: 'scenario',
      edit: 'trouble',
      trouble: { kind: 'scratch disk', share: 0.9, on: { from: '2019-08-05T06:00:00Z' } },
    });
    await advance(world, 6);
    expect(share(await ended(world, 2, 6), failed)).toBeGreaterThan(0.6);
    const refused = await post(world, '/rehearsal/edit', {
      by: 'x',
      edit: 'trouble',
      trouble: { kind: 'rain', on: {} },
    });
    expect(statusOf(refused)).toBe(400);
    expect(() => aWorldWith([{ kind: 'rain' } as unknown as Trouble])).toThrow(
      /scenario small: 'rain' is no kind of trouble/,
    );
  });
});

describe('jobs left at a queue', () => {
  async function left(world: World): Promise<readonly [number, number]> {
    const { selectionsummary, jobs: listed } = await jobs(
      world,
      'jobstatus=activated|running&hours=720&fields=pandaid,jobstatus',
    );
    const list = selectionsummary.find(({ field }) => field === 'jobstatus')?.list ?? [];
    const count = (name: string): number => list.find(({ kname }) => kname === name)?.kvalue ?? 0;
    expect(listed).toHaveLength(count('activated') + count('running'));
    return [count('activated'), count('running')];
  }

  it('run since they started, and are those that end in the hours to come', async () => {
    const world = aWorldWith();
    const { jobs: running } = await jobs(world, 'jobstatus=running&hours=720');
    const starts = new Set(running.map(({ starttime }) => starttime));
    expect(starts.size).toBeGreaterThan(20);
    await advance(world, 3);
    const later = new Set((await ended(world, 0, 3)).map(({ pandaid }) => pandaid));
    const gone = running.filter(({ pandaid }) => later.has(pandaid));
    expect(gone.length).toBeGreaterThan(0.9 * Math.min(running.length, 180));
  });

  it('drain over hours after brokeroff, the waiting ones first', async () => {
    const world = aWorldWith();
    const [waiting, running] = await left(world);
    expect(waiting).toBeGreaterThan(50);
    expect(running).toBeGreaterThan(150);
    await get(world, ruleUrl('ANALY_OSCER', 'BROKEROFF'));
    await advance(world, 3);
    const [fewer, stillRunning] = await left(world);
    expect(fewer).toBeLessThan(waiting);
    expect(stillRunning).toBeGreaterThan(150);
    await advance(world, 4);
    expect((await left(world))[0]).toBe(0);
    await advance(world, 2);
    // What died without a word is missed after six hours.
    const [, unheard] = await left(world);
    expect(unheard).toBeGreaterThan(0);
    expect(unheard).toBeLessThan(10);
    expect((await ended(world, 8.5, 9)).filter((job) => isOrdinary(job) && !isLost(job))).toEqual([]);
    await advance(world, 6);
    expect(await left(world)).toEqual([0, 0]);
  });

  it('wait where the queue is only in test, while HammerCloud goes on', async () => {
    const world = aWorldWith();
    await get(world, ruleUrl('ANALY_OSCER', 'TEST', { probe: 'hammercloud' }));
    await advance(world, 12);
    const [waiting, running] = await left(world);
    expect(waiting).toBeGreaterThan(50);
    expect(running).toBe(0);
    const list = await ended(world, 4, 12);
    expect(list.length).toBeGreaterThan(5);
    expect(list.filter((job) => isOrdinary(job) && !isLost(job))).toEqual([]);
    await advance(world, 24);
    expect(await left(world)).toEqual([0, 0]);
  });

  it('run again when the queue is put online', async () => {
    const world = aWorldWith();
    await get(world, ruleUrl('ANALY_OSCER', 'OFFLINE'));
    await advance(world, 48);
    expect(await left(world)).toEqual([0, 0]);
    expect(await ended(world, 24, 48)).toEqual([]);
    await get(world, ruleUrl('ANALY_OSCER', 'ONLINE'));
    await advance(world, 3);
    const [, running] = await left(world);
    expect(running).toBeGreaterThan(150);
  });

  it('do not start in an outage of the site', async () => {
    const world = aWorldWith([], {
      downtimes: [
        {
          atlas_site: 'OU_OSCER_ATLAS',
          start: '2019-08-05T06:00:00Z',
          end: '2019-08-05T18:00:00Z',
          severity: 'OUTAGE',
          description: '',
        },
      ],
    });
    await advance(world, 12);
    expect((await ended(world, 3, 12)).filter((job) => !isLost(job))).toEqual([]);
    expect((await ended(world, 3, 12, 'ANALY_AGLT2')).length).toBeGreaterThan(100);
  });

  it('of a queue that was brokeroff from the beginning are none', async () => {
    const rule = {
      queue: 'ANALY_OSCER',
      probe: 'manual',
      value: 'BROKEROFF',
      reason: '',
      expiration: null,
      updated: '2019-06-01T00:00:00',
    };
    expect(await left(aWorldWith([], { rules: [rule] }))).toEqual([0, 0]);
  });
});

describe('a job that dies without a word', () => {
  const dayMs = 24 * hourMs;
  const ms = (job: Job, field: string): number => Date.parse(`${String(job[field])}Z`);

  it('fails six hours after its last heartbeat, now and then on any day', async () => {
    const lost = (await ended(aWorldWith(), -96, 0)).filter(isLost);
    expect(lost.length).toBeGreaterThan(10);
    for (const job of lost) {
      const heard = Date.parse(`${String(job['jobdispatchererrordiag']).replace('lost heartbeat : ', '')}Z`);
      expect(ms(job, 'endtime') - heard).toBe(6 * hourMs);
      expect(heard).toBeGreaterThanOrEqual(ms(job, 'starttime'));
    }
  });

  it('is listed as running until then, unheard of since it died', async () => {
    const world = aWorldWith([{ kind: 'silent death', share: 0.4, on: {} }]);
    await migrate(world);
    await advance(world, 10);
    const { jobs: running } = await jobs(world, 'hours=24&jobstatus=running');
    const unheard = running.filter((job) => ms(job, 'modificationtime') < startMs + 9 * hourMs);
    expect(unheard.length).toBeGreaterThan(100);
    const { jobs: recent } = await jobs(world, 'hours=1&jobstatus=running');
    expect(recent.every((job) => ms(job, 'modificationtime') >= startMs + 9 * hourMs)).toBe(true);
    await advance(world, 14);
    const fates = new Map((await ended(world, 10, 24)).map((job) => [job['pandaid'], job]));
    for (const job of unheard) expect(fates.get(job['pandaid'])).toMatchObject({ jobdispatchererrorcode: 100 });
    const flipped = (await ended(world, 4, 24)).filter((job) => ms(job, 'starttime') < startMs + dayMs / 4);
    expect(share(flipped.filter(isOrdinary), failed)).toBeGreaterThan(0.2);
  });
});

it('what is mended fails no more, and what has failed stays so', async () => {
  const queue = { queues: ['ANALY_OSCER'] };
  const world = aWorldWith([
    { kind: 'container namespace', share: 1, on: queue },
    { kind: 'container namespace', share: 1, on: { cloud: 'US' } },
  ]);
  await migrate(world);
  await advance(world, 10);
  const before = await ended(world, 6, 9);
  const mend = { by: 'the site', edit: 'mend', kind: 'container namespace', ...queue };
  expect(statusOf(await post(world, '/rehearsal/edit', { ...mend, kind: 'rain' }))).toBe(400);
  expect(statusOf(await post(world, '/rehearsal/edit', mend))).toBe(200);
  await advance(world, 12);
  expect(await ended(world, 6, 9)).toEqual(before);
  // A trouble that names other queues, or none, is not of this site alone.
  expect(share((await ended(world, 14, 20)).filter(isOrdinary), failed)).toBe(1);

  const alone = aWorldWith([{ kind: 'container namespace', share: 1, on: queue }]);
  await migrate(alone);
  await advance(alone, 10);
  await post(alone, '/rehearsal/edit', mend);
  await advance(alone, 12);
  expect(share(await ended(alone, 14, 20), failed)).toBeLessThan(0.15);
});
