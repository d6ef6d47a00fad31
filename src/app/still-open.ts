import { LedgerFailure } from '../ledger/port.js';
import { instant } from '../model/dates.js';
import { migrationStep, stepOfKey, templateOfStep } from '../model/keys/operation-keys.js';
import type { OpenOperation, Operation, Outcome } from '../model/operation.js';
import { outcomeOf, type Ending } from '../execution/task.js';
import { withLedger, type Session } from './session.js';

export interface StillOpenOptions {
  /** What the command has told of already, and what it was not asked for. */
  readonly isTold: (operation: Operation) => boolean;
  /** true: the whole of today's plan was looked at, so that what sent nothing and is not told of is not wanted any more, and ends. */
  readonly endsUnsent: boolean;
}

/**
 * What stays open in the ledger after a command has acted: begun by a process that still has it in its hands, or that
 * ended in between. An outcome for each; `done` are those of the command itself, which a lost ledger does not take away.
 */
export async function stillOpen(
  session: Session,
  done: readonly Outcome[],
  { isTold, endsUnsent }: StillOpenOptions,
): Promise<readonly Outcome[]> {
  const ended = new Set(done.map(({ key }) => key));
  try {
    const { queues, openRequests } = await withLedger(session, 'read', (ledger) => ledger.history());
    const open = [...[...queues.values()].flatMap((queue) => queue.open ?? []), ...openRequests.values()];
    const left = open.filter(({ operation }) => !ended.has(operation.key) && !isTold(operation));
    const givenUp = endsUnsent ? await endUnsent(session, left.filter(isUnsent)) : new Map<string, Outcome>();
    return left.map((one) => givenUp.get(one.operation.key) ?? outcomeOf(one.operation, endingOf(one)));
  } catch (error) {
    if (!(error instanceof LedgerFailure) || done.length === 0) throw error;
    session.notice(`What else is open in the ledger is unknown: ${error.message}`);
    return [];
  }
}

function isUnsent({ state, heldUntil }: OpenOperation): boolean {
  return state === 'intended' && heldUntil === undefined;
}

async function endUnsent(session: Session, unsent: readonly OpenOperation[]): Promise<ReadonlyMap<string, Outcome>> {
  const ended = new Map<string, Outcome>();
  if (unsent.length === 0) return ended;
  const at = instant(await session.grid.clock.now());
  await withLedger(session, 'write', async (ledger) => {
    for (const { operation, actor, since } of unsent) {
      const message = `Given up: ${actor} began it at ${since} and sent nothing, and today's plan does not ask for it.`;
      if (await ledger.giveUp(operation.key, message, session.actor, at))
        ended.set(operation.key, outcomeOf(operation, { outcome: 'not-run', message }));
    }
  });
  return ended;
}

function endingOf(open: OpenOperation): Ending {
  const { operation, holder, actor, since, heldUntil } = open;
  if (heldUntil !== undefined)
    return { outcome: 'held', message: `${operation.key} is in the hands of ${holder}.`, by: holder, until: heldUntil };
  if (isUnsent(open))
    return {
      outcome: 'not-run',
      message: `${actor} began it at ${since} and sent nothing; \`migrate next\` carries it on or gives it up.`,
    };
  return { outcome: 'unconfirmed', message: `${actor} sent it at ${open.sentAt ?? since}. ${whatNext(operation)}` };
}

function whatNext({ kind, site, key }: Operation): string {
  if (kind !== 'request') return 'Whether it took effect is not known: `migrate next` looks at it again.';
  const step = stepOfKey(key);
  const named = step === migrationStep ? site : `${site} --template ${templateOfStep(step)}`;
  return `Whether it arrived is not known: \`migrate request open ${named}\` looks for it, and \`migrate request sent ${named}\` records that it did.`;
}
