import { dayMs } from '../model/dates.js';
import { readinessOf } from '../planning/readiness/readiness.js';
import type { SiteFacts, Situation } from '../planning/situation.js';
import type { Finding } from '../inventory/finding.js';
import type { Result } from '../report/results/results.js';
import { countLargeLogs, type LogCount } from '../commissioning/jobs/large-logs.js';
import { UserError } from '../model/user-error.js';
import { siteNamed } from './names.js';
import { takeSnapshot } from './snapshot.js';
import { during, type Session } from './session.js';

type SiteReadiness = Omit<Result<'ready'>['sites'][number], 'stage' | 'reason' | 'paused'>;

/** Every rule of readiness for the named sites, or for all that have queues left to flip. Changes nothing. */
export async function siteReadiness(
  session: Session,
  names: readonly string[],
  { jobs }: { readonly jobs: boolean },
): Promise<Result<'ready'>> {
  const wanted = new Set(names.map((name) => siteNamed(name, session.inventory).name));
  const { situation, plan } = await takeSnapshot(session);
  const open = new Set(
    plan.sites.flatMap(({ site, stage }) => (stage === 'migrated' || stage === 'leaving' ? [] : [site])),
  );
  const sites = situation.sites.filter(({ name }) => (wanted.size > 0 ? wanted.has(name) : open.has(name)));
  const known = jobs
    ? { ...situation, view: { ...situation.view, largeLogs: await largeLogs(session, sites) } }
    : situation;
  const planned = new Map(plan.sites.map((site) => [site.site, site]));
  return {
    campaign: plan.campaign,
    asOf: plan.asOf,
    sites: sites.map((facts) => {
      const plannedSite = planned.get(facts.name);
      if (!plannedSite) throw new Error(`The plan lacks ${facts.name}.`);
      const { stage, reason, paused } = plannedSite;
      return { ...readinessOfSite(facts, known), stage, reason, paused };
    }),
  };
}

/** What the jobs of the last day say of logs. The monitor is asked gently: with many queues it takes its time. */
async function largeLogs(session: Session, sites: readonly SiteFacts[]): Promise<ReadonlyMap<string, LogCount>> {
  const { monitor, clock } = session.grid;
  if (monitor === null)
    throw new UserError(3, 'no-monitor', 'The grid profile names no monitor, so nobody can ask for jobs.', [
      'Write `monitor: { url: … }` into the profile, or leave --jobs out.',
    ]);
  const toMs = await clock.now();
  const counted = new Map<string, LogCount>();
  for (const name of sites.flatMap(({ queues }) => queues.map((queue) => queue.name))) {
    let count: LogCount = { jobs: 0, large: 0 };
    await during(session, `Reading the jobs of ${name}`, async () => {
      for await (const page of monitor.jobs(name, { fromMs: toMs - dayMs, toMs }))
        for (const job of page) count = countLargeLogs(count, job);
    });
    counted.set(name, count);
  }
  return counted;
}

/** What the catalogue has against the inventory's sites, as findings about the file. */
export async function catalogueFindings(session: Session): Promise<readonly Finding[]> {
  const { situation } = await takeSnapshot(session, { only: 'catalogue' });
  return situation.sites.flatMap((facts) =>
    readinessOfSite(facts, situation).rules.flatMap(({ rule, result, sentence, source }): Finding[] =>
      result === 'pass' || !source.startsWith('catalogue')
        ? []
        : [
            {
              severity: 'warning',
              file: session.inventory.file,
              line: null,
              column: null,
              path: `sites.${facts.name}`,
              found: rule,
              expected: source,
              near: null,
              message: `${sentence} (rule "${rule}", by ${source})`,
            },
          ],
    ),
  );
}

function readinessOfSite(facts: SiteFacts, situation: Situation): SiteReadiness {
  const rules = readinessOf(facts, situation).flatMap(({ rule, result, found }) =>
    found.length === 0
      ? [{ rule: rule.name, result: 'pass' as const, sentence: rule.sentence, advice: null, source: rule.source }]
      : found.map(({ sentence, advice }) => ({ rule: rule.name, result, sentence, advice, source: rule.source })),
  );
  const results = new Set(rules.map(({ result }) => result));
  return { site: facts.name, result: results.has('block') ? 'block' : results.has('warn') ? 'warn' : 'pass', rules };
}
