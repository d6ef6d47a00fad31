import { executeOperations, type ExecuteOptions } from '../app/execute.js';
import type { Session } from '../app/session.js';
import type { Operation, Outcome } from '../model/operation.js';
import { instructionSheet } from '../report/actions/sheet.js';
import { inLocalTime } from '../model/text/local-time.js';
import { actingMs, interruptible } from './interrupt.js';
import { withProgress, type Report } from './terminal/progress.js';

/** Executes operations and shows their progress. Ctrl-C ends it early and cleanly; what is left is `not-run`. */
export function executeWithProgress(
  session: Session,
  operations: readonly Operation[],
  { silent, ...options }: Pick<ExecuteOptions, 'draftOf' | 'plan' | 'plannedAt'> & { readonly silent: boolean },
): Promise<readonly Outcome[]> {
  const { timezone } = session.inventory.campaign;
  const inZone =
    (report: Report): Report =>
    (progress) => {
      report({ ...progress, sentence: inLocalTime(progress.sentence, timezone) });
    };
  const sheet = session.grid.catalogue.writer === 'instructions' ? instructionSheet(operations) : null;
  if (sheet !== null) session.notice(sheet);
  return interruptible(
    (signal) =>
      withProgress(operations, silent, (onProgress) =>
        executeOperations(session, operations, { ...options, signal, onProgress: inZone(onProgress) }),
      ),
    { withinMs: actingMs(session.inventory.grid.timing) },
  );
}
