import { instant } from '../../model/dates.js';
import { UserError } from '../../model/user-error.js';
import { cloudScope, siteScope, wholeCampaign, type Scope } from '../../model/scopes.js';
import type { Inventory } from '../../model/inventory.js';
import type { Result } from '../../report/results/results.js';
import { siteNamed } from '../names.js';
import { withLedger, type Session } from '../session.js';

export interface PauseRequest {
  /** As an operator writes it; absent: the whole campaign. */
  readonly scope: string | undefined;
  readonly reason: string;
}

/** A pause of a scope, as it is noted. Notes nothing. */
export async function pauseOf(session: Session, request: PauseRequest): Promise<Result<'pause'>> {
  const scope = readScope(request.scope, session.inventory);
  if (scope.startsWith('wave='))
    throw new UserError(2, 'usage', 'A wave cannot be paused: pause the campaign, a cloud or a site.');
  return { scope, by: session.actor.name, at: instant(await session.grid.clock.now()), reason: request.reason };
}

/** From now on nothing new is begun in its scope, by anybody; what is in flight is ended. Asks the ledger alone. */
export async function notePause(session: Session, pause: Result<'pause'>): Promise<void> {
  await withLedger(session, 'write', (ledger) => ledger.note({ what: 'paused', pause }, session.actor, pause.at));
}

/** The end of a pause, as it is noted. Notes nothing. */
export async function resumptionOf(session: Session, request: PauseRequest): Promise<Result<'resume'>> {
  const scope = readScope(request.scope, session.inventory);
  return { scope, by: session.actor.name, at: instant(await session.grid.clock.now()), reason: request.reason };
}

/** Ends a pause, and forgives the failures that have used up the scope's budget. */
export async function noteResumption(session: Session, { scope, reason, at }: Result<'resume'>): Promise<void> {
  await withLedger(session, 'write', (ledger) => ledger.note({ what: 'resumed', scope, reason }, session.actor, at));
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
