import { grouped } from '../../model/grouped.js';
import type { Plan } from '../../model/plan.js';
import { overdueSites, siteSources } from '../../planning/overview/cell-sources.js';
import type { Queue, Situation } from '../../planning/situation.js';
import { verdictInForce } from '../../planning/verdicts/verdicts.js';
import type { StatusModel } from './sources.js';

/** Every site with its queues, in the order of the inventory. */
export function siteRows({ sites }: Plan, situation: Situation): StatusModel['table'] {
  const { siteOf, nowMs } = situation;
  const overdue = overdueSites(situation);
  return sites.flatMap((row) => {
    const facts = siteOf.get(row.site);
    if (!facts) return [];
    return [
      {
        ...row,
        blockers: row.blockers.map(({ rule, sentence, advice }) => ({ rule, sentence, advice })),
        queues: facts.queues.map((queue) => queueRow(queue, nowMs)),
        sources: siteSources(row, facts, situation, overdue),
      },
    ];
  });
}

function queueRow({ name, record, history }: Queue, nowMs: number): StatusModel['table'][number]['queues'][number] {
  const verdict = verdictInForce(history, nowMs);
  return {
    queue: name,
    status: record?.status ?? 'unknown',
    pilot: record?.pilot_version ?? '',
    containers: record?.container_type ?? '',
    verdict: verdict?.verdict ?? null,
    changedAt: record === null || record.last_modified === '' ? null : record.last_modified,
    verdictAt: verdict?.at ?? null,
  };
}

/** Blocked sites by the first rule that stands in their way. */
export function blockedByRule({ sites }: Plan): StatusModel['blocked'] {
  const blocked = sites.flatMap(({ site, stage, blockers: [first] }) =>
    stage === 'blocked' && first ? [{ site, rule: first.rule, sentence: first.sentence }] : [],
  );
  return [...grouped(blocked, ({ rule }) => rule)]
    .map(([rule, of]) => ({
      rule,
      sites: of.map(({ site }) => site),
      example: `${of[0]?.site ?? ''}: ${of[0]?.sentence ?? ''}`,
    }))
    .sort((one, other) => other.sites.length - one.sites.length);
}

/** Sites by cloud and stage, the largest cloud first; a site with queues in several counts in each. */
export function byCloud({ sites }: Plan): StatusModel['clouds'] {
  const inClouds = sites.flatMap(({ cloud, alsoIn = [], stage }) =>
    [cloud, ...alsoIn].map((of) => ({ cloud: of, stage })),
  );
  return [...grouped(inClouds, ({ cloud }) => cloud)]
    .map(([cloud, of]) => ({
      cloud: cloud === '' ? 'unknown' : cloud,
      total: of.length,
      stages: Object.fromEntries([...grouped(of, ({ stage }) => stage)].map(([stage, all]) => [stage, all.length])),
    }))
    .sort((one, other) => other.total - one.total || (one.cloud < other.cloud ? -1 : 1));
}
