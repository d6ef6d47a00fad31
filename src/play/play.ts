import { noteFound } from '../app/execute.js';
import { judgeQueues } from '../app/judge.js';
import { withLedger } from '../app/session.js';
import { refreshSnapshot, takeSnapshot, type Snapshot } from '../app/snapshot.js';
import { queuesInLateWatch } from '../app/watch/late-watch.js';
import { queuesUnderWatch } from '../app/watch/under-watch.js';
import { failsMore } from '../commissioning/decision.js';
import { statusOf, type StatusResult } from '../planning/status.js';
import { GridFailure } from '../grid/ports.js';
import { addDays, atHour, endOfTime, instant, localDate, type IsoDate } from '../model/dates.js';
import type { Approval } from '../model/history.js';
import type { Outcome } from '../model/operation.js';
import type { Plan } from '../model/plan.js';
import type { Violation } from '../referee/case.js';
import { referee } from '../referee/referee.js';
import { briefOf, quietDay, together } from './brief.js';
import { answeredByHand } from './other-days.js';
import { approvedByColleague, type Approving } from './colleague.js';
import { handDecisions } from './operator.js';
import { stopByHand, type HandStop } from './stop.js';
import type { Judged, PlayedDay, PlaySetup } from './setup.js';
import {
  isPlanted,
  plantedFault,
  struckQueues,
  tellDecisions,
  tellHeld,
  tellJournal,
  tellOutcomes,
  tellStages,
  tellVerdicts,
} from './story.js';
import { mindStops, type LineWatch, type Minded } from './stopped-line.js';

/** Result of `rehearsal play` (contract: docs/operations.md#results). */
export interface PlayResult {
  readonly scenario: string;
  readonly seed: number;
  readonly days: readonly PlayedDay[];
  readonly final: StatusResult;
  readonly violations: readonly Violation[];
  readonly writes: Readonly<Record<string, number>>;
  /** The first day on which nothing was left to do; null where the play ended before. */
  readonly finished: IsoDate | null;
  /** Sites that went back to the old pilot. */
  readonly rolledBack: readonly SiteReason[];
  /** Sites that did not go, or not whole. */
  readonly blocked: readonly SiteReason[];
  /** Retirements that are due and were not carried out. */
  readonly held: readonly { readonly queue: string; readonly reason: string }[];
}

export interface SiteReason {
  readonly site: string;
  readonly stage: string;
  readonly reason: string;
  /** What would clear it. */
  readonly advice: readonly string[];
}

/** The operator looks in the morning, and once more when the morning's flips have had time to take effect. */
const lookingHours = [8, 14];

/**
 * Plays a campaign day by day to its end, with the same `plan` and `execute` as the commands and an
 * acting operator in a person's place, and lets the referee judge it by the world's own journal.
 * Everything follows from the scenario, the seed and the policy.
 */
export async function play(setup: PlaySetup): Promise<PlayResult> {
  const { inventory } = setup;
  const { clock } = setup.session.grid;
  const { timezone } = inventory.campaign;
  const days: PlayedDay[] = [];
  const outcomes: Outcome[] = [];
  const stops: HandStop[] = [];
  const approvals: Approval[] = [];
  const line: LineWatch = { all: [] };
  let waiting: Plan | null = null;
  let told = 0;
  const first = localDate(await clock.now(), timezone);
  const last = 'date' in setup.until ? setup.until.date : addDays(first, setup.until.days - 1);
  let known: Plan | null = null;
  let finished: IsoDate | null = null;
  for (let date = first; date <= last && finished === null && !isInterrupted(setup); date = addDays(date, 1)) {
    const happened: string[] = [];
    let brief = quietDay;
    for (const hour of lookingHours) {
      await advanceTo(setup, atHour(date, hour, timezone));
      if (isInterrupted(setup)) break;
      const sat = await sitting(setup, { dayOfPlay: hour === lookingHours[0] ? days.length + 1 : null, waiting, line });
      const news = setup.journal(told);
      told = news.at(-1)?.id ?? told;
      const others = tellJournal(news, setup.ourAgent);
      happened.push(...others);
      const planted = others.filter(isPlanted).length;
      if ('failure' in sat) {
        happened.push(`Nothing was done at ${hour}:00: ${sat.failure}${plantedFault}`);
        brief = together(brief, { ...quietDay, planted: planted + 1 });
        continue;
      }
      const struck = struckQueues(news);
      if (sat.stop !== null) stops.push(sat.stop);
      approvals.push(...sat.approving.approvals);
      waiting = sat.approving.waiting;
      happened.push(...(known ? tellStages(known, sat.seen) : []), ...tellHeld(known, sat.seen), ...sat.told(struck));
      const sum = briefOf(sat.outcomes, [...sat.judged, ...sat.decided], planted + struck.size);
      brief = together(brief, { ...sum, ...sat.line });
      outcomes.push(...sat.outcomes);
      known = sat.plan;
      const isStopped = line.all.some(({ toMs }) => toMs === null);
      finished = sat.isWatching || isStopped || !isFinished(known) ? null : date;
    }
    const day = { date, happened, brief };
    days.push(day);
    setup.onDay(day);
  }
  const plan = await lastLook(setup);
  const done = outcomes.filter(({ outcome }) => outcome === 'done').map(({ key }) => key);
  // Read as a whole now: the fate of a write that landed late was not known on its day.
  const found = referee({
    inventory,
    start: setup.start,
    preexisting: setup.preexisting,
    journal: setup.journal(0),
    done,
    ourAgent: setup.ourAgent,
    stops: line.all,
    pauses: stops.map(({ pause: { scope, at, until, except = [] } }) => ({
      scope,
      fromMs: Date.parse(at),
      untilMs: Date.parse(until ?? endOfTime),
      except,
    })),
    ...(inventory.campaign.approvals !== null && { approvals }),
  });
  return {
    scenario: setup.scenario,
    seed: setup.seed,
    days,
    final: statusOf(plan),
    ...found,
    finished,
    ...leftOver(plan),
  };
}

interface Sitting {
  /** The plan as the operator found it. */
  readonly seen: Plan;
  /** The plan that was carried out. */
  readonly plan: Plan;
  readonly outcomes: readonly Outcome[];
  /** The sentences of the sitting; `struck`: queues whose writes met a planted fault. */
  readonly told: (struck: ReadonlySet<string>) => readonly string[];
  readonly judged: readonly Judged[];
  readonly decided: readonly Judged[];
  /** Some change is not judged to the end yet, or may still be taken back. */
  readonly isWatching: boolean;
  /** The operator has stopped the line in this sitting. */
  readonly stop: HandStop | null;
  readonly approving: Approving;
  /** Traits on which the program stopped the line, or on which it goes on again. */
  readonly line: Pick<Minded, 'stopped' | 'resumed'>;
}

interface Moment {
  /** Of the first sitting of a day; null: a later one. */
  readonly dayOfPlay: number | null;
  /** A plan of an earlier day that nobody has approved. */
  readonly waiting: Plan | null;
  readonly line: LineWatch;
}

/** Where a service does not answer, the operator comes back another hour. */
async function sitting(setup: PlaySetup, moment: Moment): Promise<Sitting | { readonly failure: string }> {
  try {
    return await operate(setup, moment);
  } catch (error) {
    if (error instanceof GridFailure) return { failure: error.message };
    throw error;
  }
}

const mostLooks = 10;

async function lastLook(setup: PlaySetup): Promise<Plan> {
  for (let look = 1; ; look++) {
    try {
      return (await takeSnapshot(setup.session)).plan;
    } catch (error) {
      if (!(error instanceof GridFailure) || look === mostLooks) throw error;
    }
  }
}

/** One sitting of the operator: verdicts first, and then what the plan asks for. */
async function operate(setup: PlaySetup, { dayOfPlay, waiting, line }: Moment): Promise<Sitting> {
  const { session, inventory, policy } = setup;
  const found = await takeSnapshot(session);
  await noteFound(session, found.plan);
  const judged = await judgedBy(setup, found, dayOfPlay !== null);
  const informed = judged.length > 0 ? await refreshSnapshot(session, found) : found;
  const decided = handDecisions(inventory, informed.history, policy, informed.nowMs);
  const at = instant(await session.grid.clock.now());
  await withLedger(session, 'write', async (ledger) => {
    for (const { site, verdict } of decided) await ledger.note({ what: 'verdict', site, verdict }, session.actor, at);
  });
  const known = decided.length > 0 ? await refreshSnapshot(session, informed) : informed;
  const answered = await answeredByHand(session, known, policy);
  const stop = dayOfPlay === null ? null : await stopByHand(setup, known, dayOfPlay);
  const worded = answered.length > 0 || stop !== null ? await refreshSnapshot(session, known) : known;
  const minded = await mindStops(setup, worded, line);
  const last = minded.resumed.length > 0 ? await refreshSnapshot(session, worded) : worded;
  const { plan, view, history, nowMs } = last;
  const approving = await approvedByColleague(session, plan, { dayOfPlay, waiting });
  const outcomes = await setup.execute(plan.operations);
  const watched = [queuesUnderWatch, queuesInLateWatch].flatMap((find) =>
    find(inventory, view.records, history, nowMs),
  );
  const isWatching = watched.length > 0;
  return {
    seen: found.plan,
    plan,
    outcomes,
    isWatching,
    judged,
    decided,
    stop,
    approving,
    line: { stopped: minded.stopped, resumed: minded.resumed },
    told: (struck) => [
      ...(stop === null ? [] : [stop.told]),
      ...tellVerdicts(judged),
      ...tellDecisions(decided),
      ...answered,
      ...minded.told,
      ...approving.told,
      ...tellOutcomes(plan.operations, outcomes, struck),
    ],
  };
}

/** Judges the queues under watch, and once a day those that can still go back: the verdicts that are new. */
async function judgedBy(
  { session, memory }: PlaySetup,
  { view: { records }, history, nowMs }: Snapshot,
  isDaily: boolean,
): Promise<readonly Judged[]> {
  if (!session.grid.monitor) return [];
  const moment = { records, history, nowMs };
  const watched = [
    ...(await judgeQueues(session, moment, { memory })),
    ...(isDaily ? await judgeQueues(session, moment, { late: true }) : []),
  ];
  return watched.flatMap(({ site, news, judgement }) => {
    if (news === null) return [];
    const { jobs, failures, excuses } = judgement;
    const isPlain = news.verdict === 'good' && excuses.length === 0 && !failsMore(judgement);
    return [{ site, verdict: news, ...(isPlain && { counts: { jobs, failures } }) }];
  });
}

/** Nothing to do today, no wave to come, nobody in commissioning, nothing scheduled: what is left is blocked for a stated reason. Changes under watch are asked for apart. */
function isFinished({ operations, waves, sites, retirements }: Plan): boolean {
  return (
    operations.length === 0 &&
    waves.length === 0 &&
    sites.every(({ stage, containers }) => stage !== 'commissioning' && containers !== 'awaiting') &&
    retirements.every(({ state }) => state !== 'scheduled')
  );
}

function leftOver({ sites, retirements }: Plan): Pick<PlayResult, 'rolledBack' | 'blocked' | 'held'> {
  const reasons = (...stages: readonly string[]): readonly SiteReason[] =>
    sites
      .filter(({ stage }) => stages.includes(stage))
      .map(({ site, stage, reason, blockers }) => ({
        site,
        stage,
        reason,
        advice: [...new Set(blockers.flatMap(({ advice }) => advice ?? []))],
      }));
  return {
    rolledBack: reasons('rolledBack'),
    blocked: reasons('blocked', 'partly', 'ready', 'commissioning'),
    held: retirements.flatMap(({ queue, held }) => (held === undefined ? [] : [{ queue, reason: held }])),
  };
}

function isInterrupted({ signal }: PlaySetup): boolean {
  return signal.aborted;
}

/** Waiting is what moves the world's clock; an hour that is over already is not waited for. */
async function advanceTo(
  {
    session: {
      grid: { clock },
    },
  }: PlaySetup,
  momentMs: number,
): Promise<void> {
  const leftMs = momentMs - (await clock.now());
  if (leftMs > 0) await clock.wait(leftMs);
}
