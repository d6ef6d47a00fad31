import type { Random } from '../../src/model/random.js';

/** One job of a simulated queue. */
export interface SimulatedJob {
  readonly failed: boolean;
  readonly task: number;
  readonly node: number;
}

/** The jobs of a queue one after the other; `rate` of failure may change from job to job. */
export type Stream = (rate: number) => SimulatedJob;

const burstLength = 10;
const correlation = 0.1;

/** How failures hang together, by name. Every burst has ten jobs; two jobs of one correlate by 0.1. */
export const worlds = {
  independent: (random) => {
    const label = labels(random);
    return (rate) => ({ failed: random() < rate, ...label() });
  },
  'bursts by task': (random) => {
    const [label, task] = [labels(random), bursts(random, 3)];
    return (rate) => {
      const burst = task();
      return { ...label(), task: burst.id, failed: drawn(burst, rate, random) };
    };
  },
  'bursts by node': (random) => {
    const [label, node] = [labels(random), bursts(random, 3)];
    return (rate) => {
      const burst = node();
      return { ...label(), node: burst.id, failed: drawn(burst, rate, random) };
    };
  },
  // With probability √0.1 each, a job shares the fate of its task's burst or of its node's.
  'bursts by task and node at once': (random) => {
    const [task, node] = [bursts(random, 3), bursts(random, 4)];
    return (rate) => {
      const [ofTask, ofNode] = [task(), node()];
      ofTask.fate ??= random() < rate;
      ofNode.fate ??= random() < rate;
      const choice = random() / Math.sqrt(correlation);
      const failed = choice < 1 ? ofTask.fate : choice < 2 ? ofNode.fate : random() < rate;
      return { task: ofTask.id, node: ofNode.id, failed };
    };
  },
  'bursts in time, no label': (random) => {
    const [label, time] = [labels(random), bursts(random, 1)];
    return (rate) => ({ ...label(), failed: drawn(time(), rate, random) });
  },
  'rare bursts in time, no label': (random) => {
    const [label, time] = [labels(random), bursts(random, 1)];
    return (rate) => {
      const burst = time();
      burst.fate ??= random() < rate;
      return { ...label(), failed: random() < Math.sqrt(correlation) ? burst.fate : random() < rate };
    };
  },
  // Correlation 0.33: about one job in twenty falls into a storm of ten jobs on average, of which 60 % fail.
  'storms in time, no label': (random) => {
    const label = labels(random);
    let isStorm: boolean | null = null;
    return (rate) => {
      const [calm, storm] = [0.4 * rate, 0.6];
      const share = (rate - calm) / (storm - calm);
      const entering = share / (1 - share) / burstLength;
      isStorm = random() < (isStorm === null ? share : isStorm ? 1 - 1 / burstLength : entering);
      return { ...label(), failed: random() < (isStorm ? storm : calm) };
    };
  },
} as const satisfies Readonly<Record<string, (random: Random) => Stream>>;
export type World = keyof typeof worlds;

interface Burst {
  readonly id: number;
  left: number;
  jobs: number;
  failures: number;
  /** Drawn once, in worlds where jobs share one. */
  fate: boolean | null;
}

/** Gives each job its burst: of `open` bursts at a time one at random; the first begin in their midst. */
function bursts(random: Random, open: number): () => Burst {
  let next = 0;
  const begun = (left: number): Burst => ({ id: next++, left, jobs: 0, failures: 0, fate: null });
  const present = Array.from({ length: open }, () => begun(1 + Math.floor(random() * burstLength)));
  return () => {
    const place = Math.floor(random() * open);
    const burst = present[place] ?? begun(burstLength);
    if (--burst.left === 0) present[place] = begun(burstLength);
    return burst;
  };
}

/** Pólya's urn: every burst's failures are beta-binomial. */
function drawn(burst: Burst, rate: number, random: Random): boolean {
  const weight = 1 / correlation - 1;
  const failed = random() < (weight * rate + burst.failures) / (weight + burst.jobs);
  burst.jobs++;
  if (failed) burst.failures++;
  return failed;
}

/** Tasks and nodes that have nothing to do with failures: 30 tasks, changing every 100 jobs, on 40 nodes. */
function labels(random: Random): () => Pick<SimulatedJob, 'task' | 'node'> {
  let jobs = 0;
  return () => ({ task: 100 * Math.floor(jobs++ / 100) + Math.floor(random() * 30), node: Math.floor(random() * 40) });
}
