import { randomUUID } from 'node:crypto';
import type { NoticeRoute } from '../../grid/ports.js';
import type { AgentReport } from '../../model/campaign.js';
import type { Outcome } from '../../model/operation.js';
import type { StatusModel } from '../../report/status-model/sources.js';
import { notify } from '../notify.js';
import { withLedger, type Session } from '../session.js';
import type { Snapshot } from '../snapshot.js';
import { campaignStatus, noteReport } from '../status.js';

/** How an agent reaches people. */
export interface WaysToPeople {
  /** A UserError where the inventory names none. */
  readonly routes: () => readonly NoticeRoute[];
  /** Writes a report into its file. */
  readonly write: (report: AgentReport, model: StatusModel) => Promise<void>;
}

interface Told {
  readonly subject: string;
  readonly outcome: Outcome['outcome'];
  readonly message: string;
}

/** Tells news that people have not been told, and says of what it is not known whether they were. */
export async function tellNews(session: Session, ways: WaysToPeople, snapshot: Snapshot): Promise<readonly Told[]> {
  const { notices } = await notify(session, ways.routes(), { dryRun: false, attempt: randomUUID(), snapshot });
  return notices.flatMap(({ to, subject, state, message }) =>
    state !== 'new' && state !== 'waits'
      ? [{ subject: `${subject} by ${to}`, outcome: state === 'sent' ? 'done' : state, message }]
      : [],
  );
}

/** Writes the report where the last one, whoever wrote it, is old enough. */
export async function writeReportWhenDue(
  session: Session,
  ways: WaysToPeople,
  { nowMs }: Snapshot,
): Promise<readonly Told[]> {
  const { report } = session.inventory.campaign.agents;
  if (report === null) return [];
  const events = await withLedger(session, 'read', (ledger) => ledger.events({ what: ['report'] }));
  const last = events.findLast(({ detail }) => detail['file'] === report.file);
  // Of a clock that was set back the last one lies ahead.
  if (last && Math.abs(nowMs - Date.parse(last.at)) < report.every_hours * 3_600_000) return [];
  const model = await campaignStatus(session, { since: 'last report' });
  await ways.write(report, model);
  await noteReport(session, model, { format: report.format, file: report.file });
  return [{ subject: report.file, outcome: 'done', message: 'Written.' }];
}
