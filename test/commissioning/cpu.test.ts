import { describe, expect, it } from 'vitest';
import { compareCpu } from '../../src/commissioning/cpu.js';
import { count, emptyTally, type Tally } from '../../src/commissioning/tally.js';
import { jobOf, rawJob, type RawJob } from './builders.js';

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

/** Compared when the watch has lasted long enough to trust either direction. */
function settled(
  ...[before, after]: [before: readonly Tally[], after: readonly Tally[]]
): ReturnType<typeof compareCpu> {
  return compareCpu(before, after, 3);
}

describe('CPU of the new pilot against the old', () => {
  it('is flagged where it doubled, by core second and by event', () => {
    const found = settled([burning(0.4)], [burning(0.8, { first: 100 })]);
    expect(found.map(({ measure, isFlagged }) => [measure, isFlagged])).toEqual([
      ['CPU seconds per core second', true],
      ['CPU seconds per event', true],
    ]);
    expect(found[0]?.ratio).toBeCloseTo(2, 1);
  });

  it('is not flagged where it is as before, or a little more', () => {
    for (const efficiency of [0.8, 0.85]) {
      expect(settled([burning(0.8)], [burning(efficiency, { first: 100 })]).some(({ isFlagged }) => isFlagged)).toBe(
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
    const flagged = settled(before, after).filter(({ isFlagged }) => isFlagged);
    expect(new Set(flagged.map(({ work }) => work))).toEqual(new Set(['event service']));
  });

  it('says nothing on few tasks, however many jobs, nor on jobs that do not tell', () => {
    expect(settled([burning(0.4, { tasks: 7 })], [burning(0.8, { first: 100 })])).toEqual([]);
    expect(settled([burning(0.4, { fields: { cpuconsumptiontime: null } })], [burning(0.8)])).toEqual([]);
    expect(settled([burning(0.4, { fields: { nevents: 0 } })], [burning(0.8)]).map(({ measure }) => measure)).toEqual([
      'CPU seconds per core second',
    ]);
  });

  it('counts a task once that ran under two versions', () => {
    const [found] = settled([burning(0.8)], [burning(0.8, { first: 100 }), burning(0.8, { first: 100 })]);
    expect(found?.tasks.after).toBe(15);
  });

  it('less than before is flagged only when long jobs have had time to end too', () => {
    const flags = (lasted: number) =>
      compareCpu([burning(0.8)], [burning(0.4, { first: 100 })], lasted).map(({ isFlagged }) => isFlagged);
    expect(flags(1)).toEqual([false, false]);
    expect(flags(3)).toEqual([true, true]);
    expect(compareCpu([burning(0.4)], [burning(0.8, { first: 100 })], 1).map(({ isFlagged }) => isFlagged)).toEqual([
      true,
      true,
    ]);
  });
});
