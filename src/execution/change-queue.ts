import { canonicalJson } from '../model/fingerprint.js';
import { instant, type Instant } from '../model/dates.js';
import type { Fields, Operation, Outcome } from '../model/operation.js';
import { GridFailure, withAdvice, type WriteAnswer } from '../grid/ports.js';
import { readOwnedFields, watch, type LastChange, type Seen } from './observe.js';
import { report } from './run.js';
import {
  markAttempt,
  mostRounds,
  neverInTime,
  notSent,
  settle,
  takenOver,
  waitedForTurn,
  type Ending,
  type Task,
} from './task.js';
import { quoted } from '../model/text/sentences.js';
import { markerOf } from '../model/keys/operation-keys.js';

/** A person may have saved the form in vain, or forgotten it. */
const remindAfterMs = 24 * 3_600_000;

/**
 * Carries one change of a queue from its intention to its end (docs/protocol.md#operations): observe, mark, act,
 * confirm, settle. One write a run at most; only what certainly was not sent is tried again.
 */
export async function changeQueue(task: Task): Promise<Outcome> {
  if (task.resumed?.sentAt == null) return attempt(task);
  // What was left open was told to a person, who may take days: it is looked at, and told again after a day.
  if (isByPerson(task) && task.resumed.state === 'unconfirmed') return lookForPerson(task, task.resumed.sentAt);
  const inFlightUntil = instant(Date.parse(task.resumed.sentAt) + task.run.times.inFlightMs);
  report(
    task.run,
    task.operation,
    'waiting',
    `A write of ${task.resumed.sentAt} may still arrive until ${inFlightUntil}.`,
  );
  const seen = await watch(task, Date.parse(inFlightUntil));
  switch (seen.is) {
    case 'at after':
      if (isByPerson(task)) return settle(task, madeByPerson(seen.lastChange));
      return settle(
        task,
        standing(seen, { outcome: 'done', message: `The write of ${task.resumed.sentAt} has arrived.` }),
      );
    case 'between':
      return attempt(task);
    case 'conflict':
      return settle(task, { outcome: 'conflict', message: seen.sentence, ...byOf(seen) });
    case 'lost':
      return takenOver(task.operation);
    case 'unreadable':
    case 'interrupted':
      return leaveOpen(
        task,
        task.resumed.sentAt,
        seen.is === 'interrupted' ? 'Interrupted.' : withAdvice(seen.failure),
      );
  }
}

/** One look at a change that a person was told to make in an earlier run. */
async function lookForPerson(task: Task, sentAt: Instant): Promise<Outcome> {
  report(task.run, task.operation, 'observing', 'Looking whether a person has made the change.');
  const seen = await readOwnedFields(task);
  switch (seen.is) {
    case 'at after':
      return settle(task, madeByPerson(seen.lastChange));
    case 'between': {
      const nowMs = await task.run.grid.clock.now();
      return nowMs >= Date.parse(sentAt) + remindAfterMs
        ? attempt(task)
        : leaveOpen(task, sentAt, stillToMake(task.operation));
    }
    case 'conflict':
      return settle(task, { outcome: 'conflict', message: seen.sentence, ...byOf(seen) });
    case 'unreadable':
      return leaveOpen(task, sentAt, `It could not be read back: ${withAdvice(seen.failure)}`);
  }
}

function isByPerson({ run }: Task): boolean {
  return run.grid.catalogue.writer === 'instructions';
}

function madeByPerson({ by, at }: LastChange): Ending {
  const who = by === null ? 'The catalogue does not say by whom' : `The catalogue names ${by}`;
  const when = at === null ? '' : `, at ${at}`;
  return {
    outcome: 'done',
    message: `A person has made the change in the web form; it was read back. ${who}${when}.`,
    ...byOf({ by }),
    ...(at !== null && { changedAt: at }),
  };
}

/** Names the change: the text that asked for it may be gone by the time somebody makes it. */
function stillToMake(operation: Operation): string {
  const values = Object.entries(operation.after).map(([field, value]) =>
    field === 'manual_rule'
      ? `manual rule ${value} with the reason ${quoted(ruleReason(operation))}`
      : `${field} ${quoted(value)}`,
  );
  return `Nobody has made the change in the web form yet: ${values.join(', ')}.`;
}

function ruleReason({ key, reason }: Operation): string {
  return `${reason} ${markerOf(key)}`;
}

async function attempt(task: Task): Promise<Outcome> {
  const { operation, run } = task;
  for (let round = 1; round <= mostRounds; round++) {
    report(run, operation, 'observing', 'Reading the record.');
    const seen = await readOwnedFields(task);
    if (seen.is !== 'between') return endUnwritten(task, seen);
    await run.writer.turn();
    const stop = run.writer.stopReason();
    if (stop !== null) return settle(task, { outcome: 'not-run', message: stop });

    const mark = await markAttempt(task);
    if (mark.is === 'lost') return takenOver(operation);
    if (mark.is === 'again') continue;
    report(run, operation, 'writing', 'Writing.');
    const act = await write(task);
    if (act.is === 'not sent') {
      if (round < mostRounds && (await waitedForTurn(task, act.failure))) continue;
      return settle(task, notSent(act.failure));
    }
    if (act.is === 'rejected') return endRejected(task, act.message, seen.present, mark.sentAt);
    return confirm(task, act, mark.sentAt);
  }
  return neverInTime(task);
}

function endUnwritten(task: Task, seen: Exclude<Seen, { is: 'between' }>): Promise<Outcome> {
  switch (seen.is) {
    case 'at after':
      if (task.resumed && isByPerson(task)) return settle(task, madeByPerson(seen.lastChange));
      return settle(
        task,
        standing(
          seen,
          // What was only intended has sent nothing that could arrive.
          task.resumed?.sentAt == null
            ? { outcome: 'already', message: 'The catalogue shows it so already.' }
            : { outcome: 'done', message: 'An earlier write has arrived.' },
        ),
      );
    case 'conflict':
      return settle(task, { outcome: 'conflict', message: seen.sentence, ...byOf(seen) });
    case 'unreadable':
      return settle(task, notSent(seen.failure, 'The record could not be read, so nothing was written'));
  }
}

/** How a change ends that stands without a write of this run: by somebody else's rule, or as it is told. */
function standing({ othersRule, lastChange }: Extract<Seen, { is: 'at after' }>, told: Ending): Ending {
  if (othersRule === null) return told;
  return { outcome: 'already', message: `The catalogue shows it so already. ${othersRule}`, ...byOf(lastChange) };
}

type Act =
  | { readonly is: 'accepted' }
  | { readonly is: 'rejected'; readonly message: string }
  /** Certainly nothing reached the catalogue. */
  | { readonly is: 'not sent'; readonly failure: GridFailure }
  /** It may have happened, or may yet happen. */
  | { readonly is: 'unanswered'; readonly failure: GridFailure };

type Sent = Extract<Act, { is: 'accepted' | 'unanswered' }>;

async function write(task: Task): Promise<Act> {
  try {
    const answer = await send(task);
    return answer.said === 'ok' ? { is: 'accepted' } : { is: 'rejected', message: answer.message };
  } catch (error) {
    if (error instanceof GridFailure) return { is: error.sent ? 'unanswered' : 'not sent', failure: error };
    throw error;
  }
}

/** One call that sets all owned fields together. A rule's reason carries the key, by which it is known as ours. */
function send({ operation, run }: Task): Promise<WriteAnswer> {
  const { catalogue } = run.grid;
  const { key, subject, after } = operation;
  const rule = after['manual_rule'];
  if (rule !== undefined) return catalogue.setManualRule(subject, rule, ruleReason(operation), { key });
  return catalogue.setAttributes(subject, after, { key });
}

/** What the catalogue says proves nothing: a read decides whether it was done all the same. */
async function endRejected(task: Task, message: string, before: Fields, sentAt: Instant): Promise<Outcome> {
  const seen = await readOwnedFields(task);
  switch (seen.is) {
    case 'at after':
      return settle(
        task,
        standing(seen, { outcome: 'done', message: `Read back as wanted, though the catalogue said: ${message}` }),
      );
    case 'between':
      if (canonicalJson(seen.present) !== canonicalJson(before)) {
        return leaveOpen(task, sentAt, `It was done in part, and the catalogue said: ${message}`);
      }
      return settle(task, { outcome: 'refused', message: `The catalogue refused it: ${message}` });
    case 'conflict':
      return settle(task, {
        outcome: 'conflict',
        message: `${seen.sentence} The catalogue said: ${message}`,
        ...byOf(seen),
      });
    case 'unreadable':
      return leaveOpen(
        task,
        sentAt,
        `The catalogue said: ${message} It could not be read back: ${withAdvice(seen.failure)}`,
      );
  }
}

async function confirm(task: Task, act: Sent, sentAt: Instant): Promise<Outcome> {
  const { operation, run } = task;
  const byPerson = isByPerson(task);
  report(run, operation, 'confirming', byPerson ? 'Waiting for a person to make the change.' : 'Reading it back.');
  const seen = await watch(task, Date.parse(sentAt) + run.times.confirmMs);
  const isAccepted = act.is === 'accepted' && !byPerson;
  if (isAccepted && (seen.is === 'at after' || seen.is === 'between')) run.writer.noteAccepted(seen.is === 'at after');
  switch (seen.is) {
    case 'at after': {
      if (byPerson) return settle(task, madeByPerson(seen.lastChange));
      if (act.is === 'accepted') return settle(task, { outcome: 'done', message: 'Written and read back.' });
      const message = `Read back as wanted; the answer was lost: ${act.failure.message}`;
      return settle(task, standing(seen, { outcome: 'done', message }));
    }
    case 'lost':
      return takenOver(operation);
    case 'interrupted':
      return leaveOpen(task, sentAt, 'Interrupted before it was read back.');
    case 'unreadable':
      return leaveOpen(task, sentAt, `It could not be read back: ${withAdvice(seen.failure)}`);
    case 'conflict':
      if (isAccepted)
        return settle(task, { outcome: 'conflict', message: `Written, and then: ${seen.sentence}`, ...byOf(seen) });
      return leaveOpen(task, sentAt, `${whyUnseen(task, act)} ${seen.sentence}`);
    case 'between':
      return leaveOpen(task, sentAt, whyUnseen(task, act));
  }
}

function whyUnseen(task: Task, act: Sent): string {
  if (act.is === 'unanswered') return `The answer was lost and the catalogue does not show it: ${act.failure.message}`;
  return isByPerson(task) ? stillToMake(task.operation) : 'The catalogue accepted it and does not show it.';
}

/** It may yet arrive: the operation stays open, and is taken up again after the in-flight window. */
async function leaveOpen(task: Task, sentAt: Instant, why: string): Promise<Outcome> {
  if (isByPerson(task)) {
    const message = `${why} It stays open, waiting for a person: the next run looks again, and a day after it was asked for it is asked for once more.`;
    return settle(task, { outcome: 'unconfirmed', message });
  }
  const until = instant(Date.parse(sentAt) + task.run.times.inFlightMs);
  const message = `${why} Run it again: it is looked at once more, and not written again before ${until}.`;
  return settle(task, { outcome: 'unconfirmed', message, until });
}

function byOf({ by }: { readonly by: string | null }): { readonly by?: string } {
  return by === null ? {} : { by };
}
