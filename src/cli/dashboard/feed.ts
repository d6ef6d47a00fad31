import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { campaignStatus } from '../../app/status.js';
import { withLedger, type Session } from '../../app/session.js';
import type { WatchMemory } from '../../app/watch/gather.js';
import { isDatabase } from '../../model/inventory.js';
import { inLocalTime } from '../../model/text/local-time.js';
import { UserError } from '../../model/user-error.js';
import type { StatusModel } from '../../report/status-model/sources.js';

/** What a dashboard shows now. */
export interface Showing {
  readonly model: StatusModel;
  /** Equal for equal content: a browser renews its page where it differs. */
  readonly version: string;
  /** Why this is not how things stand now; null: it is. */
  readonly stale: string | null;
  /** Wall clock of the last look that succeeded, ms. */
  readonly lookedAtMs: number;
}

export interface Feed {
  readonly now: () => Showing;
  readonly subscribe: (listener: (showing: Showing) => void) => () => void;
  readonly close: () => Promise<void>;
}

export interface FeedOptions {
  readonly ledgerPlace: string;
  /** Between looks at the ledger for changes, and at the grid. */
  readonly ledgerMs?: number;
  readonly gridMs?: number;
}

/** Looks at the campaign again and again: soon after each change of the ledger, and at the grid once a minute. Rejects where the first look fails. */
export async function openFeed(
  session: Session,
  { ledgerPlace, ledgerMs = 1000, gridMs = 60_000 }: FeedOptions,
): Promise<Feed> {
  const memory: WatchMemory = new Map();
  const listeners = new Set<(showing: Showing) => void>();
  let mark = await ledgerMark(session, ledgerPlace);
  let showing = shown(await campaignStatus(session, { memory }));
  let triedGridMs = Date.now();

  async function look(): Promise<void> {
    const found = await ledgerMark(session, ledgerPlace);
    const isGridDue = Date.now() - triedGridMs >= gridMs;
    if (found === mark && !isGridDue) return;
    if (isGridDue) triedGridMs = Date.now();
    // What the ledger has learned was written to the grid as well, so a change is a reason to look at both.
    const model = await campaignStatus(session, { memory });
    mark = found;
    tell(shown(model));
  }

  function tell(next: Showing): void {
    showing = next;
    for (const listener of listeners) listener(next);
  }

  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const wait = (): void => {
    if (closed) return;
    timer = setTimeout(() => {
      running = look()
        .catch((error: unknown) => {
          if (!(error instanceof UserError)) throw error;
          const since = new Date(showing.lookedAtMs).toISOString();
          const stale = inLocalTime(
            `Stale: nothing newer than ${since} could be read. ${error.message}`,
            showing.model.timezone,
          );
          if (showing.stale !== stale) tell({ ...showing, stale });
        })
        .finally(wait);
    }, ledgerMs);
  };
  wait();
  return {
    now: () => showing,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await running;
    },
  };
}

function shown(model: StatusModel): Showing {
  const content = JSON.stringify({ ...model, asOf: '' });
  const version = createHash('sha256').update(content).digest('hex').slice(0, 16);
  return { model, version, stale: null, lookedAtMs: Date.now() };
}

/** Differs after each change of the ledger. A file and its log tell by size and time; a database is asked for its head. */
async function ledgerMark(session: Session, place: string): Promise<string> {
  if (isDatabase(place)) {
    return withLedger(session, 'read', (ledger) => ledger.head());
  }
  const marks = await Promise.all([place, `${place}-wal`].map(fileMark));
  return marks.join(' ');
}

async function fileMark(file: string): Promise<string> {
  try {
    const { mtimeMs, size } = await stat(file);
    return `${mtimeMs}/${size}`;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'none';
    throw error;
  }
}
