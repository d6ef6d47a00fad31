import type { History } from '../model/history.js';
import type { Judged } from './setup.js';

/**
 * The acting operator's own decisions, by a stated policy: what the test leaves inconclusive after its
 * deadline is taken as good, since no fault of pilot or containers was found; any other verdict stands.
 */
export function handDecisions(judged: readonly Judged[], history: History): readonly Judged[] {
  return judged.flatMap(({ site, verdict }) => {
    const settled = history.queues.get(verdict.queue)?.settled;
    if (verdict.verdict !== 'inconclusive' || verdict.generation !== settled) return [];
    const because = `Looked at by hand after the deadline: no fault of the pilot or the containers. (${verdict.because})`;
    return [{ site, verdict: { ...verdict, verdict: 'good' as const, because, by: 'operator acting', ends: 'at the next change' as const } }];
  });
}
