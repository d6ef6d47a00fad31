import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Operation, Outcome } from '../../../src/model/operation.js';
import type { JournalEntry } from '../../../src/rehearsal/world/journal.js';
import { onTerminal, type Terminal } from '../terminal.js';
import { startGate, type Gate } from './gate.js';

const program = fileURLToPath(new URL('../../../dist/src/bin/migrate.js', import.meta.url));
const dieAtCommit = fileURLToPath(new URL('die-at-commit.mjs', import.meta.url));

interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
  /** Empty where it did not come to an end. */
  readonly operations: readonly Operation[];
  readonly outcomes: readonly Outcome[];
  /** `{}` where it did not come to an end. */
  readonly result: Readonly<Record<string, unknown>>;
}

export interface Running {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
}

/** A rehearsal grid in a process of its own, behind a gate; a campaign on it, and the program. It all ends with its test. */
export interface World {
  readonly gate: Gate;
  readonly folder: string;
  /** Of the grid's own mail server. */
  readonly mailUrl: string;
  /** Begins `migrate ARGS` against the grid. `dieAt`: see die-at-commit.mjs. */
  start(args: readonly string[], options?: { readonly dieAt?: string; readonly inventory?: string }): Running;
  /** The operations of today's plan, saved as `plan.json` or under another name. */
  plan(name?: string, inventory?: string): Promise<readonly Operation[]>;
  /** Begins `migrate ARGS` on a terminal. */
  terminal(args: readonly string[], size?: { readonly columns: number; readonly rows: number }): Terminal;
  /** Applies the saved plan until nothing of it is left to do. */
  applyToTheEnd(): Promise<void>;
  /** Asks the grid itself, past the gate. */
  ask(path: string, body?: unknown, method?: 'DELETE'): Promise<unknown>;
  writes(): Promise<readonly Extract<JournalEntry, { kind: 'write' }>[]>;
  records(): Promise<Record<string, Record<string, unknown>>>;
}

export interface Shape {
  readonly sites?: readonly string[];
  readonly queuesPerSite?: number;
  readonly sitesPerDay?: number;
  readonly timing?: string;
  /** How sites are asked. null: they have no contact, and nobody is asked. */
  readonly channel?: 'mail' | 'ggus' | 'jira' | null;
  /** The mail server of a grid of real services; null: the rehearsal, which takes mail by HTTP. */
  readonly smtp?: string | null;
}

const standard = {
  sites: ['A', 'B', 'C', 'D', 'E', 'F', 'G'],
  queuesPerSite: 3,
  sitesPerDay: 7,
  timing: '{ concurrency: 1, request_timeout_seconds: 2 }',
  channel: null,
  smtp: null,
};

export async function openWorld(shape: Shape = {}): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'protocol-'));
  writeFileSync(join(folder, 'grid.yaml'), inventory({ ...standard, ...shape }, null));
  const grid = spawn(process.execPath, [program, 'rehearsal', 'serve', '--inventory', 'grid.yaml', '--json'], {
    cwd: folder,
    env: environment(folder),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { url: gridUrl, mail: mailUrl } = await servedAt(grid);
  const gate = await startGate(gridUrl);
  const programs = new Set<ChildProcess>();
  onTestFinished(async () => {
    for (const child of [...programs, grid]) child.kill('SIGKILL');
    await gate.close();
    rmSync(folder, { recursive: true });
  });
  writeInventory(folder, 'sites.yaml', gate.url, shape);

  function start(
    args: readonly string[],
    { dieAt, inventory: name = 'sites.yaml' }: { dieAt?: string; inventory?: string } = {},
  ): Running {
    const preload = dieAt === undefined ? [] : ['--import', dieAtCommit];
    const child = spawn(
      process.execPath,
      [...preload, program, ...args, '--inventory', name, '--ledger', 'ledger.sqlite', '--json', '--no-input'],
      {
        cwd: folder,
        env: { ...environment(folder), ...(dieAt !== undefined && { DIE_AT: dieAt }) },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    programs.add(child);
    child.once('exit', () => programs.delete(child));
    return { child, finished: finish(child) };
  }

  async function ask(path: string, body?: unknown, method?: 'DELETE'): Promise<unknown> {
    const answer = await fetch(
      `${gridUrl}${path}`,
      body === undefined ? { method: method ?? 'GET' } : { method: 'POST', body: JSON.stringify(body) },
    );
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return answer.json();
  }

  async function applyToTheEnd(): Promise<void> {
    for (let run = 0; run < 12; run++) {
      const { outcomes, stderr } = await start(['apply', 'plan.json', '--yes']).finished;
      if (outcomes.length === 0) throw new Error(`Nothing came of it: ${stderr}`);
      if (outcomes.every(({ outcome }) => outcome === 'done' || outcome === 'already')) return;
    }
    throw new Error('It never came to an end.');
  }

  return {
    gate,
    folder,
    mailUrl,
    start,
    terminal: (args, size) =>
      onTerminal([...args, '--inventory', 'sites.yaml', '--ledger', 'ledger.sqlite'], {
        cwd: folder,
        env: environment(folder),
        ...size,
      }),
    ask,
    applyToTheEnd,
    plan: async (name = 'plan.json', inventoryName = 'sites.yaml') => {
      const { code, stderr, operations } = await start(['plan', '--out', name], { inventory: inventoryName }).finished;
      if (code !== 0) throw new Error(stderr);
      return operations;
    },
    writes: async () => (await ask('/rehearsal/journal?kind=write')) as Extract<JournalEntry, { kind: 'write' }>[],
    records: async () =>
      (await ask('/request/pandaqueue/query/list/?json&preset=schedconf.all')) as Record<
        string,
        Record<string, unknown>
      >,
  };
}

/** Writes an inventory of the campaign that reaches the grid through the gate. */
export function writeInventory(folder: string, name: string, url: string, shape: Shape): void {
  writeFileSync(join(folder, name), inventory({ ...standard, ...shape }, url));
}

function inventory(
  { sites, queuesPerSite, sitesPerDay, timing, channel, smtp }: Required<Shape>,
  url: string | null,
): string {
  const contact = (site: string): string =>
    channel === null ? '' : `contact: support@${site.toLowerCase()}.example, `;
  const reach = url === null ? '' : `, url: "${url}"`;
  const profiles =
    smtp === null
      ? ''
      : `
  profiles:
    real:
      catalogue: { kind: agis, url: "${url ?? ''}", writer: agis }
      helpdesk: { mail: { url: "${smtp}", from: operators@grid.example } }`;
  const entries = sites.map((site) => {
    const queues = Array.from({ length: queuesPerSite }, (_, index) => `${site}_${String(index + 1)}: {}`);
    return `  ${site}: { atlas_sites: [${site}_ATLAS], slots: 100, ${contact(site)}queues: { ${queues.join(', ')} } }`;
  });
  return `
campaign:
  name: pilot2
  pilot: { from: "1", to: "2" }
  containers: { translate: { "singularity:wrapper": "singularity:pilot" }, on: "singularity:pilot" }
  pace: [{ sites_per_day: ${String(sitesPerDay)} }]
  limits: { per_cloud_per_day: null, slots_per_day: null, tier1_in_commissioning: null, in_commissioning: null }
  requests: { lead_days: 0, channel: ${channel ?? 'mail'} }
  order: [${sites.join(', ')}]
grid:
  use: ${smtp === null ? 'rehearsal' : 'real'}${profiles}
  rehearsal: { scenario: fresh, start: "2030-01-07T08:00:00Z", seed: 1, world: world.sqlite${reach} }
  timing: ${timing}
defaults: { os: { is: centos7, evidence: site reply, on: 2019-06-01 } }
sites:
${entries.join('\n')}
`;
}

function environment(folder: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    HOME: folder,
    XDG_STATE_HOME: folder,
    XDG_CACHE_HOME: folder,
    XDG_CONFIG_HOME: folder,
    MIGRATE_OPERATOR: 'anna',
  };
}

/** The addresses that the grid's process prints first. */
async function servedAt(grid: ChildProcess): Promise<{ readonly url: string; readonly mail: string }> {
  if (!grid.stdout) throw new Error('no stdout');
  let url: string | undefined;
  for await (const line of createInterface(grid.stdout)) {
    url ??= /"url": "(http:[^"]+)"/.exec(line)?.[1];
    const mail = /"mail": "(smtp:[^"]+)"/.exec(line)?.[1];
    if (url !== undefined && mail !== undefined) return { url, mail };
  }
  throw new Error('The grid did not say where it listens.');
}

async function finish(child: ChildProcess): Promise<Finished> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (data: Buffer) => {
    stdout += data.toString();
  });
  child.stderr?.on('data', (data: Buffer) => {
    stderr += data.toString();
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  if (signal !== null) return { code, signal, stderr, operations: [], outcomes: [], result: {} };
  if (stdout === '') throw new Error(`It said nothing and exited with ${String(code)}: ${stderr}`);
  const { result } = JSON.parse(stdout) as { result: Partial<Pick<Finished, 'operations' | 'outcomes'>> | null };
  return {
    code,
    signal,
    stderr,
    operations: result?.operations ?? [],
    outcomes: result?.outcomes ?? [],
    result: result ?? {},
  };
}
