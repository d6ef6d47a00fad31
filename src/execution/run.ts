import { instant, type Instant, type IsoDate } from '../model/dates.js';
import type { Timing } from '../model/grid-config.js';
import type { Operation, OutcomeKind } from '../model/operation.js';
import type { Grid, RequestDraft } from '../grid/ports.js';
import type { Actor, Ledger } from '../ledger/port.js';
import { sharedSearch } from './request-search.js';
import { writer, type Writer } from './writer.js';

/** What `execute` works with. */
export interface ExecutionDeps {
  readonly grid: Grid;
  readonly ledger: Ledger;
  readonly actor: Actor;
  /** The campaign's calendar day. */
  readonly day: IsoDate;
  readonly timing: Timing;
  /** Whether an operation needs the approval of another operator; absent: none does. */
  readonly needsApproval?: (operation: Operation) => boolean;
  /** How long another campaign's change is watched, ms from its effect. */
  readonly watchMs?: number;
  /** Fingerprint of the plan that the operations are of, for the record. */
  readonly plan?: string;
  /** The text of a request. */
  readonly draftOf: (operation: Operation) => RequestDraft;
  /** Aborted by Ctrl-C: nothing new is begun, what is in flight is left open cleanly. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  /** The machine's time, ms since the epoch: leases are real, whatever time the grid has. */
  readonly wallMs: () => number;
  /** A clock that never goes back; it may stand still while the machine is suspended. */
  readonly monotonicMs: () => number;
}

/** Where an operation is, for people. */
export interface Progress {
  readonly key: string;
  readonly site: string;
  readonly queue: string | null;
  readonly step: 'intended' | 'observing' | 'writing' | 'confirming' | 'waiting' | OutcomeKind;
  readonly sentence: string;
}

/** One execution: its tools, its times in ms, and what all its operations share. */
export interface Run extends ExecutionDeps {
  readonly times: Times;
  readonly writer: Writer;
  readonly firstSearch: ReturnType<typeof sharedSearch>;
}

interface Times {
  readonly requestMs: number;
  readonly leaseMs: number;
  readonly inFlightMs: number;
  readonly confirmMs: number;
  readonly effectMs: number;
}

export function beginRun(deps: ExecutionDeps): Run {
  const { timing } = deps;
  return {
    ...deps,
    times: {
      requestMs: timing.request_timeout_seconds * 1000,
      leaseMs: timing.lease_seconds * 1000,
      inFlightMs: timing.quiet_minutes * 60_000,
      confirmMs: timing.confirm_seconds * 1000,
      effectMs: timing.effect_minutes * 60_000,
    },
    writer: writer({ clock: deps.grid.clock, writesPerSecond: timing.writes_per_second, signal: deps.signal }),
    firstSearch: sharedSearch(),
  };
}

/** The campaign's time. */
export async function now({ grid }: Run): Promise<Instant> {
  return instant(await grid.clock.now());
}

/** Lets the campaign's time pass; false when the operator interrupted it. */
export async function pause(run: Run, ms: number): Promise<boolean> {
  if (isInterrupted(run)) return false;
  try {
    await run.grid.clock.wait(ms, run.signal);
  } catch (error) {
    if (!isInterrupted(run)) throw error;
  }
  return !isInterrupted(run);
}

function isInterrupted({ signal }: Run): boolean {
  return signal.aborted;
}

export function report(
  { onProgress }: Run,
  { key, site, queue }: Operation,
  step: Progress['step'],
  sentence: string,
): void {
  onProgress({ key, site, queue, step, sentence });
}
