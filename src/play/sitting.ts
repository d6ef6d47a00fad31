import { noteFound } from '../app/execute.js';
import { judgeQueues } from '../app/judge.js';
import { withLedger } from '../app/session.js';
import { refreshSnapshot, takeSnapshot, type Snapshot } from '../app/snapshot.js';
import { queuesInLateWatch } from '../app/watch/late-watch.js';
import { queuesUnderWatch } from '../app/watch/under-watch.js';
import { failsMore } from '../commissioning/decision/no-alarm.js';
import { GridFailure } from '../grid/ports.js';
import { instant } from '../model/dates.js';
import type { Outcome } from '../model/operation.js';
import type { Plan } from '../model/plan.js';
import { answeredByHand } from './other-days.js';
import { approvedByColleague, type Approving } from './colleague.js';
import { handDecisions } from './operator.js';
import { stopByHand, type HandStop } from './stop.js';
import type { Judged, PlaySetup } from './setup.js';
import { tellDecisions, tellOutcomes, tellVerdicts } from './story.js';
import { mindStops, type LineWatch, type Minded } from './stopped-line.js';

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
export async function sitting(setup: PlaySetup, moment: Moment): Promise<Sitting | { readonly failure: string }> {
  try {
    return await operate(setup, moment);
  } catch (error) {
    if (error instanceof GridFailure) return { failure: error.message };
    throw error;
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
