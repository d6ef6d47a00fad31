import { describe, expect, it } from 'vitest';
import { GridFailure, type Monitor } from '../../../src/grid/ports.js';
import type { Verdict } from '../../../src/model/history.js';
import type { WatchMemory } from '../../../src/app/watch/gather.js';
import { watchQueues, type WatchInput } from '../../../src/app/watch/watch.js';
import { aHistory, aMigratedRecord, aVerdict, flipped } from '../../planning/builders.js';
import { mixed, namespaceFault, newPilot, oldPilot, type RawJob } from '../../commissioning/builders.js';
import { anInventory, aSite } from '../../inventory/builders.js';
import { jobsOf } from './builders.js';

const hourMs = 3_600_000;
const changedMs = Date.parse('2019-08-02T08:00:00Z');
const countsFromMs = changedMs + 1.5 * hourMs;
const nowMs = changedMs + 24 * hourMs;

interface Asked {
  readonly queue: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** A monitor over these jobs, of any queue, that writes down what it is asked; `running` are those that run. */
function aMonitor(
  jobs: readonly RawJob[],
  running: readonly RawJob[] = [],
): Monitor & { readonly asked: Asked[]; readonly askedForRunning: string[] } {
  const asked: Asked[] = [];
  const askedForRunning: string[] = [];
  return {
    asked,
    askedForRunning,
    async *running(queue) {
      askedForRunning.push(queue);
      yield await Promise.resolve(running);
    },
    activity: () => Promise.resolve(new Map()),
    async *jobs(queue, { fromMs, toMs }) {
      asked.push({ queue, fromMs, toMs });
      yield await Promise.resolve(jobs.filter((job) => job['computingsite'] === queue && within(job, fromMs, toMs)));
    },
  };
}

async function* cutOff(): AsyncGenerator<readonly RawJob[]> {
  await Promise.resolve();
  throw new GridFailure('not understood', 'The monitor broke off.', false);
}

function within(job: RawJob, fromMs: number, toMs: number): boolean {
  const startMs = Date.parse(`${String(job['starttime'])}Z`);
  return startMs >= fromMs && startMs < toMs;
}

function input(verdict: Verdict | null = null, others: readonly string[] = []): WatchInput {
  const queues = ['OSCER', ...others];
  return {
    inventory: anInventory(),
    records: new Map(queues.map((queue) => [queue, aMigratedRecord(queue)])),
    history: aHistory({ queues: { OSCER: flipped({ verdict }) } }),
    nowMs,
  };
}

const quietPast = jobsOf('OSCER', 500, changedMs - 50 * hourMs, oldPilot);
const failing = [...quietPast, ...jobsOf('OSCER', 100, countsFromMs, newPilot, mixed(0.9, namespaceFault))];

describe('one look at the jobs', () => {
  it('asks for nothing where no queue is under watch', async () => {
    const monitor = aMonitor([]);
    expect(await watchQueues(monitor, input(aVerdict('good')))).toEqual([]);
    expect(monitor.asked).toEqual([]);
  });

  it('reads history back only until it is enough, and what came after the change once', async () => {
    const monitor = aMonitor([...quietPast, ...jobsOf('OSCER', 200, countsFromMs, newPilot)]);
    await watchQueues(monitor, input());
    const before = monitor.asked.filter(({ toMs }) => toMs <= changedMs);
    expect(before.map(({ fromMs, toMs }) => (toMs - fromMs) / hourMs)).toEqual([6, 12, 24]);
    expect(monitor.asked.filter(({ toMs }) => toMs > changedMs)).toEqual([
      { queue: 'OSCER', fromMs: changedMs, toMs: nowMs },
    ]);
  });

  it('with a memory asks only for what is new', async () => {
    const monitor = aMonitor([...quietPast, ...jobsOf('OSCER', 200, countsFromMs, newPilot)]);
    const memory: WatchMemory = new Map();
    await watchQueues(monitor, input(), { memory });
    const told = monitor.asked.length;
    await watchQueues(monitor, { ...input(), nowMs: nowMs + hourMs }, { memory });
    expect(monitor.asked.slice(told)).toEqual([{ queue: 'OSCER', fromMs: nowMs, toMs: nowMs + hourMs }]);
  });

  it('compares with other queues only where something looks wrong', async () => {
    const calm = aMonitor([...quietPast, ...jobsOf('OSCER', 200, countsFromMs, newPilot)]);
    await watchQueues(calm, input(null, ['AGLT2']));
    expect(calm.asked.some(({ queue }) => queue === 'AGLT2')).toBe(false);

    const alarming = aMonitor(failing);
    await watchQueues(alarming, input(null, ['AGLT2']));
    expect(alarming.asked.some(({ queue }) => queue === 'AGLT2')).toBe(true);
  });

  it('asks which jobs run only where the queue would be good, and once a look', async () => {
    const calm = aMonitor([...quietPast, ...jobsOf('OSCER', 200, countsFromMs, newPilot)]);
    const [found] = await watchQueues(calm, input());
    expect(found?.judgement.verdict).toBe('good');
    expect(calm.askedForRunning).toEqual(['OSCER']);
    for (const jobs of [failing, quietPast]) {
      const other = aMonitor(jobs);
      await watchQueues(other, input());
      expect(other.askedForRunning).toEqual([]);
    }
  });

  it('calls nothing good while many jobs run for longer than they should', async () => {
    const ended = [...quietPast, ...jobsOf('OSCER', 140, countsFromMs, newPilot)];
    const running = jobsOf('OSCER', 60, countsFromMs + hourMs / 20, newPilot, () => ({ jobstatus: 'running' }));
    const memory: WatchMemory = new Map();
    const [found] = await watchQueues(aMonitor(ended, running), input(), { memory });
    expect(found?.judgement).toMatchObject({ verdict: 'inconclusive', isFinal: false, alarm: null });
    expect(found?.judgement.reason).toMatch(/; \d+ that still run should have ended and may have died\)/);
    const [later] = await watchQueues(aMonitor(ended), { ...input(), nowMs: nowMs + hourMs }, { memory });
    expect(later?.judgement.verdict).toBe('good');
  });

  it('calls nothing good while nobody knows which jobs run', async () => {
    const notices: string[] = [];
    const monitor = aMonitor([...quietPast, ...jobsOf('OSCER', 200, countsFromMs, newPilot)]);
    const found = await watchQueues({ ...monitor, running: cutOff }, input(), { notice: (text) => notices.push(text) });
    expect(found).toEqual([]);
    expect(notices).toEqual([
      'OSCER is not judged this time: which of its jobs run cannot be read. The monitor broke off.',
    ]);
  });

  it('answers a verdict that is news, once', async () => {
    const [first] = await watchQueues(aMonitor(failing), input());
    expect(first?.news).toMatchObject({
      queue: 'OSCER',
      generation: 1,
      verdict: 'container fault',
      by: 'commissioning',
      ends: null,
    });

    const [again] = await watchQueues(aMonitor(failing), input(first?.news ?? null));
    expect(again?.judgement.verdict).toBe('container fault');
    expect(again?.news).toBeNull();
  });

  it('judges the queues it can read, and says which it cannot', async () => {
    const both = { ...input(null, ['AGLT2']), history: aHistory({ queues: { OSCER: flipped(), AGLT2: flipped() } }) };
    const inventory = anInventory({ sites: [aSite('OSCER'), aSite('AGLT2')] });
    const notices: string[] = [];
    const monitor = aMonitor([...quietPast, ...jobsOf('OSCER', 200, countsFromMs, newPilot)]);
    const found = await watchQueues(
      { ...monitor, jobs: (queue, window) => (queue === 'AGLT2' ? cutOff() : monitor.jobs(queue, window)) },
      { ...both, inventory },
      { notice: (text) => notices.push(text) },
    );
    expect(found.map(({ judgement }) => judgement.queue)).toEqual(['OSCER']);
    expect(notices).toEqual(['AGLT2 is not judged this time: The monitor broke off.']);
  });

  it('gives no verdict on failures while the queues beside cannot be read', async () => {
    const notices: string[] = [];
    const monitor = aMonitor(failing);
    const found = await watchQueues(
      { ...monitor, jobs: (queue, window) => (queue === 'OSCER' ? monitor.jobs(queue, window) : cutOff()) },
      input(null, ['AGLT2']),
      { notice: (text) => notices.push(text) },
    );
    expect(found).toEqual([]);
    expect(notices).toEqual([
      'OSCER is not judged this time: the jobs of the queues it is compared with cannot be read.',
    ]);
  });

  it('rejects where no queue can be read', async () => {
    await expect(watchQueues({ ...aMonitor([]), jobs: cutOff }, input())).rejects.toThrow('The monitor broke off.');
  });

  it("says its own word again when an operator's word of one day has ended", async () => {
    const ended = aVerdict('container fault', { by: 'operator anna', ends: { at: new Date(nowMs - 1).toISOString() } });
    const [found] = await watchQueues(aMonitor(failing), input(ended));
    expect(found?.news).toMatchObject({ verdict: 'container fault', by: 'commissioning' });
  });

  it('lets an alarm stand on the record it was raised on, whatever comes later, and says how it looks now', async () => {
    const calm = aMonitor([...quietPast, ...jobsOf('OSCER', 200, countsFromMs, newPilot)]);
    const alarm = aVerdict('pilot fault', { by: 'commissioning', ends: null, reason: '71 of 123 jobs.' });
    const [found] = await watchQueues(calm, input(alarm));
    expect(found?.news).toBeNull();
    expect(found?.judgement).toMatchObject({ verdict: 'pilot fault', isFinal: true, remedy: 'rollback' });
    expect(found?.judgement.reason).toMatch(/^71 of 123 jobs\. By now 0 of \d+ jobs failed .*; the alarm stands\.$/);
  });

  it('lets a graver alarm take the place of a lesser one, and good jobs end what the site mended', async () => {
    const lesser = aVerdict('site fault', { by: 'commissioning', ends: null });
    const [worse] = await watchQueues(aMonitor(failing), input(lesser));
    expect(worse?.news?.verdict).toBe('container fault');
    const calm = aMonitor([...quietPast, ...jobsOf('OSCER', 200, countsFromMs, newPilot)]);
    const [mended] = await watchQueues(calm, input(lesser));
    expect(mended?.news?.verdict).toBe('good');
    const graver = aVerdict('pilot fault', { by: 'commissioning', ends: null });
    const [kept] = await watchQueues(aMonitor(failing), input(graver));
    expect(kept?.judgement.verdict).toBe('pilot fault');
    expect(kept?.news).toBeNull();
  });

  it('with too few jobs goes on without news', async () => {
    const monitor = aMonitor([...quietPast, ...jobsOf('OSCER', 5, countsFromMs, newPilot)]);
    expect(await watchQueues(monitor, input())).toMatchObject([
      { news: null, judgement: { verdict: 'not enough jobs', isFinal: false } },
    ]);
  });

  it('looks at chosen queues alone', async () => {
    const monitor = aMonitor([]);
    expect(await watchQueues(monitor, input(), { chosen: new Set(['AGLT2']) })).toEqual([]);
    expect(monitor.asked).toEqual([]);
  });
});
