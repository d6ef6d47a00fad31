import { daysDone } from '../../planning/outlook/past.js';
import { statusOf } from '../../planning/overview/status.js';
import { capacity } from '../../planning/calendar/pace.js';
import { changesSince, historyBySite } from './changes.js';
import { earlierReports, failuresByCause } from './failures.js';
import { holdersOf, outcomesOf } from './operations.js';
import { forecastOf } from './forecast.js';
import { paceOf } from './pace.js';
import { risksOf } from './problems.js';
import type { StatusModel, StatusSources } from './sources.js';
import { blockedByRule, byCloud, siteRows } from './sites.js';
import { presentStatus } from './present-status.js';
import { verdictRows } from './verdicts.js';

/** Returns where the campaign stands: one value that every face of the report shows. Pure. */
export function statusModel(sources: StatusSources): StatusModel {
  const { plan, situation, outlook, events, judged, since } = sources;
  const { campaign } = situation.inventory;
  const { sites, containers, retirement } = statusOf(plan);
  const past = earlierReports(events);
  const days = daysDone(situation, plan.adoptions);
  const verdicts = verdictRows(sources, past);
  const present = presentStatus(sources, verdicts);
  const today = capacity(situation.calendar, situation.today);
  return {
    campaign: plan.campaign,
    asOf: plan.asOf,
    day: plan.day,
    timezone: campaign.timezone,
    pilot: campaign.pilot,
    sites,
    containers,
    retirement,
    since: since?.at ?? null,
    ...present,
    outcomes: outcomesOf(events),
    holders: holdersOf(situation),
    awaitingContainers: plan.sites.flatMap(({ site, containers }) => (containers === 'awaiting' ? [site] : [])),
    verdicts,
    failures: judged && failuresByCause(judged, past.at(-1) ?? null),
    failuresOverTime: past.map(({ at, fact }) => ({ at, failures: fact.failures })),
    pace: { today, ...paceOf(days, campaign.pace, sites.migrated) },
    waves: plan.waves.map(({ date, sites }) => ({ date, sites })),
    unplanned: plan.unplanned,
    finish: plan.finish,
    bound: outlook.bound,
    gapDays: outlook.gapDays,
    forecast: forecastOf(outlook.forecast, days),
    containersFinish: outlook.containers?.finish ?? null,
    calendar: {
      freezes: campaign.freezes.map(({ from, to, because: reason }) => ({ from, to, reason })),
      holidays: campaign.holidays,
      workingDays: campaign.working_days,
    },
    blocked: blockedByRule(plan),
    clouds: byCloud(plan),
    changes: changesSince(events, since),
    risks: risksOf(sources, present.waiting),
    warnings: plan.warnings,
    table: siteRows(plan, situation),
    history: historyBySite(events),
  };
}
