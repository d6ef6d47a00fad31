import { naive, rawJob, type JobAt, type RawJob } from '../../commissioning/builders.js';

const hourMs = 3_600_000;

/** So many jobs of a queue, ten an hour. */
export function jobsOf(
  queue: string,
  count: number,
  fromMs: number,
  pilotversion: string,
  at: JobAt = () => ({}),
): RawJob[] {
  return Array.from({ length: count }, (_, index) =>
    rawJob({
      computingsite: queue,
      pandaid: fromMs + index,
      jeditaskid: 18_000_000 + (index % 7),
      modificationhost: `wn${index % 40}`,
      starttime: naive(fromMs + (index * hourMs) / 10),
      pilotversion,
      ...at(index),
    }),
  );
}
