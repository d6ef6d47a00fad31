import { describe, expect, it } from 'vitest';
import { compareCpu } from '../../../src/commissioning/jobs/cpu.js';
import { count, emptyTally, type Tally } from '../../../src/commissioning/jobs/tally.js';
import { jobOf, rawJob, type RawJob } from '../builders.js';

/** `tasks` tasks of four jobs each; CPU a core second varies round `efficiency`. */
function burning(
  efficiency: number,
  { tasks = 15, first = 1, fields = {} }: { tasks?: number; first?: number; fields?: RawJob } = {},
): Tally {
  const tally = emptyTally();
  for (let index = 0; index < 4 * tasks; index++) {
    const task = Math.floor(index / 4);
    const cpu = 3_600 * efficiency * (0.95 + (0.1 * ((task * 7) % 10)) / 10);
    count(tally, jobOf(rawJob({ jeditaskid: first + task, cpuconsumptiontime: cpu, ...fields })), null);
  }
  return tally;
}

describe('CPU of the new pilot against the old', () => {
  it('is flagged where it doubled, by core second and by event', () => {
    const found = compareCpu([burning(0.4)], [burning(0.8, { first: 100 })]);
    expect(found.map(({ measure, isFlagged }) => [measure, isFlagged])).toEqual([
      ['CPU seconds per core second', true],
      ['CPU seconds per event', true],
    ]);
    expect(found[0]?.ratio).toBeCloseTo(2, 1);
  });

  it('is not flagged where it is as before, or a little more', () => {
    for (const efficiency of [0.8, 0.85]) {
      expect(compareCpu([burning(0.8)], [burning(efficiency, { first: 100 })]).some(({ isFlagged }) => isFlagged)).toBe(
        false,
      );
    }
  });

  it('is looked at apart for the event service', () => {
    const before = [burning(0.8), burning(0.4, { first: 50, fields: { eventservice: 'eventservice' } })];
    const after = [
      burning(0.8, { first: 100 }),
      burning(0.8, { first: 150, fields: { eventservice: 'eventservice' } }),
    ];
    const flagged = compareCpu(before, after).filter(({ isFlagged }) => isFlagged);
    expect(new Set(flagged.map(({ work }) => work))).toEqual(new Set(['event service']));
  });

  it('says nothing on few tasks, however many jobs, nor on jobs that do not tell', () => {
    expect(compareCpu([burning(0.4, { tasks: 7 })], [burning(0.8, { first: 100 })])).toEqual([]);
    expect(compareCpu([burning(0.4, { fields: { cpuconsumptiontime: null } })], [burning(0.8)])).toEqual([]);
    expect(
      compareCpu([burning(0.4, { fields: { nevents: 0 } })], [burning(0.8)]).map(({ measure }) => measure),
    ).toEqual(['CPU seconds per core second']);
  });

  it('counts a task once that ran under two versions', () => {
    const [found] = compareCpu([burning(0.8)], [burning(0.8, { first: 100 }), burning(0.8, { first: 100 })]);
    expect(found?.clusters.after).toBe(15);
  });

  it('is flagged where it fell, too', () => {
    expect(compareCpu([burning(0.8)], [burning(0.4, { first: 100 })]).map(({ isFlagged }) => isFlagged)).toEqual([
      true,
      true,
    ]);
  });

  it('counts a person once, however many tasks: a person is at a level of its own', () => {
    const ofFew = (efficiency: number, person: string) =>
      burning(efficiency, { fields: { prodsourcelabel: 'user', produsername: person } });
    const before = ['a', 'b', 'c', 'd'].map((person) => ofFew(0.4, person));
    const after = ['e', 'f', 'g', 'h'].map((person) => ofFew(0.8, person));
    expect(compareCpu(before, after)).toEqual([]);
  });

  it('is compared within a kind of work: a mix that drifts is no change', () => {
    const kind = (efficiency: number, tasks: number, first: number, processingtype: string) =>
      burning(efficiency, { tasks, first, fields: { processingtype } });
    const before = [kind(0.9, 30, 1, 'simul'), kind(0.4, 10, 100, 'evgen')];
    const after = [kind(0.9, 10, 200, 'simul'), kind(0.4, 30, 300, 'evgen')];
    expect(compareCpu(before, after).some(({ isFlagged }) => isFlagged)).toBe(false);
    expect(compareCpu(before, [kind(0.8, 30, 300, 'evgen')]).some(({ isFlagged }) => isFlagged)).toBe(true);
  });

  it('is compared among jobs of about one length: those that end first may burn otherwise', () => {
    const lasting = (hours: number, efficiency: number, first: number) =>
      burning(efficiency * hours, { first, fields: { durationsec: 3_600 * hours } });
    const before = [lasting(1, 0.9, 1), lasting(6, 0.4, 100)];
    expect(compareCpu(before, [lasting(1, 0.9, 200)]).some(({ isFlagged }) => isFlagged)).toBe(false);
    expect(compareCpu(before, [lasting(6, 0.8, 200)]).some(({ isFlagged }) => isFlagged)).toBe(true);
  });
});
