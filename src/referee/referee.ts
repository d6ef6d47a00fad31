import { approvalViolations } from './rules/approvals.js';
import type { Case, Finding } from './case.js';
import { containerViolations } from './rules/containers.js';
import { flipDays, flipViolations } from './rules/flips.js';
import { pauseViolations } from './rules/pauses.js';
import { replay } from './replay.js';
import { requestViolations } from './rules/requests.js';
import { restoredViolations } from './rules/restored.js';
import { statusViolations } from './rules/statuses.js';
import { stoppedViolations } from './rules/stopped.js';
import { countWrites, strayViolations, writeViolations } from './rules/writes.js';

/**
 * Judges a rehearsal by the world's own journal and the inventory: broken constraints, double or lost
 * writes, loosened statuses, writes to what must not be touched. Shares no code with planner,
 * protocol or grid, so that it does not share their mistakes. Violations come in order of time.
 */
export function referee(facts: Case): Finding {
  const replayed = replay(facts);
  const writes = countWrites(facts);
  const flips = flipDays(replayed);
  const violations = [
    ...flipViolations(facts, flips, replayed),
    ...stoppedViolations(facts, replayed),
    ...requestViolations(facts, flips),
    ...containerViolations(facts, replayed),
    ...pauseViolations(facts),
    ...approvalViolations(facts),
    ...restoredViolations(facts, replayed),
    ...statusViolations(facts, replayed),
    ...strayViolations(facts, replayed),
    ...writeViolations(facts, writes),
  ].sort((a, b) => a.atMs - b.atMs);
  return { violations, writes };
}
