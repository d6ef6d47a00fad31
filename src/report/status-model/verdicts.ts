import { grouped } from '../../model/grouped.js';
import { verdictInForce } from '../../planning/verdicts/verdicts.js';
import type { EarlierReport } from './failures.js';
import type { StatusModel, StatusSources } from './sources.js';

type Row = StatusModel['verdicts'][number];

/** Newest verdicts first: those of the ledger that are in force, and what the test says of queues under watch. */
export function verdictRows(
  { plan, situation, judged }: Pick<StatusSources, 'plan' | 'situation' | 'judged'>,
  past: readonly EarlierReport[],
): readonly Row[] {
  const looked = new Map((judged ?? []).map((one) => [one.judgement.queue, one]));
  const paths = pathsOf(past);
  const noted = situation.sites.flatMap(({ name: site, queues }) =>
    queues.flatMap((queue): Row[] => {
      const verdict = verdictInForce(queue.history, situation.nowMs);
      if (!verdict || looked.has(queue.name)) return [];
      const { reason, at, by } = verdict;
      const path = paths.get(queue.name) ?? [];
      return [
        { site, queue: queue.name, verdict: verdict.verdict, reason, at, by, isFinal: true, evidence: null, path },
      ];
    }),
  );
  const now = [...looked.values()].map(({ site, judgement }): Row => {
    const { queue, verdict, reason, isFinal, jobs, failures, rateBefore, eValue, eValueGood, provedPoints } = judgement;
    const evidence = { jobs, failures, rateBefore, eValue, eValueGood, provedPoints };
    const path = [...(paths.get(queue) ?? []), { at: plan.asOf, jobs, eValue }];
    return { site, queue, verdict, reason, at: plan.asOf, by: 'commissioning', isFinal, evidence, path };
  });
  return [...now, ...noted].sort((one, other) => compare(other.at, one.at) || compare(one.queue, other.queue));
}

/** By queue, what each report knew; a change since makes jobs start again from few. */
function pathsOf(past: readonly EarlierReport[]): ReadonlyMap<string, Row['path']> {
  const points = past.flatMap(({ at, fact }) =>
    Object.entries(fact.evidence).map(([queue, { jobs, eValue }]) => ({ queue, at, jobs, eValue })),
  );
  return new Map(
    [...grouped(points, ({ queue }) => queue)].map(([queue, of]) => {
      const anew = of.findLastIndex(({ jobs }, at) => jobs < (of[at - 1]?.jobs ?? 0));
      return [queue, of.slice(Math.max(0, anew)).map(({ at, jobs, eValue }) => ({ at, jobs, eValue }))];
    }),
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
