import type { History, QueueHistory, Verdict } from '../model/history.js';
import { isFault, type FaultClass } from '../model/facts/verdicts.js';

/** For a sentence: "3 of 4 sites had …". */
export const faultWords: Readonly<Record<FaultClass, string>> = {
  'container fault': 'container faults',
  'pilot fault': 'pilot faults',
  'site fault': 'faults of the site',
  configuration: 'faults of configuration',
};

/** How the flip of a site went: its faults of each class; none: it went well. */
export interface SiteOutcome {
  readonly faults: ReadonlySet<FaultClass>;
  /** Of its first flip. */
  readonly flippedMs: number;
}

/**
 * The verdicts of the campaign site by site, as outcomes. A site has one once a queue of it had a
 * fault, or all that were flipped are good; before that nothing is known, and a fault that comes sooner than a good
 * verdict does not count for more. Of one generation of a queue the last verdict counts, an operator's included.
 */
export function outcomeOfSite(
  queues: readonly { readonly name: string; readonly history: QueueHistory | null }[],
  verdictsOf: (queue: string) => readonly Verdict[],
): SiteOutcome | null {
  const flipped = queues.filter(({ history }) => history?.pilot != null);
  if (flipped.length === 0) return null;
  const faults = new Set<FaultClass>();
  let good = 0;
  for (const { name, history } of flipped) {
    const last = new Map<number, Verdict>();
    for (const verdict of verdictsOf(name)) last.set(verdict.generation, verdict);
    for (const { verdict } of last.values()) if (isFault(verdict)) faults.add(verdict);
    if (history?.verdict?.verdict === 'good') good += 1;
  }
  if (faults.size === 0 && good < flipped.length) return null;
  return { faults, flippedMs: Math.min(...flipped.map(({ history }) => Date.parse(history?.pilot?.at ?? ''))) };
}

/** All verdicts of the campaign by queue, oldest first. */
export function verdictsByQueue({ verdicts, queues }: History): (queue: string) => readonly Verdict[] {
  const found = new Map<string, Verdict[]>();
  for (const verdict of verdicts) {
    const list = found.get(verdict.queue);
    if (list) list.push(verdict);
    else found.set(verdict.queue, [verdict]);
  }
  return (queue) => {
    const newest = queues.get(queue)?.verdict;
    return found.get(queue) ?? (newest ? [newest] : []);
  };
}
