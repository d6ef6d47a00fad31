import { LedgerFailure, LedgerRefusal } from '../ledger/port.js';
import { GridFailure, withAdvice } from '../grid/ports.js';
import type { Instant } from '../model/dates.js';
import { outlook } from '../planning/outlook/outlook.js';
import { earlierReports } from '../report/status-model/failures.js';
import { statusModel } from '../report/status-model/model.js';
import type { Judged, StatusModel } from '../report/status-model/sources.js';
import { judgeQueues } from './judge.js';
import { takeSnapshot, type Snapshot } from './snapshot.js';
import { during, thinking, withLedger, type Session } from './session.js';
import type { WatchMemory } from './watch/gather.js';

export interface StatusAsked {
  /** What changes are counted from; `last`: the last report that the ledger remembers. */
  readonly since?: { readonly at: Instant } | 'last report';
  /** Kept between looks at the jobs of the queues under watch. */
  readonly memory?: WatchMemory;
}

/** Reads grid, ledger and jobs, and returns where the campaign stands. Writes nothing. */
export async function campaignStatus(session: Session, { since, memory }: StatusAsked = {}): Promise<StatusModel> {
  const snapshot = await takeSnapshot(session);
  const [events, judged] = await Promise.all([
    withLedger(session, 'read', (ledger) => ledger.events({})),
    jobsOf(session, snapshot, memory),
  ]);
  const from =
    since === 'last report' ? (earlierReports(events).at(-1) ?? null) : since ? { ...since, event: null } : null;
  const { plan, situation, draft } = snapshot;
  return during(
    session,
    'Forecasting',
    () => statusModel({ plan, situation, outlook: outlook(draft, 0), events, judged, since: from }),
    thinking(session),
  );
}

/** The ledger remembers a report, so that the next one can say what is new. */
export async function noteReport(
  session: Session,
  model: StatusModel,
  went: { readonly format: string; readonly file: string | null },
): Promise<void> {
  const { migrated, ready, requested, commissioning, blocked } = model.sites;
  const report = {
    ...went,
    since: model.since,
    figures: {
      migrated,
      ready,
      ...(requested !== null && { requested }),
      commissioning,
      blocked,
      awaiting: model.containers.awaiting,
    },
    failures: Object.fromEntries((model.failures ?? []).map(({ cause, failures }) => [cause, failures])),
    evidence: Object.fromEntries(
      model.verdicts.flatMap(({ queue, evidence }) =>
        evidence ? [[queue, { jobs: evidence.jobs, eValue: evidence.eValue }]] : [],
      ),
    ),
  };
  try {
    await withLedger(session, 'write', (ledger) => ledger.note({ what: 'report', report }, session.actor, model.asOf));
  } catch (error) {
    // The report is what was asked for, and is shown also where nothing may be written.
    if (!(error instanceof LedgerRefusal || error instanceof LedgerFailure)) throw error;
    session.notice(`This report was not noted, so \`--since last\` will not know of it: ${error.message}`);
  }
}

/** What the jobs of the queues under watch say now; null, with a notice, where no monitor answers. */
async function jobsOf(
  session: Session,
  { view, history, nowMs }: Snapshot,
  memory: WatchMemory | undefined,
): Promise<readonly Judged[] | null> {
  if (!session.grid.monitor) return null;
  const moment = { records: view.records, history, nowMs };
  try {
    return await judgeQueues(session, moment, { dryRun: true, ...(memory && { memory }) });
  } catch (error) {
    if (!(error instanceof GridFailure)) throw error;
    session.notice(`How the jobs do is unknown: ${withAdvice(error)}`);
    return null;
  }
}
