import type { Outlook } from '../../planning/outlook/outlook.js';
import { standardEffort } from '../../waves/standard-plan.js';
import { relaxationSentence } from '../../planning/outlook/relax.js';
import { grouped } from '../../model/grouped.js';
import type { Plan } from '../../model/plan.js';
import { paragraph, type Style } from '../terminal/style.js';
import { renderLearned } from './learned.js';
import { renderToday } from './next.js';
import type { Result } from '../results/results.js';
import { pairs, table } from '../terminal/table.js';
import { renderComparison, renderMoved } from './what-if.js';
import { windowLine } from './window-line.js';
import { day, headline } from '../terminal/when.js';

type PlanResult = Result<'plan'>;

/** Parts that flags ask for. */
export type PlanExtras = Pick<PlanResult, 'search' | 'explain' | 'compare' | 'moved'>;

export function planResult(plan: Plan, ahead: Outlook, extras: PlanExtras): PlanResult {
  const { campaign, asOf, id, operations, waves, finish, unplanned, stops, window } = plan;
  const risks = plan.sites.flatMap(({ site, date, risk }) => (risk && date !== null ? { site, ...risk } : []));
  const ladders = plan.sites.flatMap(({ site, ladder }) => (ladder ? [{ site, steps: ladder }] : []));
  const { bound, gapDays, relax, containers } = ahead;
  const forecast = forecastOf(ahead.forecast, waves);
  return {
    campaign,
    asOf,
    id,
    operations,
    waves,
    finish,
    bound,
    gapDays,
    unplanned,
    risks,
    ladders,
    stops,
    window,
    relax,
    ...(forecast && { forecast }),
    containers,
    ...extras,
  };
}

function forecastOf(found: Outlook['forecast'], waves: Plan['waves']): PlanResult['forecast'] | null {
  if (found === null) return null;
  const { p50, p85, p95, samples, lowConfidence, reason } = found;
  const sites = waves.reduce((sum, wave) => sum + wave.sites.length, 0);
  return { p50, p85, p95, sites, samples, confidence: lowConfidence ? 'low' : 'usual', reason };
}

/** Today's operations, the waves to come, when it ends and what stands in the way. */
export function renderPlan(plan: PlanResult, style: Style): string {
  const { emphasis } = style;
  const parts = [
    headline(plan, style, `, plan ${plan.id.slice(0, 12)}`),
    ...windowLine(plan, style),
    '',
    emphasis.bold('Today'),
    renderToday(plan.operations, style),
  ];
  if (plan.waves.length > 0) {
    const waves = table(
      plan.waves,
      [
        { title: 'day', cell: ({ date }) => day(date) },
        { title: 'sites', cell: ({ sites }) => String(sites.length), right: true },
        { title: 'wave', cell: ({ sites }) => sites.join(', ') },
      ],
      style,
    );
    parts.push('', emphasis.bold('Waves'), waves);
  }
  if (plan.ladders.length > 0) parts.push('', emphasis.bold('Without an answer'), laddersTable(plan.ladders, style));
  for (const section of renderLearned(plan.stops, plan.risks, style)) parts.push('', section);
  parts.push('', pairs(ends(plan), style));
  if (plan.moved) parts.push('', renderMoved(plan.moved, style));
  if (plan.compare) parts.push('', renderComparison(plan.compare, style));
  if (plan.unplanned.length > 0) {
    parts.push('', emphasis.bold(`Without a day: ${plan.unplanned.length}`), unplannedTable(plan.unplanned, style));
  }
  return parts.join('\n');
}

/** What follows at silent sites, the next step first. */
function laddersTable(ladders: PlanResult['ladders'], style: Style): string {
  const onDay = (wanted: string) => (row: PlanResult['ladders'][number]) => {
    const step = row.steps.find((one) => one.step === wanted);
    return step === undefined ? '' : `${day(step.on)}${step.to === undefined ? '' : ` to ${step.to}`}`;
  };
  const nextOf = ({ steps }: PlanResult['ladders'][number]): string => steps[0]?.on ?? '';
  const escalates = ladders.some(({ steps }) => steps.some(({ step }) => step === 'escalate'));
  return table(
    [...ladders].sort((one, other) => (nextOf(one) < nextOf(other) ? -1 : 1)),
    [
      { title: 'site', cell: ({ site }) => site },
      { title: 'reminder', cell: onDay('remind') },
      ...(escalates ? [{ title: 'escalation', cell: onDay('escalate') }] : []),
      { title: 'hold proposed', cell: onDay('hold') },
    ],
    style,
  );
}

const shownGains = 3;

function ends({
  finish,
  bound,
  gapDays,
  relax,
  forecast,
  containers,
  unplanned,
  search,
}: PlanResult): (readonly [string, string])[] {
  const gap =
    gapDays === 0
      ? 'no plan ends earlier'
      : `at most ${gapDays} ${gapDays === 1 ? 'day' : 'days'} better than this plan`;
  const further = searchSentence(search);
  const rows: (readonly [string, string])[] = [
    [
      'finish',
      finish === null
        ? unplanned.length === 0
          ? 'nothing to plan'
          : 'no site has a day; the reasons are below'
        : day(finish),
    ],
    ...(bound.date === null ? [] : [['not before', `${day(bound.date)}: ${bound.reason}; ${gap}`] as const]),
    ...(further === null || (gapDays === 0 && unplanned.length === 0) ? [] : [['search', further] as const]),
    ...relax.slice(0, shownGains).map((gain, at) => [at === 0 ? 'to gain' : '', relaxationSentence(gain)] as const),
  ];
  if (forecast) rows.push(['forecast', forecastSentence(forecast, unplanned.length)]);
  if (containers && containers.awaiting > 0) rows.push(['containers', containersSentence(containers)]);
  return rows;
}

/** How to search on; null where nothing better is possible. */
function searchSentence({ iterations, stoppedBecause, solverFailure }: PlanResult['search']): string | null {
  switch (stoppedBecause) {
    case 'bound':
      return null;
    case 'none':
      return `none was made; one looks for a better plan: migrate plan --effort ${standardEffort}`;
    case 'effort':
      return `ended after ${iterations} iterations${solverFailure === undefined ? '' : `, and the solver found no better plan (${solverFailure})`}; a longer one may find a better plan: migrate plan --effort ${Math.max(5 * iterations, standardEffort)}`;
  }
}

function forecastSentence(
  { p50, p85, p95, sites, confidence, samples, reason }: NonNullable<PlanResult['forecast']>,
  withoutDay: number,
): string {
  const by = (date: string | null, share: number): string =>
    `${date === null ? 'not within ten years' : day(date)} (${share} %)`;
  const low = confidence === 'low' ? `; low confidence: ${samples} working days of history` : '';
  return `${by(p50, 50)}, ${by(p85, 85)}, ${by(p95, 95)} for the ${sites} sites with a day${withoutDay === 0 ? '' : `, not for the ${withoutDay} without one`}; ${reason}${low}`;
}

function containersSentence({ awaiting, finish, unplanned }: NonNullable<PlanResult['containers']>): string {
  const reasons = [...grouped(unplanned, ({ reason }) => reason)];
  const stuck = reasons.map(([reason, sites]) => `; ${sites.map(({ site }) => site).join(', ')}: ${reason}`).join('');
  return `${awaiting} sites await them${finish === null ? '' : `, the last gets them on ${day(finish)}`}${stuck}`;
}

function unplannedTable(unplanned: PlanResult['unplanned'], style: Style): string {
  return table(
    unplanned,
    [
      { title: 'site', cell: ({ site }) => site },
      { title: 'reason', cell: ({ reason }) => reason },
    ],
    style,
  );
}

/** A saved plan for people: one line that says what was written where. */
export function renderSaved(plan: PlanResult, file: string, style: Style): string {
  return paragraph(
    `Written to ${file}: ${plan.operations.length} operations. Carry them out with: migrate apply ${file}`,
    style,
  );
}
