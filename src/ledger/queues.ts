import type { OperationKind, SettledChange } from '../model/operation.js';
import type { Store } from './file/store.js';

const tracks = {
  flip: 'pilot',
  rollback: 'pilot',
  'containers-off': 'containers',
  'containers-on': 'containers',
  brokeroff: 'status',
  off: 'status',
} as const satisfies Record<Exclude<OperationKind, 'request'>, string>;

/** Operations settled on a queue. */
export function settledOn({ sql }: Store, queue: string): number {
  return (
    (sql('SELECT settled FROM queues WHERE queue = ?').get(queue) as { settled: number } | undefined)?.settled ?? 0
  );
}

/** One more operation is settled on the queue: a key made before is stale. */
export function raiseGeneration({ sql }: Store, queue: string): void {
  sql('INSERT INTO queues (queue, settled) VALUES (?, 1) ON CONFLICT (queue) DO UPDATE SET settled = settled + 1').run(
    queue,
  );
}

/** Notes the change as the last of its track, with the new generation. */
export function recordChange(store: Store, queue: string, change: SettledChange): void {
  raiseGeneration(store, queue);
  if (change.kind === 'request') return;
  store.sql(`UPDATE queues SET ${tracks[change.kind]} = ? WHERE queue = ?`).run(JSON.stringify(change), queue);
}
