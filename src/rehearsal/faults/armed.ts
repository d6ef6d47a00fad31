import { seededRandom } from '../../model/random.js';
import { findQueue } from '../world/queues.js';
import { changing, row, rows, run, type World } from '../world/world.js';
import type { Fault, FaultMatch } from './fault.js';

/** What a fault can be matched against. */
export interface Seen {
  readonly endpoint: string;
  readonly effect: 'read' | 'write';
  readonly method: string;
  /** As the request names them; null: all queues. */
  readonly queues: readonly string[] | null;
}

/** Stores a fault; it strikes until it is used up. Returns its id. */
export function armFault(world: World, fault: Fault): number {
  return run(world, 'INSERT INTO fault (fault, remaining) VALUES (?, ?)', JSON.stringify(fault), fault.count);
}

/** The faults that still wait, with what is left of their count. */
export function armedFaults(world: World): readonly (Fault & { readonly id: number; readonly remaining: number })[] {
  return faultRows(world).map(({ id, fault, remaining }) => ({ ...(JSON.parse(fault) as Fault), id, remaining }));
}

export function disarmFaults(world: World): void {
  run(world, 'DELETE FROM fault');
}

/** The first armed fault that strikes this request, used up by one; of several processes only one gets it. */
export function takeFault(world: World, seen: Seen): Fault | null {
  if (!row(world, 'SELECT 1 AS armed FROM fault LIMIT 1')) return null;
  return changing(world, () => {
    for (const { id, fault: text, remaining, considered } of faultRows(world)) {
      const fault = JSON.parse(text) as Fault;
      if (!matches(world, fault.on, seen)) continue;
      run(world, 'UPDATE fault SET considered = considered + 1 WHERE id = ?', id);
      if (fault.probability < 1 && seededRandom(world.seed, `fault/${id}/${considered}`)() >= fault.probability)
        continue;
      if (remaining > 1) run(world, 'UPDATE fault SET remaining = remaining - 1 WHERE id = ?', id);
      else run(world, 'DELETE FROM fault WHERE id = ?', id);
      return fault;
    }
    return null;
  });
}

interface FaultRow {
  readonly id: number;
  readonly fault: string;
  readonly remaining: number;
  readonly considered: number;
}

function faultRows(world: World): readonly FaultRow[] {
  return rows(world, 'SELECT id, fault, remaining, considered FROM fault ORDER BY id') as readonly FaultRow[];
}

function matches(world: World, on: FaultMatch, seen: Seen): boolean {
  if (on.endpoint !== undefined && on.endpoint !== seen.endpoint) return false;
  if (on.effect !== undefined && on.effect !== seen.effect) return false;
  if (on.method !== undefined && on.method !== seen.method) return false;
  if (on.queue === undefined || seen.queues === null) return true;
  return seen.queues.includes(on.queue) || seen.queues.includes(findQueue(world, on.queue)?.nickname ?? on.queue);
}
