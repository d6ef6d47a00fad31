import type { Judgement } from '../commissioning/verdict.js';
import { instant, type IsoDate } from '../model/dates.js';
import type { History } from '../model/history.js';
import { canGoBackUntil } from '../planning/verdicts/rollback-window.js';
import { verdictInForce } from '../planning/verdicts/verdicts.js';
import type { Inventory } from '../model/inventory.js';
import type { Result } from '../report/results/results.js';
import type { WatchMemory } from './watch/gather.js';
import { noteNews } from './watch/note.js';
import { watchQueues, type WatchedQueue, type WatchInput } from './watch/watch.js';
import { during, withLedger, type Session } from './session.js';
import { UserError } from '../model/user-error.js';
import { subject } from './names.js';

export interface JobsAsked {
  /** Sites and queues; none: all that are under watch. */
  readonly names: readonly string[];
  /** Queues that were found good and can still go back, in place of those under watch. */
  readonly late?: boolean;
  /** Verdicts are shown and not noted. */
  readonly dryRun: boolean;
  /** Kept between looks. */
  readonly memory: WatchMemory;
}

/** Judges the queues under watch by their jobs; final verdicts are noted in the ledger unless `dryRun`. Rejects with a `GridFailure`. */
export async function judgeQueues(
  session: Session,
  at: JudgedMoment,
  { memory, chosen, late = false, dryRun = false }: JudgeOptions = {},
): Promise<readonly WatchedQueue[]> {
  const { grid, inventory, actor } = session;
  const { monitor } = grid;
  if (!monitor) {
    throw new UserError(3, 'no-monitor', 'No monitor is configured, so nobody can say how the jobs do.', [
      'Name one under `monitor:` in the grid profile, or give your own verdict with --verdict and --reason.',
    ]);
  }
  const watched = await during(session, 'Reading the jobs of the queues under watch', () =>
    watchQueues(
      monitor,
      { inventory, ...at },
      { ...(memory && { memory }), ...(chosen && { chosen }), late, notice: session.notice },
    ),
  );
  if (!dryRun) await withLedger(session, 'write', (ledger) => noteNews(watched, ledger, actor, instant(at.nowMs)));
  return watched;
}

/** What a judgement rests on beside the jobs themselves. */
export type JudgedMoment = Pick<WatchInput, 'records' | 'history' | 'nowMs'>;

export interface JudgeOptions {
  /** Kept between looks. */
  readonly memory?: WatchMemory;
  readonly late?: boolean;
  /** Queues; absent: all that are under watch. */
  readonly chosen?: ReadonlySet<string>;
  /** Verdicts are not noted. */
  readonly dryRun?: boolean;
}

/** One look at the jobs of the named sites and queues, as the command shows it. */
export async function lookAtJobs(
  session: Session,
  { names, dryRun, memory, late = false }: JobsAsked,
): Promise<Result<'commission'>> {
  const { grid, inventory } = session;
  const chosen = names.length === 0 ? undefined : new Set(names.flatMap((name) => queuesOf(name, inventory)));
  const nowMs = await grid.clock.now();
  const history = await withLedger(session, 'read', (ledger) => ledger.history());
  const records = new Map((await grid.catalogue.readAll()).map((record) => [record.panda_resource, record]));
  const watched = await judgeQueues(
    session,
    { records, history, nowMs },
    { memory, dryRun, late, ...(chosen && { chosen }) },
  );
  const at = instant(nowMs);
  const backUntil = ({ judgement: { queue } }: WatchedQueue): IsoDate | null =>
    canGoBackUntil(history.queues.get(queue) ?? null, inventory.campaign);
  const judged =
    chosen === undefined || late
      ? []
      : alreadyJudged(chosen, new Set(watched.map(({ judgement }) => judgement.queue)), { inventory, history, nowMs });
  return {
    campaign: inventory.campaign.name,
    asOf: at,
    verdicts: [...watched.map((queue) => shown(queue, at, backUntil(queue))), ...judged],
  };
}

/** Queues that were asked about and are watched no more: the verdict that ended it. */
function alreadyJudged(
  chosen: ReadonlySet<string>,
  watched: ReadonlySet<string>,
  { inventory, history, nowMs }: { readonly inventory: Inventory; readonly history: History; readonly nowMs: number },
): Result<'commission'>['verdicts'] {
  return inventory.sites.flatMap(({ name: site, queues }) =>
    Object.keys(queues).flatMap((queue) => {
      if (!chosen.has(queue) || watched.has(queue)) return [];
      const verdict = verdictInForce(history.queues.get(queue) ?? null, nowMs);
      if (!verdict) return [];
      const { reason, at, by } = verdict;
      const canGoBack = canGoBackUntil(history.queues.get(queue) ?? null, inventory.campaign);
      return [{ site, queue, verdict: verdict.verdict, reason, at, by, canGoBackUntil: canGoBack }];
    }),
  );
}

function queuesOf(name: string, inventory: Inventory): readonly string[] {
  const found = subject(name, inventory);
  return found.is === 'queue' ? [found.queue] : Object.keys(found.site.queues);
}

function shown(
  { site, judgement }: WatchedQueue,
  at: string,
  canGoBackUntil: IsoDate | null,
): Result<'commission'>['verdicts'][number] {
  const { queue, verdict, reason, isFinal, remedy, action, edits } = judgement;
  return {
    site,
    queue,
    verdict,
    reason,
    at,
    by: 'commissioning',
    canGoBackUntil,
    isFinal,
    remedy,
    action,
    edits,
    evidence: evidenceOf(judgement),
  };
}

function evidenceOf({
  jobs,
  failures,
  historyJobs,
  rateBefore,
  eValue,
  eValueGood,
  provedPoints,
  movedMs,
  alarm,
  causes,
  versions,
  excuses,
  cpu,
  left,
}: Judgement) {
  return {
    jobs,
    failures,
    historyJobs,
    rateBefore,
    eValue,
    eValueGood,
    provedPoints,
    movedAt: movedMs === null ? null : instant(movedMs),
    alarm,
    causes,
    versions,
    excuses,
    cpu,
    left,
  };
}
