// A generated campaign played day by day through the planning that operators use, with or without learning.
import { instant, isoDate, weekdayIndex } from '../../src/model/dates.js';
import type { History, StopLift, Verdict } from '../../src/model/history.js';
import type { LearningPolicy } from '../../src/model/campaign.js';
import type { FaultClass } from '../../src/model/facts/verdicts.js';
import type { Stop } from '../../src/learning/learned.js';
import { draft } from '../../src/planning/plan.js';
import { scheduleWaves } from '../../src/waves/schedule.js';
import { aHistory, aVerdict, carriedOut } from '../planning/builders.js';
import { firstDay, type Culprit, type LearningCampaign, type Truth } from './learning-campaigns.js';

/** What was foretold of a flip, and what became of it. */
export interface Foretold {
  readonly chance: number;
  readonly hadFault: boolean;
}

export interface Played {
  /** Job slots times days, of the jobs that failed under a fault. */
  readonly lost: number;
  /** Working days until the last flip. */
  readonly workingDays: number;
  readonly stops: number;
  /** Of them, those that named a planted trait's sites. */
  readonly right: number;
  readonly foretold: readonly Foretold[];
  readonly foretoldContainers: readonly Foretold[];
}

const longest = 150;
/** Working days from a stop until somebody knows what is at fault and has it mended, or knows that there is nothing. */
const leastDays = 2;
const mostDays = 6;

interface Due {
  readonly day: number;
  readonly verdict: Verdict;
}

interface Search {
  readonly stop: Stop;
  readonly daysLeft: number;
}

/**
 * Every flip of the plan is carried out; verdicts come after the site's days. Who sees a stop looks for the cause: 2 to 6
 * working days later a planted one is mended at all its sites, and else the sites are let go for the rest of the campaign.
 */
export function playLearning(campaign: LearningCampaign, learning: LearningPolicy): Played {
  const inventory = campaign.inventory(learning);
  let { view } = campaign;
  let history: History = aHistory();
  let due: readonly Due[] = [];
  let searches = new Map<string, Search>();
  const mended = new Set<Culprit>();
  const foretold: Foretold[] = [];
  const foretoldContainers: Foretold[] = [];
  const flipped = new Set<string>();
  let [lost, workingDays, stops, right, last] = [0, 0, 0, 0, 0];
  for (let day = firstDay; day < firstDay + longest && flipped.size < campaign.truthOf.size; day++) {
    if (weekdayIndex(day) > 4) continue;
    workingDays += 1;
    const nowMs = Date.parse(`${isoDate(day)}T06:00:00Z`);
    history = due.filter((one) => one.day <= day).reduce((known, { verdict }) => noted(known, verdict), history);
    due = due.filter((one) => one.day > day);
    ({ history, searches } = ended(history, searches, nowMs));
    const { plan, situation } = draft(inventory, view, history, nowMs, { schedule: listed });
    for (const stop of situation.learned.stops()) {
      const name = `${stop.fault} ${stop.traits[0] ?? ''}`;
      if (stop.lifted !== null || searches.has(name)) continue;
      const culprit = culpritOf(stop, campaign);
      stops += 1;
      if (culprit) right += 1;
      searches.set(name, { stop, daysLeft: leastDays + ((day * 7 + stops) % (mostDays - leastDays + 1)) });
    }
    for (const operation of plan.operations) {
      if (operation.kind !== 'flip') continue;
      const truth = campaign.truthOf.get(operation.site);
      if (!truth) continue;
      const fault = faultOf(truth, campaign.culprits, mended);
      const risk = situation.learned.riskOf(operation.site);
      if (risk) {
        foretold.push({ chance: risk.chance, hadFault: fault !== null });
        const container = risk.classes.find((one) => one.fault === 'container fault');
        if (container) foretoldContainers.push({ chance: container.chance, hadFault: fault === 'container fault' });
      }
      ({ view, history } = carriedOut(operation, view, history, nowMs));
      flipped.add(operation.site);
      last = workingDays;
      if (fault !== null) lost += truth.slots * truth.share * truth.days.fault;
      const verdictDay = day + (fault === null ? truth.days.good : truth.days.fault);
      const generation = history.queues.get(operation.subject)?.settled ?? 1;
      const at = instant(Date.parse(`${isoDate(verdictDay)}T05:00:00Z`));
      due = [
        ...due,
        { day: verdictDay, verdict: aVerdict(fault ?? 'good', { queue: operation.subject, generation, at }) },
      ];
    }
  }
  return { lost, workingDays: last, stops, right, foretold, foretoldContainers };

  /** What the searches have found by a morning. */
  function ended(known: History, open: Map<string, Search>, nowMs: number) {
    const left = new Map<string, Search>();
    let lifts: readonly StopLift[] = known.lifts;
    for (const [name, search] of open) {
      if (search.daysLeft > 0) {
        left.set(name, { ...search, daysLeft: search.daysLeft - 1 });
        continue;
      }
      const culprit = culpritOf(search.stop, campaign);
      if (culprit) mended.add(culprit);
      const lift = {
        by: 'anna',
        at: instant(nowMs),
        reason: culprit ? 'mended' : 'nothing found',
        until: culprit ? null : '2020-12-31',
      };
      lifts = [...lifts, ...search.stop.traits.map((trait) => ({ ...lift, trait }))];
    }
    return { history: { ...known, lifts }, searches: left };
  }
}

const listed = (problem: Parameters<typeof scheduleWaves>[0]) => ({
  plan: scheduleWaves(problem),
  search: { iterations: 0, stoppedBecause: 'none' as const },
  bound: null,
});

/** What a person finds who looks at the faults of a stop: the planted cause of most of them. */
function culpritOf({ fault, sites }: Stop, { culprits, truthOf }: LearningCampaign): Culprit | null {
  for (const culprit of culprits) {
    if (culprit.fault !== fault) continue;
    const members = [...sites].filter((site) => truthOf.get(site)?.traits.has(culprit.trait));
    if (2 * members.length >= sites.size) return culprit;
  }
  return null;
}

function faultOf({ traits, luck, ofItsOwn }: Truth, culprits: readonly Culprit[], mended: ReadonlySet<Culprit>) {
  const found = culprits.find(
    (culprit, k) => traits.has(culprit.trait) && !mended.has(culprit) && (luck[k] ?? 1) < culprit.chance,
  );
  return found?.fault ?? (ofItsOwn satisfies FaultClass | null);
}

function noted(history: History, verdict: Verdict): History {
  const past = history.queues.get(verdict.queue);
  if (!past) return history;
  return {
    ...history,
    queues: new Map(history.queues).set(verdict.queue, { ...past, verdict }),
    verdicts: [...history.verdicts, verdict],
  };
}
