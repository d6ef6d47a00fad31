import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openRehearsalWorld, scenarioOf } from '../../src/cli/wiring/rehearsal-grid.js';
import { preexistingOf, startOf } from '../../src/cli/wiring/play.js';
import { loadInventory } from '../../src/inventory/load.js';
import type { Inventory } from '../../src/model/inventory.js';
import type { Case } from '../../src/referee/case.js';
import { disarmFaults } from '../../src/rehearsal/faults/armed.js';
import { handle } from '../../src/rehearsal/handler.js';
import { readJournal } from '../../src/rehearsal/world/journal.js';
import { allQueues, parseRecord } from '../../src/rehearsal/world/queues.js';
import { changing, type World } from '../../src/rehearsal/world/world.js';
import { startServer } from '../../test/ledger/postgres/server.js';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A campaign of a team on one machine: a rehearsal grid, a PostgreSQL server, and the built program. */
export interface TeamPlace {
  readonly database: string;
  /** Starts the program; `who` is its operator. */
  readonly start: (
    who: string,
    argv: readonly string[],
  ) => { readonly child: ChildProcess; readonly ended: Promise<Ended> };
  readonly json: <Result>(who: string, argv: readonly string[]) => Promise<Result>;
  /** Orders to the rehearsal grid, such as `faults` and `edit`. */
  readonly order: (what: string, body: unknown) => Promise<void>;
  /** From now on the grid does as it is told. */
  readonly calmDown: () => void;
  /** The records of all queues, by name. */
  readonly records: () => ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** What a referee judges by. */
  readonly facts: (done: readonly string[]) => Case;
  /** Kills the database server and starts it again after so long. */
  readonly crash: (downMs: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

const program = fileURLToPath(new URL('../../dist/src/bin/migrate.js', import.meta.url));

/** `yaml` is the campaign without its ledger. The build comes before. */
export async function teamPlace(yaml: string): Promise<TeamPlace> {
  const server = await startServer();
  const folder = mkdtempSync(join(tmpdir(), 'migrate-team-'));
  const file = join(folder, 'sites.yaml');
  writeFileSync(file, `${yaml}\nledger: ${server.url}\n`);
  const folders = { XDG_STATE_HOME: 'state', XDG_CACHE_HOME: 'cache', XDG_CONFIG_HOME: 'config' };
  for (const [name, sub] of Object.entries(folders)) process.env[name] = join(folder, sub);
  const inventory = await inventoryOf(file);
  const scenario = scenarioOf(inventory)();
  const world = await openRehearsalWorld(inventory);
  const beginning = startOf(scenario, world);
  const children = new Set<ChildProcess>();

  function start(who: string, argv: readonly string[]): ReturnType<TeamPlace['start']> {
    const env = { ...process.env, MIGRATE_OPERATOR: who };
    const child = spawn(process.execPath, [program, ...argv], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    children.add(child);
    const written = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const)
      child[name].on('data', (text: Buffer) => (written[name] += String(text)));
    const ended = new Promise<Ended>((resolve) => {
      child.once('close', (code, signal) => {
        children.delete(child);
        resolve({ code, signal, ...written });
      });
    });
    return { child, ended };
  }

  return {
    database: server.url,
    start,
    async json<Result>(who: string, argv: readonly string[]): Promise<Result> {
      const { stdout, stderr } = await start(who, [...argv, '--json']).ended;
      const { result } = JSON.parse(stdout) as { readonly result: Result | null };
      if (result === null) throw new Error(`migrate ${argv.join(' ')}: ${stdout}${stderr}`);
      return result;
    },
    order: (what, body) => ordered(world, what, body),
    calmDown() {
      changing(world, () => {
        disarmFaults(world);
      });
    },
    records: () => new Map(allQueues(world, null).map((queue) => [queue.name, parseRecord(queue)])),
    facts: (done) => ({
      inventory,
      start: beginning,
      preexisting: preexistingOf(scenario),
      journal: readJournal(world),
      done,
      ourAgent: 'migrate/',
    }),
    crash: server.crash,
    async close() {
      for (const child of children) child.kill('SIGKILL');
      world.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function ordered(world: World, what: string, body: unknown): Promise<void> {
  const answer = await handle(world, { method: 'POST', url: `/rehearsal/${what}`, body: JSON.stringify(body) });
  if ('lost' in answer || answer.status >= 400) throw new Error(`${what}: ${JSON.stringify(answer)}`);
}

async function inventoryOf(file: string): Promise<Inventory> {
  const loaded = await loadInventory(file, null);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.findings));
  return loaded.inventory;
}
