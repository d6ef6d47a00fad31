import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { executeOperations } from '../../app/execute.js';
import type { Grid } from '../../grid/ports.js';
import { openSqliteLedger } from '../../ledger/sqlite.js';
import { thisProcess } from '../../ledger/process.js';
import type { Inventory } from '../../model/inventory.js';
import { underPolicy, type Policy } from '../../play/policy.js';
import type { PlaySetup } from '../../play/setup.js';
import { transportFaults } from '../../play/transport-faults.js';
import type { Preexisting, StartRecord } from '../../referee/case.js';
import { armFault, disarmFaults } from '../../rehearsal/faults/armed.js';
import { scenarioQueues } from '../../rehearsal/scenario-queues.js';
import type { Scenario } from '../../rehearsal/scenario.js';
import { applyEdit, stranger } from '../../rehearsal/world/edits.js';
import { readJournal } from '../../rehearsal/world/journal.js';
import { allQueues, parseRecord } from '../../rehearsal/world/queues.js';
import { changing, openWorld, type World } from '../../rehearsal/world/world.js';
import type { Session } from '../../app/session.js';
import { planted, scenarioOf, worldFile } from './rehearsal-grid.js';
import { requestDrafts } from '../../app/requests/request-drafts.js';
import { openGridOf } from './wire.js';
import { worldMonitor } from './world-monitor.js';
import { highsSolver } from '../../solver/highs.js';

/** The stage of a play: everything but how long it takes and who listens. `calm` ends the faults of its services. */
export type Stage = Omit<PlaySetup, 'until' | 'onDay'> & {
  readonly calm: () => void;
  readonly close: () => Promise<void>;
};

export interface PlayChoice {
  readonly scenario: string;
  readonly seed: number;
  readonly policy: Policy;
  readonly signal: AbortSignal;
  readonly notice: (text: string) => void;
  /** Opens the grid that the world is reached by; default in this process, by the shortest way. */
  readonly reach?: (world: World) => Promise<Grid>;
  /** What is other than in the scenario; default nothing. */
  readonly begins?: (scenario: Scenario) => Scenario;
}

const operator = 'acting';

/**
 * A world and a ledger of the play's own, in a folder that goes with it: an operator's own rehearsal is
 * not touched. One operation at a time, so that the same seed brings everything in the same order.
 */
export async function openPlay(
  given: Inventory,
  { scenario, seed, policy, signal, notice, reach, begins: other = (begins) => begins }: PlayChoice,
): Promise<Stage> {
  const folder = mkdtempSync(join(memoryFolder() ?? tmpdir(), 'migrate-play-'));
  const rehearsal = { ...given.grid.rehearsal, scenario, seed, url: null, world: join(folder, 'world.sqlite') };
  const timing = { ...given.grid.timing, concurrency: 1, writes_per_second: 0 };
  const inventory: Inventory = {
    ...underPolicy(given, policy),
    ledger: null,
    grid: { ...given.grid, use: 'rehearsal', rehearsal, timing },
  };
  const begins = other(scenarioOf(inventory)());
  const world = openWorld({ file: worldFile(inventory), scenario: begins, seed, identity: 'seed' });
  const start = startOf(begins, world);
  changing(world, () => {
    for (const fault of transportFaults) armFault(world, fault);
  });
  const grid = await (reach?.(world) ?? openedHere(inventory, world, notice));
  const ledger = await openSqliteLedger(join(folder, 'ledger.sqlite'), {
    campaign: inventory.campaign.name,
    grid: grid.identity,
  });
  const session: Session = {
    inventory,
    grid,
    actor: thisProcess(operator),
    solver: highsSolver(),
    notice,
    openLedger: () => Promise.resolve({ ...ledger, close: () => Promise.resolve() }),
  };
  return {
    inventory,
    scenario,
    seed,
    policy,
    signal,
    session,
    memory: new Map(),
    async execute(operations) {
      const draftOf = await requestDrafts(session, operations);
      return executeOperations(session, operations, { draftOf, signal, onProgress: () => undefined });
    },
    start,
    preexisting: preexistingOf(begins),
    journal: (after) => readJournal(world, { after }),
    ourAgent: 'migrate/',
    mend(trait) {
      const plant = planted(inventory).find((one) => one.trait === trait);
      if (!plant) return false;
      const { kind, on } = plant.trouble;
      changing(world, () => {
        applyEdit(world, { edit: 'mend', kind, queues: on.queues ?? [] }, stranger('the sites'));
      });
      return true;
    },
    calm() {
      changing(world, () => {
        disarmFaults(world);
      });
    },
    async close() {
      await ledger.close();
      await grid.close();
      world.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function openedHere(inventory: Inventory, world: World, notice: (text: string) => void): Promise<Grid> {
  const grid = await openGridOf(inventory, { operator, dryRun: false, notice });
  return { ...grid, monitor: grid.monitor && worldMonitor(world, grid.monitor) };
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
export function startOf(scenario: Scenario, world: World): ReadonlyMap<string, StartRecord> {
  const statuses = new Map(allQueues(world, null).map((queue) => [queue.name, String(parseRecord(queue)['status'])]));
  const manual = new Map(
    scenario.rules.filter(({ probe }) => probe === 'manual').map(({ queue, value }) => [queue, value]),
  );
  return new Map(
    scenarioQueues(scenario).map(
      ({
        panda_resource: queue,
        atlas_site,
        cloud,
        country,
        tier_level,
        type,
        state,
        pilot_version,
        pilot_manager,
        container_type,
      }) => [
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
      ],
    ),
  );
}

export function preexistingOf({ tickets, downtimes = [] }: Scenario): Preexisting {
  return {
    tickets: tickets.map(({ title, state, created }) => ({ title, state, createdMs: Date.parse(created) })),
    downtimes,
  };
}
