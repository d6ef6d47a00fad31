import type { Plan } from '../model/plan.js';
import { paragraph, type Paper } from './paper.js';
import { todayScreen } from './next.js';
import type { Result } from './results.js';
import { pairs, table } from './table.js';
import { day, moment } from './when.js';

type PlanResult = Result<'plan'>;

export function planResult({ campaign, asOf, id, operations, waves, finish, bound, unplanned }: Plan): PlanResult {
  return { campaign, asOf, id, operations, waves, finish, bound, unplanned };
}

/** Today's operations, the waves to come, when it ends and what stands in the way. */
export function planScreen(plan: PlanResult, paper: Paper): string {
  const { ink } = paper;
  const parts = [`${ink.bold(plan.campaign)} as of ${moment(plan.asOf)}, plan ${plan.id.slice(0, 12)}`, '', ink.bold('Today'), todayScreen(plan.operations, paper)];
  if (plan.waves.length > 0) {
    const waves = table(
      plan.waves,
      [
        { title: 'day', cell: ({ date }) => day(date) },
        { title: 'sites', cell: ({ sites }) => String(sites.length), right: true },
        { title: 'wave', cell: ({ sites }) => sites.join(', ') },
      ],
      paper,
    );
    parts.push('', ink.bold('Waves'), waves);
  }
  parts.push('', pairs(ends(plan), paper));
  if (plan.unplanned.length > 0) {
    parts.push('', ink.bold(`Without a day: ${plan.unplanned.length}`), unplannedTable(plan.unplanned, paper));
  }
  return parts.join('\n');
}

function ends({ finish, bound, forecast }: PlanResult): (readonly [string, string])[] {
  const rows: (readonly [string, string])[] = [
    ['finish', finish === null ? 'nothing to plan' : day(finish)],
    ['not before', bound.date === null ? bound.because : `${day(bound.date)}: ${bound.because}`],
  ];
  if (forecast) rows.push(['forecast', `${day(forecast.p50)} (50 %), ${day(forecast.p85)} (85 %), ${day(forecast.p95)} (95 %)`]);
  return rows;
}

function unplannedTable(unplanned: PlanResult['unplanned'], paper: Paper): string {
  return table(
    unplanned,
    [
      { title: 'site', cell: ({ site }) => site },
      { title: 'because', cell: ({ because }) => because },
    ],
    paper,
  );
}

/** A saved plan for people: one line that says what was written where. */
export function savedScreen(plan: PlanResult, file: string, paper: Paper): string {
  return paragraph(`Written to ${file}: ${plan.operations.length} operations. Carry them out with: migrate apply ${file}`, paper);
}
