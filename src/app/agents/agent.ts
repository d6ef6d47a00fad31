import { dayMs } from '../../model/dates.js';
import { GridFailure } from '../../grid/ports.js';
import { LedgerRefusal } from '../../ledger/port.js';
import type { AgentPolicy } from '../../model/campaign.js';
import type { Operation, Outcome } from '../../model/operation.js';
import { stepOfKey } from '../../model/keys/operation-keys.js';
import { count } from '../../model/text/sentences.js';
import { UserError } from '../../model/user-error.js';
import { brokeroffNotice } from '../../planning/requests/notices.js';
import { executeOperations, noteFound } from '../execute.js';
import { judgeQueues } from '../judge.js';
import { requestDrafts } from '../requests/request-drafts.js';
import type { Session } from '../session.js';
import { takeSnapshot, type Snapshot } from '../snapshot.js';
import type { WatchMemory } from '../watch/gather.js';
import { dueWork, type DueWork } from './due.js';
import { tellNews, writeReportWhenDue, type WaysToPeople } from './people.js';

/** What became of one thing that an agent did. */
export interface Deed {
  /** A kind of operation, `look`, `poll`, `notify`, `report`, or `survey` where the look round itself failed. */
  readonly task: string;
  readonly subject: string;
  /** An operation's outcome; `done` or `failed` of anything else. */
  readonly outcome: Outcome['outcome'];
  readonly message: string;
}

/** An agent's deeds, whatever wakes it. None of them rejects for what grid or ledger answer. */
export interface AgentWork {
  /** Looks at grid and ledger, and says what is due. */
  readonly survey: () => Promise<DueWork | null>;
  /** Carries out what is due of a site: by the last survey where that is fresh, else by one of its own. */
  readonly serve: (site: string, signal: AbortSignal) => Promise<readonly Deed[]>;
  /** Carries out operations of the last survey. */
  readonly carryOut: (operations: readonly Operation[], signal: AbortSignal) => Promise<readonly Deed[]>;
  /** Judges the queues under watch. */
  readonly look: () => Promise<readonly Deed[]>;
  readonly on: (hear: (deed: Deed) => void) => void;
  /** When the last survey succeeded, by the machine's clock; null: none has. */
  readonly surveyedMs: () => number | null;
}

const freshMs = 60_000;

export function agentWork(session: Session, ways: WaysToPeople): AgentWork {
  const { campaign } = session.inventory;
  const policy: AgentPolicy = campaign.agents;
  const memory: WatchMemory = new Map();
  let lateLookMs = -Infinity;
  let last: { readonly snapshot: Snapshot; readonly atMs: number } | null = null;
  let looking: Promise<Snapshot> | null = null;
  let hear: (deed: Deed) => void = () => undefined;
  const said = new Set<string>();

  function tell(deed: Deed): Deed {
    hear(deed);
    return deed;
  }

  /** What would be said at every round is said once. */
  function tellOnce(deed: Deed): readonly Deed[] {
    const words = JSON.stringify(deed);
    if (said.has(words)) return [];
    said.add(words);
    return [tell(deed)];
  }

  async function attempted(task: string, work: () => Promise<readonly Deed[]>): Promise<readonly Deed[]> {
    try {
      return await work();
    } catch (error) {
      // Of a ledger that has gone elsewhere nothing can be done here any more.
      const canGoOn = error instanceof GridFailure || (error instanceof UserError && !(error instanceof LedgerRefusal));
      if (!canGoOn) throw error;
      return [tell({ task, subject: campaign.name, outcome: 'failed', message: error.message })];
    }
  }

  /** Many who ask at once share one look: it reads the whole catalogue. */
  function snapshot(maxAgeMs: number): Promise<Snapshot> {
    if (last && Date.now() - last.atMs < maxAgeMs) return Promise.resolve(last.snapshot);
    looking ??= takeSnapshot(session)
      .then((taken) => {
        last = { snapshot: taken, atMs: Date.now() };
        return taken;
      })
      .finally(() => {
        looking = null;
      });
    return looking;
  }

  async function execute(
    { plan, ledgerHead }: Snapshot,
    operations: readonly Operation[],
    signal: AbortSignal,
  ): Promise<readonly Deed[]> {
    if (operations.length === 0) return [];
    const draftOf = await requestDrafts(session, operations);
    const outcomes = await executeOperations(session, operations, {
      draftOf,
      signal,
      onProgress: () => undefined,
      plan: plan.id,
      plannedAt: { head: ledgerHead, plan },
      isOperator: false,
    });
    return outcomes.map(({ kind, queue, site, outcome, message }) =>
      tell({ task: kind, subject: queue ?? site ?? '', outcome, message }),
    );
  }

  return {
    on: (listener) => {
      hear = listener;
    },
    surveyedMs: () => last?.atMs ?? null,
    async survey() {
      let due: DueWork | null = null;
      await attempted('survey', async () => {
        const taken = await snapshot(0);
        if (policy.may.includes('poll')) await poll(taken);
        due = dueWork(taken, policy);
        return [...unsaid(due.proposals), ...held(taken.plan.retirements)].flatMap(tellOnce);
      });
      if (last) await reachPeople(last.snapshot);
      return due;
    },
    serve: (site, signal) =>
      attempted('survey', async () => {
        const taken = await snapshot(freshMs);
        const { operations } = dueWork(taken, policy);
        return execute(
          taken,
          operations.filter((operation) => operation.site === site),
          signal,
        );
      }),
    carryOut: (operations, signal) =>
      attempted('survey', async () => {
        const taken = await snapshot(freshMs);
        const asked = new Set(operations.map(({ key }) => key));
        const due = dueWork(taken, policy).operations.filter(({ key }) => asked.has(key));
        return execute(taken, due, signal);
      }),
    look: () =>
      attempted('look', async () => {
        if (!policy.may.includes('look') || !session.grid.monitor) return [];
        const { view, history, nowMs } = await snapshot(0);
        const moment = { records: view.records, history, nowMs };
        const watched = [...(await judgeQueues(session, moment, { memory }))];
        // A late watch is a look a day; one too many after a restart does no harm.
        if (nowMs - lateLookMs >= dayMs) {
          watched.push(...(await judgeQueues(session, moment, { late: true })));
          lateLookMs = nowMs;
        }
        if (watched.length === 0) return [];
        // A verdict may ask for a remedy: what is planned next rests on it.
        last = null;
        const news = watched.filter((queue) => queue.news !== null).length;
        const message = `${count(watched.length, 'queue')} under watch, ${count(news, 'new verdict')}.`;
        return [tell({ task: 'look', subject: campaign.name, outcome: 'done', message })];
      }),
  };

  async function reachPeople(taken: Snapshot): Promise<void> {
    if (policy.may.includes('notify'))
      await attempted('notify', async () =>
        (await tellNews(session, ways, taken)).flatMap((told) => tellOnce({ task: 'notify', ...told })),
      );
    if (policy.may.includes('report'))
      await attempted('report', async () =>
        (await writeReportWhenDue(session, ways, taken)).map((told) => tell({ task: 'report', ...told })),
      );
  }

  /** A retirement goes on its date, told or not: that nobody has sent its notice is not for the end of a list. */
  function unsaid(proposals: readonly Operation[]): readonly Deed[] {
    if (!policy.may.includes('brokeroff')) return [];
    return proposals
      .filter(({ key }) => stepOfKey(key) === brokeroffNotice)
      .map(({ site }) => ({
        task: 'notice',
        subject: site,
        outcome: 'not-run',
        message:
          'Its queues retire on their date, and agents may not send the notice of it (campaign.agents.may): `migrate next` proposes it.',
      }));
  }

  /** What is due and waits for a person, as the word of somebody who took our rule back. */
  function held(retirements: Snapshot['plan']['retirements']): readonly Deed[] {
    if (!policy.may.includes('brokeroff')) return [];
    return retirements.flatMap(({ queue, held: message }) =>
      message === undefined ? [] : [{ task: 'brokeroff', subject: queue, outcome: 'held', message }],
    );
  }

  async function poll({ plan }: Snapshot): Promise<void> {
    const { adoptions, foundRequests } = plan;
    if (adoptions.length + foundRequests.length === 0) return;
    await noteFound(session, plan);
    const message = `${count(foundRequests.length, 'request')} and ${count(adoptions.length, 'migrated queue')} found.`;
    tell({ task: 'poll', subject: campaign.name, outcome: 'done', message });
  }
}
