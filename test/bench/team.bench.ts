// What a ledger in PostgreSQL costs, what waking costs, and what many agents gain:
// npm run bench -- team
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger, run, type Runner } from 'graphile-worker';
import pg from 'pg';
import { workInTeam } from '../../src/agent/team.js';
import type { AgentWork } from '../../src/app/agents/agent.js';
import { openRehearsalWorld } from '../../src/cli/wiring/rehearsal-grid.js';
import { loadInventory } from '../../src/inventory/load.js';
import { openPostgresLedger } from '../../src/ledger/postgres.js';
import { handle } from '../../src/rehearsal/handler.js';
import { flip, tokenOf, intent, settlement, at } from '../ledger/builders.js';
import { startServer } from '../ledger/postgres/server.js';
import { count } from '../../src/model/text/sentences.js';
import { record } from './results.js';

const ledgerOperations = 1_000;
const wakeUps = 100_000;
const concurrency = 8;
/** Each is asked, and two queues of it are flipped. */
const sites = 667;
const operations = 3 * sites;
const latencyMs = 50;
/** Sites that one agent has under way: with more an agent waits less for the catalogue, and the machine has more to do at once. */
const atATime = [1, 2];

const engineOptions = {
  concurrency,
  noHandleSignals: true,
  pollInterval: 2000,
  logger: new Logger(() => () => undefined),
};

const server = await startServer();
try {
  const bare = await bareCommits(ledgerOperations * 3);
  const ledger = await ledgerSteps(ledgerOperations);
  const engine = await bareWakes(wakeUps);
  const agents = await agentWakes(wakeUps);
  const rows: string[] = [];
  for (const sitesAtATime of atATime) {
    const [one, four] = [await flippedBy(1, sitesAtATime), await flippedBy(4, sitesAtATime)];
    const each = `${count(sitesAtATime, 'site')} at a time each`;
    rows.push(
      `| ${operations} operations by one agent, ${each} | ${(one / 1000).toFixed(1)} s | |`,
      `| by four agents | ${(four / 1000).toFixed(1)} s | |`,
      `| how much faster | ${(one / four).toFixed(2)} | 3.30 |`,
    );
  }
  record(
    'team',
    [
      `PostgreSQL on loopback, Node ${process.versions.node}; made by \`npm run bench -- team\`. A request and two flips a site are made by \`migrate agent\`, processes of their own on ${availableParallelism()} cores, from the first intent to the last outcome; the rehearsal answers every call after ${latencyMs} ms.`,
      '',
      '| work | measured | at most, at least |',
      '|---|---:|---:|',
      `| three commits of a row each, an operation | ${perOperation(bare, ledgerOperations)} ms | |`,
      `| intend, mark, settle | ${perOperation(ledger, ledgerOperations)} ms | |`,
      `| to the commits | ${(ledger / bare).toFixed(2)} | 3.00 |`,
      `| ${wakeUps} wake-ups, enqueued and drained by bare graphile-worker | ${rate(wakeUps, engine)} a second | |`,
      `| the same by an agent's survey and its jobs | ${rate(wakeUps, agents)} a second | |`,
      ...rows,
    ].join('\n'),
  );
} finally {
  await server.stop();
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** One row a commit, synchronous, on one connection. */
async function bareCommits(count: number): Promise<number> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query('CREATE TABLE bare (id BIGINT PRIMARY KEY, text TEXT NOT NULL)');
  const text = 'x'.repeat(800);
  const ms = await timed(async () => {
    for (let id = 0; id < count; id++) {
      await client.query('BEGIN');
      await client.query({ name: 'insert', text: 'INSERT INTO bare VALUES ($1, $2)', values: [id, text] });
      await client.query('COMMIT');
    }
  });
  await client.end();
  return ms;
}

/** One operation after the other, as one who does nothing else would. */
async function ledgerSteps(count: number): Promise<number> {
  const ledger = await openPostgresLedger(`${server.url}?schema=bench`, { campaign: 'pilot2', grid: 'bench' });
  const ms = await timed(async () => {
    for (let n = 0; n < count; n++) {
      const token = tokenOf(await ledger.intend(flip(`Q${String(n)}`), intent()));
      await ledger.mark(token, at());
      await ledger.settle(token, settlement());
    }
  });
  await ledger.close();
  return ms;
}

/** One job that asks for all others by their keys, as a survey does, and jobs that do nothing. */
async function bareWakes(count: number): Promise<number> {
  const pool = new pg.Pool({ connectionString: server.url, max: concurrency + 3 });
  pool.on('error', console.error);
  pool.on('connect', (client) => client.on('error', console.error));
  const all = counter(count);
  let runner: Runner | undefined;
  const ms = await timed(async () => {
    runner = await run({
      ...engineOptions,
      pgPool: pool,
      schema: 'bare_wake',
      taskList: {
        survey: async (_payload, { addJob }) => {
          for (let n = 0; n < count; n++)
            await addJob('serve', { site: `S${String(n)}` }, { jobKey: `serve S${String(n)}`, maxAttempts: 1 });
        },
        serve: all.one,
      },
    });
    await runner.addJob('survey', {});
    await all.done;
  });
  await runner?.stop();
  await pool.end();
  return ms;
}

/** The same through an agent whose sites have nothing to do. */
async function agentWakes(count: number): Promise<number> {
  const all = counter(count);
  const stop = new AbortController();
  const due = Array.from({ length: count }, (_, n) => flip(`Q${String(n)}`, { site: `S${String(n)}` }));
  let isSurveyed = false;
  const work: AgentWork = {
    survey: () => {
      if (isSurveyed) return Promise.resolve(null);
      isSurveyed = true;
      return Promise.resolve({ operations: due, proposals: [] });
    },
    serve: () => {
      all.one();
      return Promise.resolve([]);
    },
    look: () => Promise.resolve([]),
    carryOut: () => Promise.resolve([]),
    on: () => undefined,
    surveyedMs: () => null,
  };
  const database = { connection: server.url, schema: 'agent_wake' };
  const times = { everyMs: 86_400_000, lookMs: 86_400_000 };
  let agent: Promise<void> | undefined;
  const ms = await timed(async () => {
    agent = workInTeam(work, { database, times, concurrency, notice: console.error }, stop.signal);
    await all.done;
  });
  stop.abort();
  await agent;
  return ms;
}

function counter(count: number): { readonly one: () => void; readonly done: Promise<void> } {
  let left = count;
  let end: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    end = resolve;
  });
  return {
    one: () => {
      if (--left === 0) end();
    },
    done,
  };
}

/** How long so many agents take for all sites, from the first intent to the last outcome, milliseconds. */
async function flippedBy(agents: number, sitesAtATime: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'migrate-agents-'));
  const schema = `agents_${String(agents)}_${String(sitesAtATime)}`;
  const file = join(folder, 'sites.yaml');
  writeFileSync(file, campaign(`${server.url}?schema=${schema}`, sitesAtATime));
  for (const kind of ['STATE', 'CACHE', 'CONFIG']) process.env[`XDG_${kind}_HOME`] = join(folder, kind.toLowerCase());
  await slowDown(file);
  const children = Array.from({ length: agents }, (_, n) =>
    spawn(process.execPath, ['dist/src/bin/migrate.js', 'agent', '--name', String(n), '--inventory', file, '--json'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, MIGRATE_OPERATOR: 'bench' },
    }),
  );
  const ended = children.map((child) => new Promise((resolve) => child.once('close', resolve)));
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  const begun = async (): Promise<number> => (await numberOf(client, schema, '')) ?? 0;
  const settled = async (): Promise<number> => (await numberOf(client, schema, "WHERE state = 'ended'")) ?? 0;
  try {
    while ((await begun()) === 0) await delay(50);
    return await timed(async () => {
      while ((await settled()) < operations) await delay(100);
    });
  } finally {
    for (const child of children) child.kill('SIGTERM');
    await Promise.all(ended);
    await client.end();
    rmSync(folder, { recursive: true });
  }
}

/** null: the agents have not made the tables yet. */
async function numberOf(client: pg.Client, schema: string, where: string): Promise<number | null> {
  const there = await client.query("SELECT FROM pg_tables WHERE schemaname = $1 AND tablename = 'operations'", [
    schema,
  ]);
  if (there.rowCount === 0) return null;
  const { rows } = await client.query<{ n: string }>(`SELECT count(*) AS n FROM ${schema}.operations ${where}`);
  return Number(rows[0]?.n);
}

/** From now on every call takes its time. */
async function slowDown(file: string): Promise<void> {
  const loaded = await loadInventory(file, null);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.findings));
  const world = await openRehearsalWorld(loaded.inventory);
  const fault = { kind: 'latency', realMs: latencyMs, count: 1_000_000_000 };
  const answer = await handle(world, { method: 'POST', url: '/rehearsal/faults', body: JSON.stringify(fault) });
  world.close();
  if ('lost' in answer || answer.status !== 200) throw new Error(JSON.stringify(answer));
}

function campaign(ledger: string, sitesAtATime: number): string {
  const names = Array.from({ length: sites }, (_, n) => `SITE${String(n).padStart(4, '0')}`);
  return `campaign:
  name: agents
  pilot: { from: "1", to: "2" }
  pace: [{ sites_per_day: ${String(sites)} }]
  requests: { channel: ggus, lead_days: 0 }
  agents: { may: [flip, request] }
grid:
  use: rehearsal
  rehearsal: { scenario: fresh, start: "2030-01-07T08:00:00Z", seed: 1 }
  timing: { concurrency: ${String(sitesAtATime)} }
ledger: ${ledger}
sites:
${names.map((name) => `  ${name}: { contact: a@site.example, queues: { ${name}: {}, ANALY_${name}: {} } }`).join('\n')}
`;
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function perOperation(ms: number, count: number): string {
  return (ms / count).toFixed(2);
}

function rate(count: number, ms: number): string {
  return String(Math.round((count / ms) * 1000));
}
