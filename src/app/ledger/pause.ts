import { atHour, instant, localDate, type IsoDate } from '../../model/dates.js';
import type { Pause } from '../../model/history.js';
import { operationKinds } from '../../model/operation.js';
import type { Note } from '../../ledger/port.js';
import { UserError } from '../../model/user-error.js';
import { pauseOver } from '../../model/facts/pauses.js';
import { cloudScope, siteScope, wholeCampaign, type Scope } from '../../model/facts/scopes.js';
import type { Inventory } from '../../model/inventory.js';
import type { Result } from '../../report/results/results.js';
import { siteNamed } from '../names.js';
import { withLedger, type Session } from '../session.js';
import { checkClouds, checkResumed } from './check-clouds.js';
import { takeSnapshot } from '../snapshot.js';

export interface PauseRequest {
  /** As an operator writes it; absent: the whole campaign. */
  readonly scope: string | undefined;
  readonly reason: string;
  /** The day on whose beginning it is over; null: it lasts until somebody resumes. */
  readonly until: IsoDate | null;
  /** As an operator writes them: scopes, and kinds of operation. */
  readonly except: readonly string[];
  /** Whether a cloud may be looked up in the catalogue. */
  readonly readsGrid?: boolean;
}

/** A pause of a scope, as it is noted. Notes nothing. A UserError (exit 4) for one that would weaken the pause in force there. */
export async function readPause(session: Session, request: PauseRequest): Promise<Pause> {
  const { inventory, actor } = session;
  const scope = readScope(request.scope, inventory);
  if (scope.startsWith('wave='))
    throw new UserError(2, 'usage', 'A wave cannot be paused: pause the campaign, a cloud or a site.');
  const nowMs = await session.grid.clock.now();
  const { timezone } = inventory.campaign;
  const { until } = request;
  if (until !== null && until <= localDate(nowMs, timezone))
    throw new UserError(2, 'usage', `${until} is not ahead; today is ${localDate(nowMs, timezone)}.`, [
      'A pause is over at the beginning of its last day; without --until it lasts until `migrate resume`.',
    ]);
  const pause = {
    scope,
    by: actor.name,
    at: instant(nowMs),
    reason: request.reason,
    until: until === null ? null : instant(atHour(until, 0, timezone)),
    except: [...new Set(request.except.map((one) => readException(one, scope, inventory)))],
  };
  await checkClouds(session, [scope, ...pause.except], { readsGrid: request.readsGrid === true });
  return pauseOver(await standingIn(scope, session), pause);
}

async function standingIn(scope: Scope, session: Session): Promise<Pause | null> {
  const { pauses } = await withLedger(session, 'read', (ledger) => ledger.history());
  return pauses.find((pause) => pause.scope === scope) ?? null;
}

/**
 * From now on nothing new is begun in its scope, by anybody; what is in flight is ended. Asks the ledger alone, which
 * decides again whether it weakens another, and answers the pause as it stands.
 */
export async function notePause(session: Session, read: Pause): Promise<Pause> {
  const { scope, by, at, reason, until = null, except = [] } = read;
  const pause = { scope, by, at, reason, until, except };
  return withLedger(session, 'write', async (ledger) => {
    await ledger.note({ what: 'paused', pause }, session.actor, pause.at);
    const { pauses } = await ledger.history();
    return pauses.find((standing) => standing.scope === scope) ?? pause;
  });
}

/** A kind of operation, or a smaller scope than that of the pause. */
function readException(text: string, paused: Scope, inventory: Inventory): string {
  if ((operationKinds as readonly string[]).includes(text)) return text;
  if (!/^(cloud|site)=/.test(text))
    throw new UserError(2, 'usage', `"${text}" is nothing that a pause can spare.`, [
      `Name a site (site=OSCER), a cloud (cloud=UK) or a kind of operation: ${operationKinds.join(', ')}.`,
    ]);
  const scope = readScope(text, inventory);
  if (scope === paused)
    throw new UserError(2, 'usage', `${scope} is what is paused: with this exception nothing would be.`);
  return scope;
}

export interface ResumeRequest extends Pick<PauseRequest, 'scope' | 'reason'> {
  /** Of a trait: its sites go before this day; null: what was at fault is mended. */
  readonly until?: IsoDate | null;
}

/** Before the name of a trait on which the line is stopped. */
export const traitScope = 'trait=';

/** The end of a pause, or of a stop of the line, as it is noted. Notes nothing. Of a trait it reads the grid: only a stop that stands is lifted. */
export async function resumptionOf(session: Session, request: ResumeRequest): Promise<Result<'resume'>> {
  const { until, reason } = request;
  const by = session.actor.name;
  if (until === undefined) {
    const scope = readScope(request.scope, session.inventory);
    const at = instant(await session.grid.clock.now());
    await checkResumed(session, scope, at);
    return { scope, by, at, reason };
  }
  const scope = request.scope ?? '';
  const trait = scope.slice(traitScope.length);
  const { situation, nowMs } = await takeSnapshot(session);
  const standing = situation.learned.stops().flatMap(({ traits }) => traits);
  if (!standing.includes(trait))
    throw new UserError(4, 'no-stop', `No stop of the line stands on "${trait}".`, [
      standing.length === 0 ? 'None stands at all.' : `They stand on: ${standing.join('; ')}.`,
    ]);
  if (until !== null && until <= situation.day)
    throw new UserError(2, 'usage', `${until} is not ahead; today is ${situation.day}.`);
  return { scope, by, at: instant(nowMs), reason, until };
}

/** Ends a pause, and forgives the failures that have used up the scope's budget; or lets the sites of a trait go. */
export async function noteResumption(
  session: Session,
  { scope, by, reason, at, until }: Result<'resume'>,
): Promise<void> {
  const note: Note =
    until === undefined
      ? { what: 'resumed', scope, reason }
      : { what: 'lifted', lift: { trait: scope.slice(traitScope.length), by, at, reason, until } };
  await withLedger(session, 'write', (ledger) => ledger.note(note, session.actor, at));
}

/** `campaign`, `cloud=UK`, `site=OSCER`, `wave=2019-08-05`. Throws a UserError, exit 2, for anything else. */
function readScope(text: string | undefined, inventory: Inventory): Scope {
  if (text === undefined || text === wholeCampaign) return wholeCampaign;
  const [, kind = '', name = ''] = /^(cloud|site|wave)=(.+)$/.exec(text) ?? [];
  if (kind === 'site') return siteScope(siteNamed(name, inventory).name);
  if (kind === 'cloud') return cloudScope(name);
  if (kind === 'wave' && /^\d{4}-\d{2}-\d{2}$/.test(name)) return text;
  throw new UserError(2, 'usage', `"${text}" is no scope.`, [
    'A scope is `campaign`, `cloud=UK`, `site=OSCER` or, to resume, `wave=2019-08-05`.',
  ]);
}
