import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openRehearsalWorld } from '../../src/cli/wiring/rehearsal-grid.js';
import { loadInventory } from '../../src/inventory/load.js';
import type { Inventory } from '../../src/model/inventory.js';
import { handle } from '../../src/rehearsal/handler.js';
import { readJournal, type JournalEntry } from '../../src/rehearsal/world/journal.js';
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
  /** Makes the next requests to the grid go wrong. */
  readonly goWrong: (fault: Readonly<Record<string, unknown>>) => Promise<void>;
  readonly journal: () => readonly JournalEntry[];
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
    async goWrong(fault) {
      const world = openRehearsalWorld(inventory);
      try {
        await handle(world, { method: 'POST', url: '/rehearsal/faults', body: JSON.stringify(fault) });
      } finally {
        world.close();
      }
    },
    journal() {
      const world = openRehearsalWorld(inventory);
      try {
        return readJournal(world, { after: 0 });
      } finally {
        world.close();
      }
    },
    async close() {
      for (const child of children) child.kill('SIGKILL');
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function inventoryOf(file: string): Promise<Inventory> {
  const loaded = await loadInventory(file, null);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.findings));
  return loaded.inventory;
}

/** A campaign of so many small sites in four clouds, each with two queues, and some that retire. */
export function campaignOf(sites: number, rules = ''): string {
  const names = Array.from({ length: sites }, (_, n) => `SITE${String(n + 1).padStart(3, '0')}`);
  const clouds = ['UK', 'US', 'DE', 'FR'];
  return `campaign:
  name: team
  pilot: { from: "1", to: "2" }
  ready_when: { pilot_manager: Harvester }
  pace: [{ sites_per_day: ${String(Math.max(2, Math.ceil(sites / 8)))} }]
  requests: { channel: ggus, lead_days: 0 }
${rules}grid:
  use: rehearsal
  rehearsal: { scenario: fresh, start: "2030-01-07T08:00:00Z", seed: 1 }
  timing: { lease_seconds: 25, request_timeout_seconds: 5 }
sites:
${names.map((name, n) => `  ${name}: { contact: a@${name.toLowerCase()}.example, cloud: ${clouds[n % 4] ?? 'UK'}, queues: { ${name}: {}, ANALY_${name}: {} } }`).join('\n')}
`;
}
