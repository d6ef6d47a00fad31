import { describe, expect, it } from 'vitest';
import { addJob, watched, type Evidence } from '../../../src/commissioning/jobs/evidence.js';
import { aWatch, changedMs, failedJob, hourMs, naive, newPilot, oldPilot, rawJob, type RawJob } from '../builders.js';

function seen(...raws: readonly RawJob[]): Evidence {
  const evidence = watched(aWatch());
  for (const raw of raws) addJob(evidence, raw);
  return evidence;
}

function counted({ before, after }: Evidence): number {
  return [before, ...after.values()].reduce((sum, { jobs }) => sum + jobs, 0);
}

const lost = { piloterrorcode: 1099, jobsetid: 700 };

describe('one job is one trial', () => {
  it('however often its record is delivered', () => {
    const evidence = seen(rawJob({ pandaid: 1 }), rawJob({ pandaid: 2 }), rawJob({ pandaid: 1 }));
    expect(counted(evidence)).toBe(2);
    expect(evidence.left.get('seen before')).toBe(1);
  });

  it('however often it is tried again', () => {
    const tries = [1, 2, 3].map((attemptnr) => failedJob({ ...lost, pandaid: attemptnr, attemptnr }));
    const evidence = seen(...tries, rawJob({ pandaid: 4, jobsetid: 700, attemptnr: 4 }));
    expect(counted(evidence)).toBe(1);
    expect(evidence.left.get('another try')).toBe(3);
  });

  it('also where the first try was before the change, and where only the task is known', () => {
    const first = { starttime: naive(changedMs - hourMs), pilotversion: oldPilot, attemptnr: 0, pandaid: 1 };
    const again = { pilotversion: newPilot, attemptnr: 1, pandaid: 2 };
    expect(counted(seen(failedJob({ ...lost, ...first }), failedJob({ ...lost, ...again })))).toBe(1);
    const ofTask = { piloterrorcode: 1099, jeditaskid: 5 };
    expect(counted(seen(failedJob({ ...ofTask, ...first }), failedJob({ ...ofTask, ...again })))).toBe(1);
  });

  it('but jobs of one set or task are many, and so are those that come for the first time after tries elsewhere', () => {
    const together = [1, 2, 3].map((pandaid) => failedJob({ ...lost, pandaid, attemptnr: 1 }));
    expect(counted(seen(...together))).toBe(3);
    const fromElsewhere = [1, 2, 3].map((pandaid) => rawJob({ pandaid, jobsetid: 800 + pandaid, attemptnr: 3 }));
    expect(counted(seen(...fromElsewhere))).toBe(3);
  });

  it('in memory that does not grow with the jobs', () => {
    const evidence = watched(aWatch());
    for (let pandaid = 1; pandaid <= 100_000; pandaid++) addJob(evidence, rawJob({ pandaid }));
    expect(evidence.trials.recent.size + evidence.trials.older.size).toBeLessThanOrEqual(40_000);
  });
});
