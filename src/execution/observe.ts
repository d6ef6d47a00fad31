import { compareFields, ownedFields, unknownField } from '../changes/record/fields.js';
import { ruleIn, ruleOrigin, ruleWords } from '../changes/record/manual-rule.js';
import { GridFailure } from '../grid/ports.js';
import type { Instant } from '../model/dates.js';
import type { Fields, Operation } from '../model/operation.js';
import type { QueueRecord, StatusRule } from '../model/record.js';
import { pause } from './run.js';
import type { Task } from './task.js';

/** Who changed what an operation owns last, and when, as the catalogue says; null where it does not. */
export interface LastChange {
  readonly by: string | null;
  readonly at: Instant | null;
}

/** What the catalogue shows of the fields that an operation owns. */
export type Seen =
  | {
      readonly is: 'at after';
      readonly lastChange: LastChange;
      /** Whose rule it is that stands there, as a sentence; null: ours, or no rule is owned. */
      readonly othersRule: string | null;
    }
  /** Each field on one of the operation's own sides. */
  | { readonly is: 'between'; readonly present: Fields }
  | { readonly is: 'conflict'; readonly sentence: string; readonly by: string | null }
  | { readonly is: 'unreadable'; readonly failure: GridFailure };

/** One look at the catalogue, never at a cache. */
export async function readOwnedFields({ operation, run }: Task): Promise<Seen> {
  const { catalogue } = run.grid;
  const queue = operation.subject;
  try {
    const [record] = await catalogue.read([queue]);
    if (!record) return { is: 'conflict', sentence: `The catalogue does not know ${queue} any more.`, by: null };
    const rules = 'manual_rule' in operation.after ? ((await catalogue.readRules([queue])).get(queue) ?? []) : [];
    const present = ownedFields(operation, record, rules);
    const comparison = compareFields(operation, present);
    const last = lastChange(operation, record, rules);
    if (comparison === 'at after') return { is: 'at after', lastChange: last, othersRule: othersRule(present, rules) };
    if (comparison === 'between') return { is: 'between', present };
    const unknown = unknownField(operation, present);
    if (unknown !== null) return { is: 'unreadable', failure: new GridFailure('refused', unknown, false) };
    const origin = comparison.by === null ? '' : ruleOrigin(rules);
    const sentence = [comparison.conflict, origin].filter((part) => part !== '').join(' ');
    return { is: 'conflict', sentence, by: comparison.by === null ? null : (last.by ?? comparison.by) };
  } catch (error) {
    if (error instanceof GridFailure) return { is: 'unreadable', failure: error };
    throw error;
  }
}

/** Rules name who set them; a record tells only when it was changed. */
function lastChange({ after }: Operation, record: QueueRecord, rules: readonly StatusRule[]): LastChange {
  if (!('manual_rule' in after)) return { by: null, at: record.last_modified || null };
  const rule = rules.find(({ probe }) => probe.toLowerCase() === 'manual');
  return { by: rule?.setBy ?? null, at: rule?.updated ?? null };
}

function othersRule(present: Fields, rules: readonly StatusRule[]): string | null {
  const rule = ruleIn(present);
  if (rule?.by == null) return null;
  return [`The rule is somebody else's: ${ruleWords(rule)}.`, ruleOrigin(rules)]
    .filter((part) => part !== '')
    .join(' ');
}

const firstWaitMs = 500;
const longestWaitMs = 60_000;

/**
 * Looks again and again, ever more slowly, until the fields are at `after` or the campaign's time is
 * `untilMs`, and keeps the lease meanwhile. Returns what was seen last.
 */
export async function watch(
  task: Task,
  untilMs: number,
): Promise<Seen | { readonly is: 'interrupted' } | { readonly is: 'lost' }> {
  const { run, lease } = task;
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
    const seen = await readOwnedFields(task);
    if (seen.is === 'at after') return seen;
    const leftMs = untilMs - (await run.grid.clock.now());
    if (leftMs <= 0) return seen;
    if (!(await lease.keep())) return { is: 'lost' };
    if (!(await pause(run, Math.min(waitMs, leftMs, run.times.leaseMs / 4)))) return { is: 'interrupted' };
  }
}
