import { addDays, dayNumber, isoDate, localDate, type IsoDate } from '../../model/dates.js';
import type { RequestFact } from '../../model/history.js';
import type { LadderStep, RequestPolicy } from '../../model/campaign.js';
import { escalationStep, reminderStep } from '../../model/keys/operation-keys.js';
import type { StepToCome } from '../../model/plan.js';
import type { Situation } from '../situation.js';
import { requestOf } from './requests.js';

/** A step of the ladder for one request, with its day. */
export interface DatedStep extends StepToCome {
  /** When it was done; null: it is still to come, and due from `on` on. */
  readonly done: RequestFact | null;
}

interface Rung extends LadderStep {
  /** Least days after the step before. */
  readonly gapDays: number;
}

/** Of late steps one goes on a day: nobody gets a reminder and an escalation together. */
const leastGapDays = 1;

/** The ladder of the campaign; where none is written, a reminder after `remind_days`, and as many days after it the proposal to hold. */
function rungs({ ladder, remind_days: remindDays }: RequestPolicy): readonly Rung[] {
  if (ladder) return ladder.map((step) => ({ ...step, gapDays: leastGapDays }));
  return [
    { after_days: remindDays, step: 'remind', gapDays: 0 },
    { after_days: 0, step: 'hold', gapDays: remindDays },
  ];
}

const stepOf = { remind: reminderStep, escalate: escalationStep, hold: null } as const;

/**
 * The steps that follow a request without an answer, each with its day: so many days of the calendar after the request,
 * and after the step before. A step that is late is due at once, and those after it wait for it.
 */
export function datedSteps(request: RequestFact, situation: Situation): readonly DatedStep[] {
  const { inventory, requests, day: today } = situation;
  const { timezone, requests: policy } = inventory.campaign;
  const dayOf = ({ since }: RequestFact): IsoDate => localDate(Date.parse(since), timezone);
  const asked = dayOf(request);
  let before = asked;
  return rungs(policy).map(({ after_days: afterDays, step, to, gapDays }) => {
    const done = doneAs(stepOf[step], request, requests);
    const on = done ? dayOf(done) : later(addDays(asked, afterDays), addDays(before, gapDays));
    before = done ? on : later(on, today);
    return { step, on, done, ...(to !== undefined && { to }) };
  });
}

/** The first step that is not done: only it may be due. */
export function nextStep(steps: readonly DatedStep[]): DatedStep | null {
  return steps.find(({ done }) => done === null) ?? null;
}

/** `Without an answer: reminder on D, escalation to X on D, hold proposed on D.`; null: nothing follows. */
export function ladderSentence(ladder: readonly StepToCome[]): string | null {
  if (ladder.length === 0) return null;
  const steps = ladder.map(({ step, on, to }) => {
    const what = { remind: 'reminder', escalate: `escalation to ${to ?? ''}`, hold: 'hold proposed' }[step];
    return `${what} on ${on}`;
  });
  return `Without an answer: ${steps.join(', ')}.`;
}

function doneAs(step: string | null, request: RequestFact, requests: Situation['requests']): RequestFact | null {
  const fact = step === null ? undefined : requestOf(requests, request.site, step);
  return fact?.round === request.round && fact.state !== 'none' ? fact : null;
}

function later(one: IsoDate, other: IsoDate): IsoDate {
  return isoDate(Math.max(dayNumber(one), dayNumber(other)));
}
