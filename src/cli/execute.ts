import { execute } from '../execution/execute.js';
import { localDate } from '../model/dates.js';
import type { Operation, Outcome } from '../model/operation.js';
import type { Desk } from './context.js';
import { interruptible } from './interrupt.js';
import { withProgress } from './terminal/progress.js';
import { triedDrafts } from '../app/request-drafts.js';

/** Carries operations out under the protocol. Ctrl-C ends it early and cleanly; what is left is `not-run`. */
export async function carryOut(desk: Desk, operations: readonly Operation[], quiet: boolean): Promise<readonly Outcome[]> {
  const { grid, inventory, actor } = desk;
  const day = localDate(await grid.clock.now(), inventory.campaign.timezone);
  const draftOf = await triedDrafts(desk, operations);
  const ledger = await desk.openLedger('write');
  try {
    return await interruptible((signal) =>
      withProgress(operations, quiet, (onProgress) =>
        execute(operations, {
          grid,
          ledger,
          actor,
          day,
          timing: inventory.grid.timing,
          draftOf,
          signal,
          onProgress,
          wallMs: Date.now,
          monotonicMs: () => performance.now(),
        }),
      ),
    );
  } finally {
    await ledger.close();
  }
}
