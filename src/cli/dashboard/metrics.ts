import { Gauge, Registry, type OpenMetricsContentType } from 'prom-client';
import { stages } from '../../model/plan.js';
import type { Showing } from './feed.js';

export interface Exposition {
  readonly contentType: string;
  readonly text: string;
}

/** What a dashboard shows, in OpenMetrics (docs/operations.md names them). */
export async function exposition({ model, stale, lookedAtMs }: Showing, nowMs: number): Promise<Exposition> {
  const registry = new Registry<OpenMetricsContentType>();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  registry.setDefaultLabels({ campaign: model.campaign });
  const gauge = (name: string, help: string, label: string | null = null) => {
    const made = new Gauge({
      name: `migrate_${name}`,
      help,
      labelNames: label === null ? [] : [label],
      registers: [registry],
    });
    return (value: number, of = ''): void => {
      if (label === null) made.set(value);
      else made.set({ [label]: of }, value);
    };
  };
  const sites = gauge('sites', 'Sites by stage.', 'stage');
  for (const stage of stages) sites(model.sites[stage], stage);
  const requests = gauge('ready_sites_by_request', 'Ready sites by their request.', 'request');
  // A number that nobody knows is no number.
  for (const [state, count] of [
    ['sent', model.sites.requested],
    ['accepted', model.sites.accepted],
  ] as const)
    if (count !== null) requests(count, state);
  const containers = gauge('containers', 'Migrated sites by their containers.', 'state');
  for (const state of ['awaiting', 'on', 'off'] as const) containers(model.containers[state], state);
  const retirements = gauge('retiring_queues', 'Queues that retire, by state.', 'state');
  for (const [state, queues] of tally(model.retirements.map(({ state }) => state))) retirements(queues, state);
  const operations = gauge('operations', 'Operations of the campaign that ended, by outcome.', 'outcome');
  for (const [outcome, ended] of Object.entries(model.outcomes)) operations(ended, outcome);
  const verdicts = gauge('verdicts', 'Queues by verdict.', 'verdict');
  for (const [verdict, queues] of tally(model.verdicts.map(({ verdict }) => verdict))) verdicts(queues, verdict);
  const failures = gauge('failed_jobs', 'Failed jobs of queues under watch, by cause.', 'cause');
  for (const { cause, failures: jobs } of model.failures ?? []) failures(jobs, cause);
  const problems = gauge('problems', 'What needs a person, by severity.', 'severity');
  for (const [severity, found] of tally(model.problems.map(({ severity }) => severity))) problems(found, severity);
  const held = gauge('open_operations', 'Open operations by who holds them.', 'holder');
  for (const { holder, operations: open } of model.holders) held(open, holder);
  const ends = gauge('end_timestamp_seconds', 'When the campaign ends: planned, bound and forecast.', 'estimate');
  const { finish, bound, forecast } = model;
  const estimates = { planned: finish, bound: bound.date, p50: forecast?.p50, p85: forecast?.p85, p95: forecast?.p95 };
  for (const [estimate, date] of Object.entries(estimates)) if (date) ends(Date.parse(date) / 1000, estimate);
  gauge('last_look_timestamp_seconds', 'When grid and ledger were read last.')(lookedAtMs / 1000);
  gauge('last_look_age_seconds', 'How long ago that was.')(Math.max(0, nowMs - lookedAtMs) / 1000);
  gauge('stale', '1 while grid or ledger do not answer.')(stale === null ? 0 : 1);
  return { contentType: registry.contentType, text: await registry.metrics() };
}

function tally(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
