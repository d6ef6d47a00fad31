import { instant, type Instant } from '../../model/dates.js';
import type { Claim, Operation, OperationKind, SettledChange } from '../../model/operation.js';
import { queueLockKey } from './rows.js';
import type { Intention } from '../port.js';
import type { Store } from '../store.js';
import { changeShape, isCount, orNull, parsedOrNull, tampered, verdictShape } from '../stored.js';
import { isSharedPool } from '../../model/keys/pools.js';

/** What another campaign's ledger says of a queue. */
interface Hand {
  readonly campaign: string;
  readonly key: string | null;
  readonly since: string | null;
  readonly lease_until_ms: number | null;
  readonly settled: number | null;
  readonly pilot: string | null;
  readonly containers: string | null;
  readonly verdict: string | null;
}

/** A change of the jobs' surroundings would spoil the evidence of a watch; a retirement, and a way back, obey nobody. */
const disturbing: ReadonlySet<OperationKind> = new Set(['flip', 'containers-on']);

/** Whether another campaign on this grid has the queue in its hands: a change that is open, or one whose jobs are watched. */
export async function inOtherHands(
  store: Store,
  { queue, kind }: Operation,
  { at, watchMs = 0 }: { readonly at: Instant; readonly watchMs?: number },
): Promise<Extract<Intention, { is: 'elsewhere' }> | null> {
  if (queue === null) return null;
  for (const schema of await neighbours(store)) {
    const hand = (await store.get(handIn(schema), queueLockKey(queue), queue)) as Hand | undefined;
    if (!hand) continue;
    const { campaign, key, since, lease_until_ms: lease } = hand;
    if (!orNull(isCount)(lease))
      throw tampered(
        { table: `operations of campaign ${campaign}`, row: String(key) },
        `lease_until_ms is ${String(lease)}`,
      );
    if (key !== null) {
      const sentence = `${queue} is in the hands of campaign ${campaign}: ${key} is open since ${since ?? ''}.`;
      return { is: 'elsewhere', campaign, sentence, until: lease === null || lease === 0 ? null : instant(lease) };
    }
    const watched = disturbing.has(kind) ? watchedChange(hand, queue) : null;
    if (!watched) continue;
    const until = instant(Date.parse(watched.effectiveAt) + watchMs);
    if (at >= until) continue;
    const sentence = `${queue} is in the hands of campaign ${campaign}, which watches its change of ${watched.at} until ${until} or its verdict.`;
    return { is: 'elsewhere', campaign, sentence, until };
  }
  return null;
}

/** The newest change whose jobs are not judged well yet. */
function watchedChange({ campaign, settled, pilot, containers, verdict }: Hand, queue: string): SettledChange | null {
  const place = { table: `queues of campaign ${campaign}`, row: queue };
  const changes = [
    parsedOrNull(place, 'pilot', pilot, changeShape),
    parsedOrNull(place, 'containers', containers, changeShape),
  ].filter((change) => change !== null);
  const newest = changes.sort((one, other) => (one.at < other.at ? 1 : -1))[0];
  if (!newest || newest.kind === 'rollback') return null;
  const judged = parsedOrNull(place, 'verdict', verdict, verdictShape);
  const isOver =
    judged !== null && judged.generation === settled && (judged.verdict === 'good' || judged.by !== 'commissioning');
  return isOver ? null : newest;
}

/** What other campaigns have taken of a shared pool, by member; nothing of a pool that is the campaign's own. */
export async function takenElsewhere(store: Store, { pool }: Claim): Promise<ReadonlyMap<string, number>> {
  const taken = new Map<string, number>();
  if (!isSharedPool(pool)) return taken;
  for (const schema of await neighbours(store)) {
    const text = `SELECT member, amount FROM ${schema}.shares WHERE pool = ? AND ${isNeighbour(schema)}`;
    for (const { member, amount } of (await store.all(text, pool)) as readonly { member: string; amount: number }[])
      taken.set(member, Math.max(amount, taken.get(member) ?? 0));
  }
  return taken;
}

/** Schemas of other ledgers that this user can read; a ledger in a file has none beside it. */
async function neighbours({ all, dialect }: Store): Promise<readonly string[]> {
  if (dialect.neighbours === null) return [];
  return ((await all(dialect.neighbours)) as readonly { readonly schema: string }[]).map(({ schema }) => schema);
}

/** Of the same grid, and the one that acts: neither sealed nor still on its way. */
function isNeighbour(schema: string): string {
  return `EXISTS (SELECT FROM ${schema}.identity i WHERE i.grid = (SELECT grid FROM identity) AND to_jsonb(i) ->> 'moving_from' IS NULL)
    AND coalesce((SELECT what FROM ${schema}.events ORDER BY id DESC LIMIT 1), '') <> 'moved'`;
}

function handIn(schema: string): string {
  return `SELECT n.campaign, o.key, o.since, o.lease_until_ms, q.settled, q.pilot, q.containers, q.verdict
    FROM ${schema}.identity n
    LEFT JOIN ${schema}.operations o ON o.lane = ? AND o.state <> 'ended'
    LEFT JOIN ${schema}.queues q ON q.queue = ?
    WHERE ${isNeighbour(schema)}`;
}
