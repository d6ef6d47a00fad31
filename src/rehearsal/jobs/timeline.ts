import { parseRecord, type StoredQueue } from '../world/queues.js';
import { rows, type World } from '../world/world.js';

/** A field's value from a moment on. The first step begins at -Infinity. */
export interface Step {
  readonly fromMs: number;
  readonly value: string;
}

/** A stretch of time; either end may be infinite. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** How a queue's record changed over time, as its jobs feel it. */
export interface Timeline {
  /** By the moment of the change: brokerage follows at once. */
  readonly status: readonly Step[];
  /** By the moment the change reached factories and nodes. */
  readonly pilot: readonly Step[];
  readonly containers: readonly Step[];
  /** Outages in the calendar of the queue's site: nothing starts. */
  readonly outages: readonly Span[];
}

/** Reads a queue's past out of the journal. */
export function readTimeline(world: World, queue: StoredQueue): Timeline {
  const record = parseRecord(queue);
  const changes = rows(
    world,
    `SELECT what, old, new, coalesce(effective_at, at) AS fromMs FROM journal
     WHERE queue = ? AND kind = 'change' AND what IN ('status', 'pilot_version', 'container_type') ORDER BY id`,
    queue.name,
  ) as readonly ChangeRow[];
  const steps = (what: string): Step[] =>
    stepsOf(
      changes.filter((change) => change.what === what),
      text(record[what]),
    );
  const outages = rows(
    world,
    "SELECT starts AS fromMs, ends AS toMs FROM downtime WHERE atlas_site = ? AND severity = 'OUTAGE' AND touches = 'everything' ORDER BY starts",
    text(record['atlas_site']),
  ) as readonly Span[];
  // Nobody else obeys the attribute: such queues keep the old pilot.
  const obeys = text(record['pilot_manager']) === 'Harvester';
  const pilot = obeys ? steps('pilot_version') : stepsOf([], '');
  return { status: steps('status'), pilot, containers: steps('container_type'), outages };
}

/** The value at a moment. */
export function valueAt(steps: readonly Step[], ms: number): string {
  return (steps.findLast(({ fromMs }) => fromMs <= ms) ?? steps[0])?.value ?? '';
}

const nodeCacheMs = 3 * 3_600_000;

/**
 * The value that a job starting on a worker node goes by: each node reads the record anew every three
 * hours, at its own time. `phase` in [0, 1) is the node's.
 */
export function valueOnNode(steps: readonly Step[], startMs: number, phase: number): string {
  return valueAt(steps, startMs - phase * nodeCacheMs);
}

interface ChangeRow {
  readonly what: string;
  readonly old: string;
  readonly new: string;
  readonly fromMs: number;
}

function stepsOf(changes: readonly ChangeRow[], present: string): Step[] {
  const steps: Step[] = [{ fromMs: -Infinity, value: changes[0]?.old ?? present }];
  for (const { fromMs, new: value } of changes) {
    // A later write that takes effect earlier: nodes never see the one between.
    while (steps.length > 1 && (steps.at(-1)?.fromMs ?? 0) >= fromMs) steps.pop();
    steps.push({ fromMs, value });
  }
  return steps;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
