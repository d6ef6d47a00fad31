import { executeOperations } from '../app/execute.js';
import type { DraftOf } from '../app/requests/request-drafts.js';
import type { Session } from '../app/session.js';
import type { Operation, Outcome } from '../model/operation.js';
import { instructionSheet } from '../report/actions/sheet.js';
import { inLocalTime } from '../model/text/local-time.js';
import { interruptible } from './interrupt.js';
import { withProgress, type Report } from './terminal/progress.js';

/** Executes operations and shows their progress. Ctrl-C ends it early and cleanly; what is left is `not-run`. */
export function executeWithProgress(
  session: Session,
  operations: readonly Operation[],
  { draftOf, silent, plan }: { readonly draftOf: DraftOf; readonly silent: boolean; readonly plan?: string },
): Promise<readonly Outcome[]> {
  const { timezone } = session.inventory.campaign;
  const inZone =
    (report: Report): Report =>
    (progress) => {
      report({ ...progress, sentence: inLocalTime(progress.sentence, timezone) });
    };
  const sheet = session.grid.catalogue.writer === 'instructions' ? instructionSheet(operations) : null;
  if (sheet !== null) session.notice(sheet);
  return interruptible((signal) =>
    withProgress(operations, silent, (onProgress) =>
      executeOperations(session, operations, {
        draftOf,
        signal,
        onProgress: inZone(onProgress),
        ...(plan !== undefined && { plan }),
      }),
    ),
  );
}
