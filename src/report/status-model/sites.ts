import { grouped } from '../../model/grouped.js';
import type { Plan } from '../../model/plan.js';
import type { Situation } from '../../planning/situation.js';
import { verdictInForce } from '../../planning/verdicts/verdicts.js';
import type { StatusModel } from './sources.js';

/** Every site with its queues, in the order of the inventory. */
export function siteRows({ sites }: Plan, { siteOf, nowMs }: Situation): StatusModel['table'] {
  return sites.map(
    ({
      site,
      cloud,
      tier,
      country,
      slots,
      stage,
      reason,
      request,
      containers,
      date,
      why,
      canGoBackUntil,
      risk,
      blockers,
    }) => ({
      site,
      cloud,
      tier,
      country,
      slots,
      stage,
      reason,
      request,
      containers,
      date,
      why,
      canGoBackUntil,
      ...(risk && { risk }),
      blockers: blockers.map(({ rule, sentence, advice }) => ({ rule, sentence, advice })),
      queues: (siteOf.get(site)?.queues ?? []).map(({ name, record, history }) => ({
        queue: name,
        status: record?.status ?? 'unknown',
        pilot: record?.pilot_version ?? '',
        containers: record?.container_type ?? '',
        verdict: verdictInForce(history, nowMs)?.verdict ?? null,
      })),
    }),
  );
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

/** Sites by cloud and stage, the largest cloud first. */
export function byCloud({ sites }: Plan): StatusModel['clouds'] {
  return [...grouped(sites, ({ cloud }) => cloud)]
    .map(([cloud, of]) => ({
      cloud: cloud === '' ? 'unknown' : cloud,
      total: of.length,
      stages: Object.fromEntries([...grouped(of, ({ stage }) => stage)].map(([stage, all]) => [stage, all.length])),
    }))
    .sort((one, other) => other.total - one.total || (one.cloud < other.cloud ? -1 : 1));
}
