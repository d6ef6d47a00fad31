import { endOfTime, type Instant } from '../dates.js';
import type { Pause } from '../history.js';
import type { Operation } from '../operation.js';
import { scopesOf } from './scopes.js';
import { names, sentence } from '../text/sentences.js';
import { UserError } from '../user-error.js';

/** From when on a pause no longer holds. */
export function endOf({ until }: Pick<Pause, 'until'>): Instant {
  return until ?? endOfTime;
}

/** The pauses that are not over at a moment. */
export function pausesInForce(pauses: readonly Pause[], at: Instant): readonly Pause[] {
  return pauses.filter((pause) => endOf(pause) > at);
}

/** Whether a pause stops an operation of a kind at a moment. */
export function isStoppedBy(
  pause: Pick<Pause, 'scope' | 'until' | 'except'>,
  operation: Pick<Operation, 'site' | 'cloud' | 'alsoIn' | 'kind'>,
  at: Instant,
): boolean {
  const scopes = scopesOf(operation);
  if (!scopes.includes(pause.scope) || endOf(pause) <= at) return false;
  return !(pause.except ?? []).some((one) => one === operation.kind || scopes.includes(one));
}

/**
 * The pause to note where `standing` is known of the same scope: a pause replaces one that is over, or one that it stops at
 * least as much as for at least as long. A UserError (exit 4) for one that would weaken a pause in force.
 */
export function pauseOver(standing: Pause | null, pause: Pause): Pause {
  if (standing === null || endOf(standing) <= pause.at) return pause;
  if (weakens(pause, standing)) throw alreadyPaused(standing);
  const { by, at, reason } = standing;
  return { ...pause, replaces: { by, at, reason } };
}

function weakens(pause: Pause, standing: Pause): boolean {
  const spared = new Set(standing.except);
  return endOf(pause) < endOf(standing) || (pause.except ?? []).some((one) => !spared.has(one));
}

function alreadyPaused({ scope, by, at, reason, until, except = [] }: Pause): UserError {
  const end = until == null ? 'without an end' : `until ${until}`;
  const spared = except.length === 0 ? '' : ` It spares ${names(except)}.`;
  return new UserError(
    4,
    'already-paused',
    `${scope} is paused already, by ${by} since ${at}, ${end}: ${sentence(reason)}${spared} The new pause would end earlier or spare more, so it was not noted.`,
    [
      `\`migrate resume --scope ${scope} --reason TEXT\` first, when ${by} agrees; or pause another scope.`,
      'A pause that lasts at least as long and spares no more replaces the one that stands.',
    ],
  );
}
