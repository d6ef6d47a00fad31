import { canonicalJson } from '../../model/fingerprint.js';
import type { Instant } from '../../model/dates.js';
import type { Pause } from '../../model/history.js';
import type { Operation } from '../../model/operation.js';
import { isStoppedBy, pauseOver } from '../../model/facts/pauses.js';
import type { Scope } from '../../model/facts/scopes.js';
import { append, originOf } from '../chain.js';
import { measureShare } from './claims.js';
import { formatOf, originFormat } from '../format.js';
import type { Actor } from '../port.js';
import type { Store } from '../store.js';
import { parsed, pauseShape } from '../stored.js';
import { failurePool } from '../../model/keys/pools.js';

const ofCampaign = { key: null, site: null, queue: null };

/** The pauses that nobody has ended, by scope; those with an end may be over. */
export async function readPauses(store: Store): Promise<readonly Pause[]> {
  return (await formatOf(store)) < originFormat ? [] : pausesIn(store);
}

/** The same of a ledger that is written, which has the present format. */
async function pausesIn(store: Store): Promise<readonly Pause[]> {
  const rows = (await store.all('SELECT scope, fact FROM pauses ORDER BY scope')) as readonly {
    readonly scope: string;
    readonly fact: string;
  }[];
  return rows.map(({ scope, fact }) => parsed({ table: 'pauses', row: scope }, 'fact', fact, pauseShape));
}

/** The pause that stops an operation at a moment, or null. */
export async function pauseOf(store: Store, operation: Operation, at: Instant): Promise<Pause | null> {
  return (await pausesIn(store)).find((pause) => isStoppedBy(pause, operation, at)) ?? null;
}

/** One pause a scope. A UserError (exit 4) for one that would weaken the pause in force there. */
export async function notePause(store: Store, wanted: Pause, by: Actor): Promise<void> {
  const standing = (await pausesIn(store)).find(({ scope }) => scope === wanted.scope) ?? null;
  const pause = pauseOver(standing, wanted);
  store.send(
    'INSERT INTO pauses (scope, fact) VALUES (?, ?) ON CONFLICT (scope) DO UPDATE SET fact = excluded.fact',
    pause.scope,
    canonicalJson(pause),
  );
  const detail = { ...pause };
  await append(store, { at: pause.at, actor: by.name, what: 'paused', ...ofCampaign, detail, origin: originOf(by) });
}

/** Ends a pause of the scope, and forgives the failures of its budget: those of changes that have ended. */
export async function noteResumption(
  store: Store,
  { scope, reason }: { readonly scope: Scope; readonly reason: string },
  by: Actor,
  at: Instant,
): Promise<void> {
  store.send('DELETE FROM pauses WHERE scope = ?', scope);
  const forgiven = (await store.all(
    `DELETE FROM claims WHERE pool = ? AND key IN (SELECT key FROM operations WHERE state = 'ended') RETURNING member`,
    failurePool(scope),
  )) as readonly { readonly member: string }[];
  for (const { member } of forgiven) measureShare(store, failurePool(scope), member);
  const queues = [...new Set(forgiven.map(({ member }) => member))].sort();
  const detail = { scope, reason, forgiven: queues };
  await append(store, { at, actor: by.name, what: 'resumed', ...ofCampaign, detail, origin: originOf(by) });
}
