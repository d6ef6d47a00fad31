import type { Judgement } from '../commissioning/verdict.js';
import { instant } from '../model/dates.js';
import type { Inventory } from '../model/inventory.js';
import type { Result } from '../report/results/results.js';
import type { WatchMemory } from './watch/gather.js';
import { noteNews } from './watch/note.js';
import { watchQueues, type WatchedQueue } from './watch/watch.js';
import type { Desk } from '../cli/context.js';
import { OperatorError } from '../cli/failure.js';
import { subject } from '../cli/args/subjects.js';

export interface JobsAsked {
  /** Sites and queues; none: all that are under watch. */
  readonly names: readonly string[];
  /** Verdicts are shown and not noted. */
  readonly dryRun: boolean;
  /** Kept between looks. */
  readonly memory: WatchMemory;
}

/** One look at the jobs of the queues under watch; final verdicts are noted in the ledger. */
export async function lookAtJobs(desk: Desk, { names, dryRun, memory }: JobsAsked): Promise<Result<'commission'>> {
  const { grid, inventory, actor } = desk;
  if (!grid.monitor) {
    throw new OperatorError(3, 'no-monitor', 'No monitor is configured, so nobody can say how the jobs do.', [
      'Name one under `monitor:` in the grid profile, or give your own verdict with --verdict and --because.',
    ]);
  }
  const chosen = names.length === 0 ? undefined : new Set(names.flatMap((name) => queuesOf(name, inventory)));
  const nowMs = await grid.clock.now();
  const at = instant(nowMs);
  const ledger = await desk.openLedger(dryRun ? 'read' : 'write');
  try {
    const history = await ledger.history();
    const records = new Map((await grid.catalogue.readAll()).map((record) => [record.panda_resource, record]));
    const watched = await watchQueues(grid.monitor, { inventory, records, history, nowMs }, { memory, ...(chosen && { chosen }) });
    if (!dryRun) await noteNews(watched, ledger, actor, at);
    return { campaign: inventory.campaign.name, asOf: at, verdicts: watched.map((queue) => shown(queue, at)) };
  } finally {
    await ledger.close();
  }
}

function queuesOf(name: string, inventory: Inventory): readonly string[] {
  const found = subject(name, inventory);
  return found.is === 'queue' ? [found.queue] : Object.keys(found.site.queues);
}

function shown({ site, judgement }: WatchedQueue, at: string): Result<'commission'>['verdicts'][number] {
  const { queue, verdict, because, isFinal, remedy, action, edits } = judgement;
  return { site, queue, verdict, because, at, by: 'commissioning', isFinal, remedy, action, edits, evidence: evidenceOf(judgement) };
}

function evidenceOf({ jobs, failures, historyJobs, rateBefore, eValue, eValueGood, alarm, causes, versions, excuses, cpu, left }: Judgement) {
  return { jobs, failures, historyJobs, rateBefore, eValue, eValueGood, alarm, causes, versions, excuses, cpu, left };
}
