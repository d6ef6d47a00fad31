import { keyNumber, operationWord, parseKey, stepOfKey, templateOfStep } from '../model/keys/operation-keys.js';
import { instant, type Instant } from '../model/dates.js';
import type { RequestFact, RequestState } from '../model/history.js';
import type { Operation, Outcome } from '../model/operation.js';
import { GridFailure, withAdvice, type FoundRequest } from '../grid/ports.js';
import { searchTwice, type RequestTarget, type Search } from './request-search.js';
import { pause, report } from './run.js';
import { markAttempt, mostRounds, neverInTime, notSent, settle, takenOver, waitedForTurn, type Task } from './task.js';

/**
 * Sends one request to a site, once, whatever happens (docs/protocol.md#requests): the search for its marker
 * stands in the place of the read. What cannot be searched (mail) gets no second attempt without a person.
 */
export async function sendRequest(task: Task): Promise<Outcome> {
  const { helpdesk } = task.run.grid;
  if (!helpdesk) return settle(task, { outcome: 'refused', message: 'No helpdesk is configured for requests.' });
  const target: RequestTarget = {
    helpdesk,
    draft: task.run.draftOf(task.operation),
    campaign: parseKey(task.operation.key)?.campaign ?? '',
  };
  if (task.resumed?.sentAt == null) return sendFirst(task, target);
  if (helpdesk.readable) return sendAgain(task, target, task.resumed.sentAt);
  return leaveToPerson(task, task.resumed.sentAt, 'It was being sent when its process ended.');
}

async function sendFirst(task: Task, target: RequestTarget): Promise<Outcome> {
  const { helpdesk } = target;
  report(task.run, task.operation, 'observing', 'Looking for a request that stands already.');
  const search: Search = helpdesk.readable ? await task.run.firstSearch(target) : { is: 'missing' };
  switch (search.is) {
    case 'found':
      return settle(task, {
        outcome: 'already',
        message: `It stands already: ${search.request.ref}.`,
        request: foundFact(task, search.request),
      });
    case 'unreadable':
      return settle(task, notSent(search.failure, 'Nothing was sent, for the helpdesk could not be searched'));
    case 'missing':
      return task.unwanted === null ? attempt(task, target) : endUnwanted(task, task.unwanted);
  }
}

/** After a lost answer: found at once, or the in-flight window and the index's lag are waited out, and only then it is sent once more. */
async function sendAgain(task: Task, target: RequestTarget, sentAt: Instant): Promise<Outcome> {
  const { operation, run } = task;
  const first = await searchTwice(target);
  if (first.is === 'found') return settleFound(task, first.request);
  const missingFromMs = Date.parse(sentAt) + run.times.inFlightMs + target.helpdesk.indexLagMs;
  report(run, operation, 'waiting', `The request of ${sentAt} may still arrive until ${instant(missingFromMs)}.`);
  const waited = await waitUntil(task, missingFromMs);
  if (waited === 'lost') return takenOver(operation);
  if (waited === 'interrupted') return leaveOpen(task, sentAt, 'Interrupted.');
  const search = await searchTwice(target);
  if (search.is === 'found') return settleFound(task, search.request);
  if (search.is === 'unreadable')
    return leaveOpen(task, sentAt, `The helpdesk could not be searched: ${withAdvice(search.failure)}`);
  return task.unwanted === null ? attempt(task, target) : endUnwanted(task, task.unwanted);
}

function endUnwanted(task: Task, why: string): Promise<Outcome> {
  return settle(task, { outcome: 'not-run', message: `It did not arrive, and is not sent any more. ${why}` });
}

async function attempt(task: Task, target: RequestTarget): Promise<Outcome> {
  const { operation, run } = task;
  for (let round = 1; round <= mostRounds; round++) {
    await run.writer.turn();
    const stop = run.writer.stopReason();
    if (stop !== null) return settle(task, { outcome: 'not-run', message: stop });
    const mark = await markAttempt(task);
    if (mark.is === 'lost') return takenOver(operation);
    if (mark.is === 'again') continue;
    report(run, operation, 'writing', `Sending by ${target.helpdesk.channel}.`);
    const created = await create(target);
    if ('ref' in created) {
      return settle(task, {
        outcome: 'done',
        message: `${sentWord(operation)}: ${created.ref}.`,
        request: fact(task, 'sent', mark.sentAt, created.ref),
      });
    }
    if (created.failure.sent) return afterLostAnswer(task, target, mark.sentAt, created.failure);
    if (round < mostRounds && (await waitedForTurn(task, created.failure))) continue;
    return settle(task, notSent(created.failure));
  }
  return neverInTime(task);
}

async function create({
  helpdesk,
  draft,
}: RequestTarget): Promise<{ readonly ref: string } | { readonly failure: GridFailure }> {
  try {
    if (draft.thread === undefined) return { ref: await helpdesk.create(draft) };
    await helpdesk.comment(draft.thread, draft);
    return { ref: draft.thread };
  } catch (error) {
    if (error instanceof GridFailure) return { failure: error };
    throw error;
  }
}

async function afterLostAnswer(
  task: Task,
  target: RequestTarget,
  sentAt: Instant,
  failure: GridFailure,
): Promise<Outcome> {
  if (!target.helpdesk.readable) return leaveToPerson(task, sentAt, failure.message);
  const waited = await waitUntil(task, (await task.run.grid.clock.now()) + target.helpdesk.indexLagMs);
  if (waited === 'lost') return takenOver(task.operation);
  const search = await searchTwice(target);
  if (search.is === 'found') return settleFound(task, search.request);
  return leaveOpen(task, sentAt, `The answer was lost and the request is not found: ${failure.message}`);
}

function sentWord(operation: Operation): string {
  const word = operationWord(operation);
  return word === 'request' ? 'Sent' : word === 'reminder' ? 'Reminder sent' : 'Notice sent';
}

function settleFound(task: Task, request: FoundRequest): Promise<Outcome> {
  return settle(task, {
    outcome: 'done',
    message: `It has arrived: ${request.ref}.`,
    request: foundFact(task, request),
  });
}

/** It may yet arrive: the operation stays open, and is taken up again after the in-flight window. */
function leaveOpen(task: Task, sentAt: Instant, why: string): Promise<Outcome> {
  const until = instant(Date.parse(sentAt) + task.run.times.inFlightMs);
  return settle(task, {
    outcome: 'unconfirmed',
    message: `${why} Run it again: it is searched once more, and not sent again before ${until}.`,
    until,
  });
}

function leaveToPerson(task: Task, sentAt: Instant, why: string): Promise<Outcome> {
  const { site, key } = task.operation;
  const step = stepOfKey(key);
  return settle(task, {
    outcome: 'unconfirmed',
    message: `Nobody can look up whether it was sent, so it is not sent again: ${why} Ask ${site}, and record the answer: migrate request sent ${site}${step === 'migration' ? '' : ` --template ${templateOfStep(step)}`}.`,
    request: fact(task, 'unconfirmed', sentAt, null),
  });
}

/** Lets the campaign's time pass until a moment, and keeps the lease meanwhile. */
async function waitUntil({ run, lease }: Task, untilMs: number): Promise<'waited' | 'interrupted' | 'lost'> {
  for (;;) {
    const leftMs = untilMs - (await run.grid.clock.now());
    if (leftMs <= 0) return 'waited';
    if (!(await lease.keep())) return 'lost';
    if (!(await pause(run, Math.min(leftMs, run.times.leaseMs / 4)))) return 'interrupted';
  }
}

function foundFact(task: Task, { state, sinceMs, ref }: FoundRequest): RequestFact {
  return fact(task, state, instant(sinceMs), ref);
}

function fact({ operation, run }: Task, state: RequestState, since: Instant, ref: string | null): RequestFact {
  const { key, site, before } = operation;
  const { on } = before;
  const round = keyNumber(key);
  return {
    site,
    step: stepOfKey(key),
    round,
    state,
    since,
    ref,
    by: run.actor.name,
    reason: null,
    ...(on !== undefined && { on }),
  };
}
