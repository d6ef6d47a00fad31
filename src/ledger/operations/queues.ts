import { canonicalJson } from '../../model/fingerprint.js';
import type { QueueOperationKind, SettledChange } from '../../model/operation.js';
import type { Store } from '../store.js';
import { checkedRow, isCount, isText } from '../stored.js';

export const tracks = {
  flip: 'pilot',
  rollback: 'pilot',
  'containers-off': 'containers',
  'containers-on': 'containers',
  brokeroff: 'status',
  off: 'status',
  online: 'status',
} as const satisfies Record<QueueOperationKind, string>;

/** Operations settled on a queue. */
export async function settledOn({ get }: Store, queue: string): Promise<number> {
  const row = await get('SELECT queue, settled FROM queues WHERE queue = ?', queue);
  if (row === undefined) return 0;
  return checkedRow<{ queue: string; settled: number }>('queues', ['queue'], row, { queue: isText, settled: isCount })
    .settled;
}

/** One more operation is settled on the queue: a key made before is stale. */
export function raiseGeneration({ send }: Store, queue: string): void {
  send(
    'INSERT INTO queues (queue, settled) VALUES (?, 1) ON CONFLICT (queue) DO UPDATE SET settled = queues.settled + 1',
    queue,
  );
}

/** Notes the change as the last of its track, with the new generation. */
export function recordChange(store: Store, queue: string, change: SettledChange): void {
  if (change.kind === 'request') {
    raiseGeneration(store, queue);
    return;
  }
  const track = tracks[change.kind];
  store.send(
    `INSERT INTO queues (queue, settled, ${track}) VALUES (?, 1, ?)
     ON CONFLICT (queue) DO UPDATE SET settled = queues.settled + 1, ${track} = excluded.${track}`,
    queue,
    canonicalJson(change),
  );
}
