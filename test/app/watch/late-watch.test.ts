import { describe, expect, it } from 'vitest';
import type { Monitor } from '../../../src/grid/ports.js';
import type { Verdict } from '../../../src/model/history.js';
import { watchQueues, type WatchInput } from '../../../src/app/watch/watch.js';
import { instant } from '../../../src/model/dates.js';
import { aHistory, aMigratedRecord, aVerdict, flipped } from '../../planning/builders.js';
import { mixed, namespaceFault, newPilot, oldPilot, type JobAt, type RawJob } from '../../commissioning/builders.js';
import { aCampaign, anInventory } from '../../inventory/builders.js';
import { jobsOf } from './builders.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const changedMs = Date.parse('2019-08-02T08:00:00Z');
const goodMs = changedMs + dayMs;
const nowMs = changedMs + 8 * dayMs;

const past = jobsOf('OSCER', 500, changedMs - 50 * hourMs, oldPilot);
const good = jobsOf('OSCER', 1000, changedMs + 2 * hourMs, newPilot);
const lastDay = (at?: JobAt): RawJob[] => jobsOf('OSCER', 230, nowMs - dayMs, newPilot, at);
const failing = lastDay(mixed(0.6, namespaceFault));

interface Asked {
  readonly fromMs: number;
  readonly toMs: number;
}

function aMonitor(jobs: readonly RawJob[]): Monitor & { readonly asked: Asked[] } {
  const asked: Asked[] = [];
  return {
    asked,
    async *running() {
      yield await Promise.resolve([]);
    },
    activity: () => Promise.resolve(new Map()),
    async *jobs(queue, { fromMs, toMs }) {
      asked.push({ fromMs, toMs });
      const startMs = (job: RawJob): number => Date.parse(`${String(job['starttime'])}Z`);
      yield await Promise.resolve(
        jobs.filter((job) => job['computingsite'] === queue && startMs(job) >= fromMs && startMs(job) < toMs),
      );
    },
  };
}

function input(days: number | null, verdict: Verdict | null = aVerdict('good', { at: instant(goodMs) })): WatchInput {
  const { commissioning } = aCampaign();
  return {
    inventory: anInventory({ campaign: { commissioning: { ...commissioning, rollback_days: days } } }),
    records: new Map([['OSCER', aMigratedRecord('OSCER')]]),
    history: aHistory({ queues: { OSCER: flipped({ verdict }) } }),
    nowMs,
  };
}

describe('the late watch of a queue that was found good', () => {
  it('finds a fault that begins days after the flip, while the queue can go back', async () => {
    const [found] = await watchQueues(aMonitor([...past, ...good, ...failing]), input(14), { late: true });
    expect(found?.judgement).toMatchObject({ queue: 'OSCER', verdict: 'container fault', isFinal: true });
    expect(found?.news).toMatchObject({ verdict: 'container fault', generation: 1 });
  });

  it('has no news of a queue that does as before', async () => {
    const [found] = await watchQueues(aMonitor([...past, ...good, ...lastDay()]), input(14), { late: true });
    expect(found?.judgement.jobs).toBeGreaterThan(0);
    expect(found?.news).toBeNull();
  });

  it('costs the jobs of one day, and what is usual from before the change', async () => {
    const monitor = aMonitor([...past, ...good, ...lastDay()]);
    await watchQueues(monitor, input(14), { late: true });
    expect(monitor.asked.filter(({ toMs }) => toMs > changedMs)).toEqual([{ fromMs: nowMs - dayMs, toMs: nowMs }]);
  });

  it.each([
    ['whose window is over', input(7)],
    ['of a campaign that names no window', input(null)],
    ['that is not judged yet', input(14, null)],
    ['that is at fault already', input(14, aVerdict('pilot fault'))],
  ])('does not look at a queue %s', async (_what, asked) => {
    const monitor = aMonitor([...past, ...good, ...failing]);
    expect(await watchQueues(monitor, asked, { late: true })).toEqual([]);
    expect(monitor.asked).toEqual([]);
  });
});
