import type { Instant } from '../model/dates.js';
import { UserError } from '../model/user-error.js';
import { append, chainEnd, headOf, originOf } from './chain.js';
import { actorOf, holderName, operationRow } from './operations/rows.js';
import { LedgerFailure, LedgerRefusal, type Actor } from './port.js';
import { endingOf, moved, wentTo } from './seal.js';
import { verify } from './proof/verify.js';
import { storeNowMs, type OpenStore, type Store, type Value } from './store.js';
import { within } from './transactions.js';

/** Columns by table: what a ledger is made of beside its identity. */
const contents = {
  operations:
    'key, lane, body, state, outcome, message, attempt, sent_at, quiet_until, token, lease_until_ms, actor, since, day',
  queues: 'queue, settled, pilot, containers, status, verdict, adopted',
  claims: 'pool, member, key, amount, queue',
  shares: 'pool, member, amount',
  requests: 'site, step, round, fact',
  pauses: 'scope, fact',
  approvals: 'plan, key, operation, until',
  events: 'id, at, actor, what, key, site, queue, detail, hash, origin',
} as const;

export const moveSteps = ['copied', 'sealed', 'completed'] as const;
export type MoveStep = (typeof moveSteps)[number];

export interface MoveOptions {
  readonly by: Actor;
  readonly at: Instant;
  /** Hears of each step when it is on the disk. */
  readonly onStep?: (step: MoveStep) => void;
}

export interface Moved {
  readonly events: number;
  readonly head: string;
}

/**
 * Moves a ledger into a store that holds none. The copy acts only when the source is sealed, and the
 * source until then: a move that ends anywhere leaves one that acts, and moving again completes it.
 */
export async function moveLedger(from: OpenStore, to: OpenStore, options: MoveOptions): Promise<Moved> {
  if (from.place === to.place)
    throw new LedgerRefusal(`The ledger is at ${to.place} already.`, ['Name another place with --to.']);
  const { onStep = () => undefined } = options;
  await explained(from, () =>
    within(from.store, from.store.beginWrite, async () => {
      if (await isSealed(from, to)) return;
      await refuseUnfit(from, options.at);
      await explained(to, () => receive(from, to));
      onStep('copied');
      await append(from.store, {
        at: options.at,
        actor: options.by.name,
        what: moved,
        key: null,
        site: null,
        queue: null,
        detail: { from: from.place, to: to.place },
        origin: originOf(options.by),
      });
    }),
  );
  onStep('sealed');
  const result = await explained(to, () => complete(from, to, options));
  onStep('completed');
  return result;
}

async function isSealed({ store, place }: OpenStore, to: OpenStore): Promise<boolean> {
  const ending = await endingOf(store);
  const went = ending ? wentTo(ending) : null;
  if (went === null) return false;
  if (went === to.place) return true;
  throw new LedgerRefusal(`The ledger ${place} was moved to ${went} before.`, [
    `To move it on from there: migrate ledger move --ledger ${went} --to ${to.place}.`,
  ]);
}

async function refuseUnfit({ store, place }: OpenStore, at: Instant): Promise<void> {
  const ending = await endingOf(store);
  if (ending && ending.moving_from !== null)
    throw new LedgerRefusal(`The ledger ${place} is being moved there from ${ending.moving_from}.`, [
      'Complete that move first: run it again.',
    ]);
  const { broken, differences } = await verify(store);
  if (broken !== null || differences === null || differences.length > 0)
    throw new LedgerRefusal(`The ledger ${place} is not what its events tell, and is not moved so.`, [
      '`migrate ledger verify` says where it differs.',
    ]);
  const nowMs = await storeNowMs(store);
  const held = (await store.all("SELECT * FROM operations WHERE state <> 'ended' AND lease_until_ms > ?", nowMs)).map(
    operationRow,
  );
  const [first] = held;
  if (first)
    throw new UserError(
      75,
      'held',
      `${String(held.length)} operations are in somebody's hands at ${at}: ${first.key} in those of ${holderName(actorOf(first))}.`,
      ['Move the ledger when they have ended; `migrate release QUEUE` gives up one whose holder is gone.'],
    );
}

/** Takes a copy in one transaction; one that an earlier move left unfinished is replaced. */
async function receive(from: OpenStore, to: OpenStore): Promise<void> {
  await within(to.store, 'BEGIN', async () => {
    const { store } = to;
    await store.exec(store.dialect.lockEvents);
    const { moving_from: unfinished } = (await store.get('SELECT moving_from FROM identity')) as {
      moving_from: string | null;
    };
    const events = await countEvents(store);
    if (events > 0 && unfinished !== from.place && !(await goesOnIn(from, to)))
      throw new LedgerRefusal(
        unfinished === null
          ? `${to.place} holds a ledger of ${String(events)} events already.`
          : `${to.place} is being moved from ${unfinished}.`,
        ['Name a place with --to where no ledger is.'],
      );
    await store.run('UPDATE identity SET moving_from = ?', from.place);
    for (const [table, columns] of Object.entries(contents)) {
      await store.run(`DELETE FROM ${table}`);
      await copyRows(from.store, store, table, columns);
    }
    await checkCopy(from, to);
  });
}

/** Whether all that `to` holds is the beginning of `from`, where it was moved once: on its way back it is replaced. */
async function goesOnIn(from: OpenStore, { store }: OpenStore): Promise<boolean> {
  const ending = await endingOf(store);
  if (ending === undefined || wentTo(ending) === null) return false;
  const head = await headOf(store);
  return (await from.store.get('SELECT 1 AS known FROM events WHERE hash = ?', head)) !== undefined;
}

async function checkCopy(from: OpenStore, to: OpenStore): Promise<void> {
  const { broken, differences } = await verify(to.store, from.place);
  if (broken === null && differences?.length === 0 && (await headOf(to.store)) === (await headOf(from.store))) return;
  throw new LedgerFailure(`The copy in ${to.place} is not what the ledger's events tell, so nothing was moved.`);
}

/** The copy learns of the seal, says where it came from, and acts from now on. */
async function complete(from: OpenStore, to: OpenStore, { by, at }: MoveOptions): Promise<Moved> {
  return within(to.store, 'BEGIN', async () => {
    const { store } = to;
    await store.exec(store.dialect.lockEvents);
    const ending = await endingOf(store);
    if (ending && ending.moving_from === from.place) {
      const known = await countEvents(store);
      await copyRows(from.store, store, 'events', contents.events, ` WHERE id > ${String(known)}`);
      await checkCopy(from, to);
      await store.run('UPDATE identity SET moving_from = NULL');
      await append(
        store,
        {
          at,
          actor: by.name,
          what: 'arrived',
          key: null,
          site: null,
          queue: null,
          detail: { from: from.place, to: to.place },
          origin: originOf(by),
        },
        await chainEnd(store, 'after the seal'),
      );
    }
    return { events: await countEvents(store), head: await headOf(store) };
  });
}

async function copyRows(from: Store, to: Store, table: string, columns: string, where = ''): Promise<void> {
  const names = columns.split(', ');
  const order = table === 'events' ? ' ORDER BY id' : '';
  const rows = (await from.all(`SELECT ${columns} FROM ${table}${where}${order}`)) as readonly Record<string, Value>[];
  const text = `INSERT INTO ${table} (${columns}) VALUES (${names.map(() => '?').join(', ')})`;
  for (const row of rows) await to.run(text, ...names.map((name) => row[name] ?? null));
}

async function countEvents({ get }: Store): Promise<number> {
  return ((await get('SELECT CAST(count(*) AS INTEGER) AS events FROM events')) as { events: number }).events;
}

async function explained<T>({ store, explain }: OpenStore, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw store.isStoreError(error) ? explain(error) : error;
  }
}
