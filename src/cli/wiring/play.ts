import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failsMore } from '../../commissioning/decision.js';
import { plan } from '../../planning/plan.js';
import { adopt } from '../../execution/adopt.js';
import { execute } from '../../execution/execute.js';
import { openSqliteLedger } from '../../ledger/sqlite.js';
import { thisProcess } from '../../ledger/process.js';
import { instant, localDate } from '../../model/dates.js';
import type { Inventory } from '../../model/inventory.js';
import { underPolicy, type Policy } from '../../play/policy.js';
import type { PlaySetup } from '../../play/setup.js';
import { transportFaults } from '../../play/transport-faults.js';
import type { Standing, StartRecord } from '../../referee/case.js';
import { armFault } from '../../rehearsal/faults/armed.js';
import { scenarioQueues } from '../../rehearsal/scenario-queues.js';
import type { Scenario } from '../../rehearsal/scenario.js';
import { readJournal } from '../../rehearsal/world/journal.js';
import { allQueues, parseRecord } from '../../rehearsal/world/queues.js';
import { changing, openWorld, type World } from '../../rehearsal/world/world.js';
import type { WatchMemory } from '../../app/watch/gather.js';
import { noteNews } from '../../app/watch/note.js';
import { queuesUnderWatch } from '../../app/watch/under-watch.js';
import { watchQueues } from '../../app/watch/watch.js';
import type { Desk } from '../context.js';
import { look } from '../../app/snapshot.js';
import { scenarioOf, worldFile } from './rehearsal-grid.js';
import { requestDrafts } from '../../app/request-drafts.js';
import { openGridOf } from './wire.js';
import { worldMonitor } from './world-monitor.js';

/** The stage of a play: everything but how long it takes and who listens. */
export type Stage = Omit<PlaySetup, 'until' | 'onDay'> & { readonly close: () => Promise<void> };

export interface PlayChoice {
  readonly scenario: string;
  readonly seed: number;
  readonly policy: Policy;
  readonly signal: AbortSignal;
  readonly notice: (text: string) => void;
}

const operator = 'acting';

/** Nobody watches an operation of a play, or competes for it. */
const alone = { onProgress: () => undefined, wallMs: Date.now, monotonicMs: () => performance.now() };

/**
 * A world and a ledger of the play's own, in a folder that goes with it: an operator's own rehearsal is
 * not touched. One operation at a time, so that the same seed brings everything in the same order.
 */
export async function openPlay(given: Inventory, { scenario, seed, policy, signal, notice }: PlayChoice): Promise<Stage> {
  const folder = mkdtempSync(join(memoryFolder() ?? tmpdir(), 'migrate-play-'));
  const rehearsal = { ...given.grid.rehearsal, scenario, seed, url: null, world: join(folder, 'world.sqlite') };
  const timing = { ...given.grid.timing, concurrency: 1, writes_per_second: 0 };
  const inventory: Inventory = { ...underPolicy(given, policy), ledger: null, grid: { ...given.grid, use: 'rehearsal', rehearsal, timing } };
  const begins = scenarioOf(inventory)();
  const world = openWorld({ file: worldFile(inventory), scenario: begins, seed, identity: 'seed' });
  const start = startOf(begins, world);
  changing(world, () => { for (const fault of transportFaults) armFault(world, fault); });
  const grid = await openGridOf(inventory, { operator, dryRun: false, notice });
  const ledgerPlace = join(folder, 'ledger.sqlite');
  const ledger = await openSqliteLedger(ledgerPlace, { campaign: inventory.campaign.name, grid: grid.identity });
  const actor = thisProcess(operator);
  const shared = { ...ledger, close: () => Promise.resolve() };
  const desk: Desk = { inventory, grid, actor, ledgerPlace, notice, openLedger: () => Promise.resolve(shared), close: () => Promise.resolve() };
  const monitor = grid.monitor && worldMonitor(world, grid.monitor);
  const memory: WatchMemory = new Map();
  const at = async (): Promise<string> => instant(await grid.clock.now());
  return {
    inventory,
    scenario,
    seed,
    policy,
    signal,
    clock: grid.clock,
    look: () => look(desk),
    async rethink({ view, nowMs }) {
      const history = await ledger.history();
      return { nowMs, view, history, plan: plan(inventory, view, history, nowMs) };
    },
    adopt: async (plan) => adopt(plan, ledger, actor, await at()),
    async carryOut(operations) {
      const day = localDate(await grid.clock.now(), inventory.campaign.timezone);
      const draftOf = requestDrafts(inventory, { today: day, operator });
      return execute(operations, { grid, ledger, actor, day, timing, draftOf, signal, ...alone });
    },
    async judge({ view, history, nowMs }) {
      if (!monitor) return [];
      const watched = await watchQueues(monitor, { inventory, records: view.records, history, nowMs }, { memory });
      await noteNews(watched, ledger, actor, instant(nowMs));
      return watched.flatMap(({ site, news, judgement }) => {
        if (news === null) return [];
        const { jobs, failures, excuses } = judgement;
        const isPlain = news.verdict === 'good' && excuses.length === 0 && !failsMore(judgement);
        return [{ site, verdict: news, ...(isPlain && { counts: { jobs, failures } }) }];
      });
    },
    isWatching: ({ view, history, nowMs }) => queuesUnderWatch(inventory, view.records, history, nowMs).length > 0,
    decide: async ({ site, verdict }) => ledger.note({ what: 'verdict', site, verdict }, actor, await at()),
    start,
    standing: standingOf(begins),
    journal: (after) => readJournal(world, { after }),
    ourAgent: 'migrate/',
    async close() {
      await ledger.close();
      await grid.close();
      world.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Where Linux keeps files in memory: a play need not outlive the machine, and commits by the hundred wait long for a busy disk. */
function memoryFolder(): string | null {
  const folder = '/dev/shm';
  try {
    accessSync(folder, constants.W_OK);
    return folder;
  } catch {
    return null;
  }
}

/** How the world begins, for the referee. */
function startOf(scenario: Scenario, world: World): ReadonlyMap<string, StartRecord> {
  const statuses = new Map(allQueues(world, null).map((queue) => [queue.name, String(parseRecord(queue)['status'])]));
  const manual = new Map(scenario.rules.filter(({ probe }) => probe === 'manual').map(({ queue, value }) => [queue, value]));
  return new Map(
    scenarioQueues(scenario).map(({ panda_resource: queue, atlas_site, cloud, country, tier_level, type, state, pilot_version, pilot_manager, container_type }) => [
      queue,
      {
        atlas_site,
        cloud,
        country,
        tier_level,
        type,
        state,
        pilot_version,
        pilot_manager,
        container_type: container_type ?? '',
        status: statuses.get(queue) ?? '',
        manual: manual.get(queue) ?? null,
      },
    ]),
  );
}

function standingOf({ tickets, downtimes = [] }: Scenario): Standing {
  return { tickets: tickets.map(({ title, state, created }) => ({ title, state, createdMs: Date.parse(created) })), downtimes };
}
