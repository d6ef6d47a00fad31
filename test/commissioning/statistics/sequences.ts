import { outcomes, type Outcomes } from '../../../src/commissioning/statistics/outcomes.js';

/** Jobs in this order, `perBucket` of them in a stretch of time, the task of each given by `taskOf`. */
export function sequence(
  failed: readonly boolean[],
  taskOf: (index: number) => number = (index) => index,
  perBucket = 2,
): Outcomes {
  const grouped = (key: (index: number) => number) => {
    const groups = new Map<number, { jobs: number; failures: number }>();
    failed.forEach((isFailed, index) => {
      const group = groups.get(key(index)) ?? { jobs: 0, failures: 0 };
      groups.set(key(index), { jobs: group.jobs + 1, failures: group.failures + (isFailed ? 1 : 0) });
    });
    return groups;
  };
  return outcomes({
    jobs: failed.length,
    failures: failed.filter(Boolean).length,
    tasks: [...grouped(taskOf).values()],
    nodes: [...grouped((index) => index).values()],
    times: [...grouped((index) => Math.floor(index / perBucket))].map(([bucket, group]) => ({ bucket, ...group })),
  });
}

/** Every `nth` job failed. */
export function every(nth: number, length: number): boolean[] {
  return Array.from({ length }, (_, index) => index % nth === 0);
}
