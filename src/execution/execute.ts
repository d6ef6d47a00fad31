import { grouped } from '../model/grouped.js';
import type { Operation, Outcome } from '../model/operation.js';
import { sentence as asSentence } from '../model/text/sentences.js';
import { GridFailure, withAdvice } from '../grid/ports.js';
import { LedgerFailure, LedgerRefusal, type Intention } from '../ledger/port.js';
import { changeQueue } from './change-queue.js';
import { leaseOf, readClocks, type AskedAt, type Lease } from './lease.js';
import { beginRun, now, pause, report, type ExecutionDeps, type Run } from './run.js';
import { sendRequest } from './send-request.js';
import { outcomeOf, type Task } from './task.js';

/**
 * Carries out operations by the protocol (docs/protocol.md#operations), as many at a time as the timing says,
 * the queues of a site together, sites in the order given. Every operation answers an outcome, in the
 * order given; throws only for a fault of this program, after what is in flight has ended.
 */
export async function execute(operations: readonly Operation[], deps: ExecutionDeps): Promise<readonly Outcome[]> {
  const run = beginRun(deps);
  const outcomes = new Map<string, Outcome>();
  let due = [...grouped(operations, ({ site }) => site).values()].flat();
  // What a budget has no room for while others are in flight is asked for again when they have ended.
  for (;;) {
    const postponed = await carryOutAll(due, run, outcomes);
    if (postponed.length === 0 || postponed.length === due.length) break;
    due = postponed;
  }
  return operations.map(({ key }) => outcomes.get(key)).filter((outcome) => outcome !== undefined);
}

/** Returns what is to be tried again. */
async function carryOutAll(due: readonly Operation[], run: Run, outcomes: Map<string, Outcome>): Promise<Operation[]> {
  const waiting = due.values();
  const postponed: Operation[] = [];

  async function work(): Promise<void> {
    for (const operation of waiting) {
      const reason = run.writer.stopReason();
      outcomes.set(
        operation.key,
        reason === null
          ? await carryOut(operation, run, () => postponed.push(operation))
          : outcomeOf(operation, { outcome: 'not-run', message: reason }),
      );
    }
  }

  const workers = Array.from({ length: Math.max(1, run.timing.concurrency) }, async () => {
    try {
      await work();
    } catch (error) {
      run.writer.stop('Stopped by a fault of the program.');
      throw error;
    }
  });
  const faults = (await Promise.allSettled(workers)).filter((worker) => worker.status === 'rejected');
  if (faults[0]) throw faults[0].reason;
  return postponed;
}

async function carryOut(operation: Operation, run: Run, postpone: () => void): Promise<Outcome> {
  let intended = false;
  try {
    const asked = await intend(operation, run);
    if (asked.intention.is === 'over limit' && asked.intention.inFlight) postpone();
    if (asked.intention.is !== 'ours') return notOurs(operation, asked.intention);
    intended = true;
    return await carryOn(operation, asked.intention, leaseOf(asked.intention.token, asked.at, run), run);
  } catch (error) {
    if (error instanceof LedgerFailure || error instanceof LedgerRefusal) run.writer.stop(error.message);
    else if (!(error instanceof GridFailure)) throw error;
    const what = withAdvice(error);
    if (!intended) return outcomeOf(operation, { outcome: 'failed', message: `Nothing was sent: ${what}` });
    const message = `It stays open in the ledger; run it again when this is repaired: ${what}`;
    return outcomeOf(operation, { outcome: 'unconfirmed', message });
  }
}

type Ours = Extract<Intention, { is: 'ours' }>;

/** What was sent before stands as it was intended then, whatever the plan says now. */
function carryOn(planned: Operation, { resumed }: Ours, lease: Lease, run: Run): Promise<Outcome> {
  const unwanted = planned.after['request'] === 'found' ? planned.reason : null;
  const task: Task = { operation: resumed?.operation ?? planned, resumed, unwanted, lease, run };
  return task.operation.kind === 'request' ? sendRequest(task) : changeQueue(task);
}

/** Asks the ledger, and again after the in-flight window of what is in the way. */
async function intend(
  operation: Operation,
  run: Run,
): Promise<{ readonly intention: Intention; readonly at: AskedAt }> {
  const { ledger, actor, day, times, plan = null } = run;
  for (;;) {
    const at = readClocks(run);
    const campaignNow = await now(run);
    const intention = await ledger.intend(operation, {
      actor,
      at: campaignNow,
      day,
      leaseMs: times.leaseMs,
      inFlightMs: times.inFlightMs,
      plan,
      needsApproval: run.needsApproval?.(operation) ?? false,
      ...(run.watchMs !== undefined && { watchMs: run.watchMs }),
    });
    if (intention.is !== 'busy' || intention.waiting !== 'for the in-flight window' || intention.until === null)
      return { intention, at };
    report(run, operation, 'waiting', `${intention.open.operation.key} may still arrive until ${intention.until}.`);
    if (!(await pause(run, Date.parse(intention.until) - Date.parse(campaignNow)))) return { intention, at };
  }
}

function notOurs(operation: Operation, intention: Exclude<Intention, Ours>): Outcome {
  switch (intention.is) {
    case 'settled':
      return outcomeOf(operation, { outcome: 'already', message: `Settled before: ${intention.outcome.message}` });
    case 'over limit':
      return outcomeOf(operation, { outcome: 'not-run', message: intention.sentence });
    case 'not approved':
      return outcomeOf(operation, {
        outcome: 'refused',
        message:
          'The campaign asks for approval: save the plan with `migrate plan --out FILE`, and let another operator `migrate approve FILE`.',
      });
    case 'elsewhere': {
      const { campaign, sentence, until } = intention;
      return outcomeOf(operation, {
        outcome: 'held',
        message: sentence,
        by: `campaign ${campaign}`,
        ...(until !== null && { until }),
      });
    }
    case 'paused': {
      const { scope, by, at, reason } = intention.pause;
      const advice = `\`migrate resume --scope ${scope} --reason TEXT\` ends it.`;
      return outcomeOf(operation, {
        outcome: 'held',
        message: `${scope} is paused by ${by} since ${at}: ${asSentence(reason)} ${advice}`,
        by,
      });
    }
    case 'stale':
      return outcomeOf(operation, {
        outcome: 'refused',
        message: `The plan is stale: ${intention.sentence} Plan again.`,
      });
    case 'busy':
      return outcomeOf(operation, { outcome: 'held', ...busyWith(intention) });
  }
}

function busyWith({ open, until, waiting }: Extract<Intention, { is: 'busy' }>): {
  message: string;
  by?: string;
  until?: string;
} {
  const { key } = open.operation;
  if (waiting === 'for the in-flight window')
    return { message: `Interrupted while ${key} of ${open.actor} may still arrive.`, ...(until !== null && { until }) };
  if (waiting === 'for its end')
    return { message: `${key} of ${open.actor} is open since ${open.since} and has to end first.` };
  return { message: `${key} is in the hands of ${open.holder}.`, by: open.holder, ...(until !== null && { until }) };
}
