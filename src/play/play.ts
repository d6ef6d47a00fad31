import { statusOf, type StatusResult } from '../campaign/status.js';
import { addDays, atHour, localDate, type IsoDate } from '../model/dates.js';
import type { Outcome } from '../model/operation.js';
import type { Plan } from '../model/plan.js';
import type { JournalEntry, Violation } from '../referee/case.js';
import { referee } from '../referee/referee.js';
import { handDecisions } from './operator.js';
import type { PlayedDay, PlaySetup } from './setup.js';
import { tellDecisions, tellJournal, tellOutcomes, tellStages, tellVerdicts } from './story.js';

/** Result of `rehearsal play` (contract: DESIGN section 10). */
export interface PlayResult {
  readonly scenario: string;
  readonly seed: number;
  readonly days: readonly PlayedDay[];
  readonly final: StatusResult;
  readonly violations: readonly Violation[];
  readonly writes: Readonly<Record<string, number>>;
  /** The first day on which nothing was left to do; null where the play ended before. */
  readonly finished: IsoDate | null;
}

/** The operator looks in the morning, and once more when the morning's flips have had time to take effect. */
const lookingHours = [8, 15];

/**
 * Plays a campaign day by day to its end, with the same `plan` and `execute` as the commands and an
 * acting operator in a person's place, and lets the referee judge it by the world's own journal.
 * Everything follows from the scenario and the seed.
 */
export async function play(setup: PlaySetup): Promise<PlayResult> {
  const { inventory, clock } = setup;
  const { timezone } = inventory.campaign;
  const days: PlayedDay[] = [];
  const outcomes: Outcome[] = [];
  const journal: JournalEntry[] = [];
  const first = localDate(await clock.now(), timezone);
  const last = 'date' in setup.until ? setup.until.date : addDays(first, setup.until.days - 1);
  let plan = (await setup.look()).plan;
  let finished: IsoDate | null = null;
  for (let date = first; date <= last && finished === null; date = addDays(date, 1)) {
    const happened: string[] = [];
    for (const hour of lookingHours) {
      await advanceTo(setup, atHour(date, hour, timezone));
      const before = plan;
      const session = await operate(setup);
      plan = session.plan;
      outcomes.push(...session.outcomes);
      const news = setup.journal(journal.at(-1)?.id ?? 0);
      journal.push(...news);
      happened.push(...tellJournal(news, setup.ourAgent), ...session.told, ...tellStages(before, plan));
    }
    const day = { date, happened };
    days.push(day);
    setup.onDay(day);
    if (isFinished(plan)) finished = date;
  }
  const { plan: final } = await setup.look();
  const done = outcomes.filter(({ outcome }) => outcome === 'done').map(({ key }) => key);
  const found = referee({ inventory, start: setup.start, journal, done, ourAgent: setup.ourAgent });
  return { scenario: setup.scenario, seed: setup.seed, days, final: statusOf(final), ...found, finished };
}

interface Session {
  readonly plan: Plan;
  readonly outcomes: readonly Outcome[];
  readonly told: readonly string[];
}

/** One sitting of the operator: verdicts first, then what the plan asks for, until it asks for nothing new. */
async function operate(setup: PlaySetup): Promise<Session> {
  const sight = await setup.look();
  await setup.adopt(sight.plan);
  const judged = await setup.judge(sight);
  const decided = handDecisions(judged, sight.history);
  for (const decision of decided) await setup.decide(decision);
  const { plan } = judged.length > 0 ? await setup.look() : sight;
  const outcomes = await setup.carryOut(plan.operations);
  const after = await setup.look();
  return { plan: after.plan, outcomes, told: [...tellVerdicts(judged), ...tellDecisions(decided), ...tellOutcomes(plan.operations, outcomes)] };
}

/** Nothing to do today, no wave to come, nobody in commissioning, nothing scheduled: what is left is blocked for a stated reason. */
function isFinished({ operations, waves, sites, retirements }: Plan): boolean {
  return (
    operations.length === 0 &&
    waves.length === 0 &&
    sites.every(({ stage, containers }) => stage !== 'commissioning' && containers !== 'awaiting') &&
    retirements.every(({ state }) => state !== 'scheduled')
  );
}

/** Waiting is what moves the world's clock; an hour that is over already is not waited for. */
async function advanceTo({ clock }: PlaySetup, momentMs: number): Promise<void> {
  const leftMs = momentMs - (await clock.now());
  if (leftMs > 0) await clock.wait(leftMs);
}
