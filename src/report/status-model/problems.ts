import { dayNumber, instant } from '../../model/dates.js';
import { grouped } from '../../model/grouped.js';
import { pausesInForce } from '../../model/facts/pauses.js';
import type { Plan } from '../../model/plan.js';
import { count, names } from '../../model/text/sentences.js';
import type { Situation } from '../../planning/situation.js';
import { pausedSentence } from '../../planning/stops.js';
import type { StatusModel, StatusSources } from './sources.js';

type Problem = StatusModel['problems'][number];

const order = { error: 0, warning: 1, info: 2 } as const;
const soonDays = 14;

/** What a person has to look at, the gravest first. */
export function problemsOf(
  plan: Plan,
  { sites, nowMs, history, inventory }: Situation,
  verdicts: StatusModel['verdicts'],
  retirements: StatusModel['retirements'],
): readonly Problem[] {
  const problems: Problem[] = [];
  for (const { queue, verdict, reason, isFinal } of verdicts) {
    if (verdict === 'good' || verdict === 'not enough jobs' || !isFinal) continue;
    const advice = '`migrate next` proposes the remedy.';
    problems.push({ severity: 'error', subject: queue, sentence: `${verdict}: ${reason}`, advice });
  }
  for (const { traits, reason, ends, lifted, held, lookCloser } of plan.stops) {
    const waits = lifted
      ? []
      : [`${count(held.length, 'site waits', 'sites wait')}${held.length === 0 ? '' : `: ${names(held)}`}.`];
    const closer = lookCloser.length === 0 ? [] : [`Look closer at ${names(lookCloser, 8)}.`];
    const sentence = [reason, ...waits, ...closer].join(' ');
    problems.push({ severity: lifted ? 'info' : 'warning', subject: names(traits), sentence, advice: ends });
  }
  for (const pause of pausesInForce(history.pauses, instant(nowMs))) {
    const sentence = pausedSentence(pause, inventory.campaign.timezone);
    problems.push({ severity: 'warning', subject: pause.scope, sentence, advice: null });
  }
  for (const { site, stage, reason } of plan.sites) {
    if (stage === 'rolledBack') problems.push({ severity: 'error', subject: site, sentence: reason, advice: null });
  }
  for (const { queues } of sites) {
    for (const { name: queue, history } of queues) {
      const open = history?.open;
      if (!open || (open.state !== 'unconfirmed' && nowMs - Date.parse(open.since) < 3_600_000)) continue;
      const sentence = `${open.operation.kind} is ${open.state} since ${open.since}, held by ${open.holder}.`;
      problems.push({ severity: 'error', subject: queue, sentence, advice: '`migrate next` carries it on.' });
    }
  }
  for (const { site, request, stage } of plan.sites) {
    if (stage === 'migrated') continue;
    const where = request.ref === undefined ? '' : ` (${request.ref})`;
    if (request.state === 'declined') {
      const sentence = `The site declined${where}.`;
      problems.push({ severity: 'warning', subject: site, sentence, advice: 'Talk to the site, or hold it.' });
    } else if (request.state === 'replied') {
      const sentence = `The site has replied${where}, and nobody has said what it means.`;
      const advice = `\`migrate ready ${site}\` shows its words; record them with \`migrate request accept\` or \`decline\`.`;
      problems.push({ severity: 'warning', subject: site, sentence, advice });
    }
  }
  for (const { queue, held, state } of retirements) {
    if (held !== null) {
      const advice = '`migrate brokeroff --dry-run` shows the batch.';
      problems.push({ severity: 'warning', subject: queue, sentence: held, advice });
    } else if (state === 'unknown queue') {
      const sentence = 'The catalogue does not know this queue, which is to retire.';
      problems.push({ severity: 'warning', subject: queue, sentence, advice: 'Correct its name in the inventory.' });
    }
  }
  problems.push(...lonelyRetirements(retirements, plan.day));
  return problems.sort((one, other) => order[one.severity] - order[other.severity]);
}

/** Queues that retire soon as the last of their site, without a word about the data: held on their day. */
function lonelyRetirements(retirements: StatusModel['retirements'], today: string): readonly Problem[] {
  const lonely = retirements.filter(
    ({ state, alone, data, on }) =>
      state === 'scheduled' && alone && data === null && on !== null && dayNumber(on) - dayNumber(today) <= soonDays,
  );
  return [...grouped(lonely, ({ on }) => on ?? '')].map(([on, queues]) => ({
    severity: 'warning',
    subject: names(queues.map(({ queue }) => queue)),
    sentence: `${count(queues.length, 'queue retires', 'queues retire')} on ${on} as the last analysis queue of ${queues.length === 1 ? 'its site' : 'their sites'}, and nobody said what happens to the data.`,
    advice: 'Say so in `data:`, or they are held on that day.',
  }));
}

/** What may make it all end later than planned. */
export function risksOf({ plan, outlook }: StatusSources, waiting: StatusModel['waiting']): readonly string[] {
  const risks: string[] = [];
  if (plan.unplanned.length > 0) {
    const sites = names(plan.unplanned.map(({ site }) => site));
    risks.push(
      `${count(plan.unplanned.length, 'site has', 'sites have')} no day, and the finish is without them: ${sites}.`,
    );
  }
  const { forecast } = outlook;
  if (forecast && plan.finish !== null && forecast.p85 !== null && forecast.p85 > plan.finish) {
    const later = dayNumber(forecast.p85) - dayNumber(plan.finish);
    risks.push(
      `By the pace so far the end comes ${count(later, 'day')} after the plan's ${plan.finish} with a chance of 15 %: ${forecast.p85} or later.`,
    );
  }
  if (forecast?.lowConfidence === true) risks.push(`The forecast rests on ${count(forecast.samples, 'day')} only.`);
  const silent = waiting.filter(({ waitsFor, queue }) => waitsFor === 'the site' && queue === null);
  const oldest = silent[0];
  if (oldest) {
    risks.push(
      `${count(silent.length, 'site has', 'sites have')} not answered; ${oldest.site} for ${count(oldest.days, 'day')}.`,
    );
  }
  return risks;
}
