import { describe, expect, it } from 'vitest';
import {
  addJob,
  compared,
  isVersionOf,
  seeRunning,
  watched,
  type Evidence,
} from '../../../src/commissioning/jobs/evidence.js';
import {
  aWatch,
  changedMs,
  countsFromMs,
  hourMs,
  naive,
  newPilot,
  oldPilot,
  rawJob,
  type RawJob,
} from '../builders.js';

function place(fields: RawJob, watch = aWatch()): string {
  const evidence = watched(watch);
  addJob(evidence, rawJob(fields));
  if (evidence.before.jobs === 1) return 'before';
  if (evidence.beside.jobs === 1) return 'beside';
  const [version] = evidence.after.keys();
  return version === undefined ? ([...evidence.left.keys()][0] ?? 'nowhere') : `after ${version}`;
}

describe('where a job counts', () => {
  const at = (ms: number, pilotversion: string | null) => ({ starttime: naive(ms), pilotversion });

  const lost = (ms: number) => ({
    ...at(ms, 'Not specified'),
    jobstatus: 'failed',
    jobdispatchererrorcode: 100,
    jobdispatchererrordiag: 'lost heartbeat',
  });

  it.each([
    ['the old pilot before the change', at(changedMs - hourMs, oldPilot), 'before'],
    ['the new pilot before the change', at(changedMs - hourMs, newPilot), 'too early'],
    ['the new pilot before the change took effect', at(changedMs + hourMs, newPilot), 'too early'],
    ['the new pilot after effect and margin', at(countsFromMs, newPilot), `after ${newPilot}`],
    ['the old pilot after effect and margin', at(countsFromMs, oldPilot), 'beside'],
    ['no start time', { starttime: null }, 'no start time'],
    ['a finished job of a pilot that never reported', at(countsFromMs, null), 'pilot never reported'],
    ['the same before the change', at(changedMs - hourMs, 'Not specified'), 'pilot never reported'],
    ['a lost job of a pilot that never reported', lost(countsFromMs), 'after pilot never reported'],
    ['a lost one between change and effect', lost(changedMs + hourMs), 'too early'],
    ['a lost one before the change', lost(changedMs - hourMs), 'before'],
    [
      'one that the server ended itself',
      { ...at(countsFromMs, ''), jobstatus: 'failed', taskbuffererrorcode: 102 },
      'pilot never reported',
    ],
    ['another queue', { computingsite: 'ELSEWHERE' }, 'another queue'],
    ['a record that is none', { jobstatus: 'splendid' }, 'unknown status'],
  ])('%s', (_name, fields, expected) => {
    expect(place(fields)).toBe(expected);
  });

  it('measures by the same pilot where only containers were switched on', () => {
    const watch = aWatch({ measure: 'same pilot' });
    expect(place(at(changedMs - hourMs, newPilot), watch)).toBe('before');
    expect(place(at(changedMs - hourMs, oldPilot), watch)).toBe('too early');
    expect(place(at(countsFromMs, newPilot), watch)).toBe(`after ${newPilot}`);
  });

  it('keeps versions apart, and nonsense within bounds', () => {
    const evidence: Evidence = watched(aWatch());
    for (let index = 0; index < 100; index++)
      addJob(evidence, rawJob({ pandaid: index, pilotversion: `2.1.${index}` }));
    expect(evidence.after.get('2.1.7')?.jobs).toBe(1);
    expect(evidence.after.size).toBeLessThan(50);
    expect([...evidence.after.values()].reduce((sum, { jobs }) => sum + jobs, 0)).toBe(100);
  });

  it('takes every job of a queue that is only compared with, but good ones of pilots that never reported', () => {
    const evidence = compared('DE');
    [at(changedMs - hourMs, oldPilot), at(countsFromMs, newPilot), at(countsFromMs, null)].forEach(
      (fields, pandaid) => {
        addJob(evidence, rawJob({ pandaid, ...fields }));
      },
    );
    expect(evidence.before.jobs).toBe(2);
  });
});

describe('a version of the pilot', () => {
  it.each([
    ['2', '2', true],
    ['2.1.21.6', '2', true],
    ['20.1', '2', false],
    ['PICARD 2.1', '2', false],
    ['3.12.4.1', '3.12.4.1', true],
    ['3.12.4.10', '3.12.4.1', false],
    ['', '2', false],
  ])('%s for %s: %s', (version, to, expected) => {
    expect(isVersionOf(version, to)).toBe(expected);
  });
});

describe('jobs that run', () => {
  const running = (fields: RawJob) =>
    rawJob({ jobstatus: 'running', starttime: naive(countsFromMs + hourMs), ...fields });
  const count = (evidence: Evidence): number => [...evidence.running.values()].reduce((sum, jobs) => sum + jobs, 0);

  it('are those of the new pilot that started after the change, each once, and as they are at this look', () => {
    const evidence = watched(aWatch());
    seeRunning(evidence, [
      running({ pandaid: 1 }),
      running({ pandaid: 1 }),
      running({ pandaid: 2, pilotversion: 'Not specified' }),
      running({ pandaid: 3, pilotversion: oldPilot }),
      running({ pandaid: 4, starttime: naive(countsFromMs - hourMs) }),
      running({ pandaid: 5, computingsite: 'OTHER' }),
      running({ pandaid: 6, jobstatus: 'activated' }),
      running({ pandaid: 7, starttime: null }),
      'nonsense',
    ]);
    expect(count(evidence)).toBe(2);
    seeRunning(evidence, []);
    expect(count(evidence)).toBe(0);
  });

  it('are not those whose end was listed already', () => {
    const evidence = watched(aWatch());
    addJob(evidence, rawJob({ pandaid: 1 }));
    seeRunning(evidence, [running({ pandaid: 1 })]);
    expect(count(evidence)).toBe(0);
  });
});
