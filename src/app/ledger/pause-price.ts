import { addDays, atHour, instant } from '../../model/dates.js';
import type { Pause } from '../../model/history.js';
import { GridFailure, withAdvice } from '../../grid/ports.js';
import { costOf } from '../../planning/outlook/cost.js';
import { draft, type Draft } from '../../planning/plan.js';
import type { Result } from '../../report/results/results.js';
import { during, thinking, type Session } from '../session.js';
import { takeSnapshot } from '../snapshot.js';

type Price = NonNullable<Result<'pause'>['price']>;

/** A pause without an end is also reckoned as if it ended after so many days. */
const triedDays = 7;

/**
 * What a pause costs in finish date, by the very plan that follows from it; null, with a notice, where the grid cannot be
 * read: a brake does not wait for that.
 */
export async function priceOfPause(session: Session, pause: Pause): Promise<Price | null> {
  try {
    const { draft: before } = await takeSnapshot(session);
    return await during(session, 'Planning with the pause', () => price(before, pause, session), thinking(session));
  } catch (error) {
    if (!(error instanceof GridFailure)) throw error;
    session.notice(`What the pause costs is unknown: ${withAdvice(error)}`);
    return null;
  }
}

function price(before: Draft, pause: Pause, session: Session): Price {
  const { comparison, workingDays } = costOf(before, planWith(before, pause, session));
  const without = comparison.moved.flatMap(({ site, after }) => (after === null ? [site] : []));
  return {
    finish: comparison.finish,
    workingDays,
    moved: comparison.moved.filter(({ after }) => after !== null),
    without,
    ...(pause.until == null && { ifResumed: ifResumed(before, pause, session) }),
  };
}

function ifResumed(before: Draft, pause: Pause, session: Session): NonNullable<Price['ifResumed']> {
  const on = addDays(before.situation.day, triedDays);
  const until = instant(atHour(on, 0, session.inventory.campaign.timezone));
  const { comparison, workingDays } = costOf(before, planWith(before, { ...pause, until }, session));
  return { on, finish: comparison.finish.after, workingDays };
}

function planWith({ situation }: Draft, pause: Pause, { solver }: Session): Draft {
  const { inventory, view, history, nowMs } = situation;
  const pauses = [...history.pauses.filter(({ scope }) => scope !== pause.scope), pause];
  return draft(inventory, view, { ...history, pauses }, nowMs, { solver });
}
