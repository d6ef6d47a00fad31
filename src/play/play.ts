import { takeSnapshot } from '../app/snapshot.js';
import { statusOf, type StatusResult } from '../planning/overview/status.js';
import { GridFailure } from '../grid/ports.js';
import { addDays, atHour, endOfTime, localDate, type IsoDate } from '../model/dates.js';
import type { Approval } from '../model/history.js';
import type { Outcome } from '../model/operation.js';
import type { Plan } from '../model/plan.js';
import type { Violation } from '../referee/case.js';
import { referee } from '../referee/referee.js';
import { briefOf, quietDay, together } from './brief.js';
import type { HandStop } from './stop.js';
import type { PlayedDay, PlaySetup } from './setup.js';
import { isPlanted, plantedFault, struckQueues, tellHeld, tellJournal, tellStages } from './story.js';
import type { LineWatch } from './stopped-line.js';
import { sitting } from './sitting.js';

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
