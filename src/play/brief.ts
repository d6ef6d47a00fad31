import type { Outcome, OperationKind } from '../model/operation.js';
import type { DayBrief, Judged } from './setup.js';

export const quietDay: DayBrief = { done: {}, good: [], faults: [], stopped: [], resumed: [], missed: 0, planted: 0 };

const byQueue: ReadonlySet<OperationKind> = new Set(['brokeroff', 'off']);

/** What one sitting comes to. */
export function briefOf(outcomes: readonly Outcome[], judged: readonly Judged[], planted: number): DayBrief {
  const done: Partial<Record<OperationKind, readonly string[]>> = {};
  const ended = outcomes.filter(({ outcome }) => outcome === 'done');
  for (const { kind, queue, site } of ended) {
    const name = (byQueue.has(kind) ? queue : site) ?? '';
    done[kind] = [...new Set([...(done[kind] ?? []), name])];
  }
  const sites = (good: boolean): readonly string[] => [
    ...new Set(judged.flatMap(({ site, verdict }) => ((verdict.verdict === 'good') === good ? [site] : []))),
  ];
  const missed = outcomes.filter(({ outcome }) => outcome !== 'done' && outcome !== 'already').length;
  return { ...quietDay, done, good: sites(true), faults: sites(false), missed, planted };
}

/** Two parts of a day as one. */
export function together(one: DayBrief, other: DayBrief): DayBrief {
  const both = (some: readonly string[] = [], more: readonly string[] = []): readonly string[] => [
    ...new Set([...some, ...more]),
  ];
  const kinds = [...new Set([...Object.keys(one.done), ...Object.keys(other.done)])] as OperationKind[];
  return {
    done: Object.fromEntries(kinds.map((kind) => [kind, both(one.done[kind], other.done[kind])])),
    good: both(one.good, other.good),
    faults: both(one.faults, other.faults),
    stopped: both(one.stopped, other.stopped),
    resumed: both(one.resumed, other.resumed),
    missed: one.missed + other.missed,
    planted: one.planted + other.planted,
  };
}
