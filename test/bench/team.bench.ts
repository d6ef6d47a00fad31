// What a ledger in PostgreSQL costs, and what waking costs: npm run bench -- team [operations] [wake-ups]
import { Logger, run } from 'graphile-worker';
import pg from 'pg';
import { openPostgresLedger } from '../../src/ledger/postgres.js';
import { flip, tokenOf, intent, settlement, at } from '../ledger/builders.js';
import { startServer } from '../ledger/postgres/server.js';

const [operations = 300, wakeUps = 2000] = process.argv.slice(2).map(Number);
const server = await startServer();
try {
  const bare = await bareCommits(operations * 3);
  const ledger = await ledgerOperations(operations);
  console.log(`three bare commits: ${perOperation(bare, operations)} ms`);
  console.log(
    `intend, mark, settle: ${perOperation(ledger, operations)} ms, ${(ledger / bare).toFixed(2)} times as long`,
  );
  const woken = await wakes(wakeUps);
  console.log(
    `${String(wakeUps)} wake-ups: enqueued at ${rate(wakeUps, woken.enqueueMs)} a second, drained at ${rate(wakeUps, woken.drainMs)}`,
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
async function ledgerOperations(count: number): Promise<number> {
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

/** As the agents enqueue: a job a site by its key; drained by tasks that do nothing. */
async function wakes(count: number): Promise<{ readonly enqueueMs: number; readonly drainMs: number }> {
  const pool = new pg.Pool({ connectionString: server.url, max: 12 });
  let left = count;
  let drained: () => void = () => undefined;
  const empty = new Promise<void>((resolve) => {
    drained = resolve;
  });
  const options = {
    pgPool: pool,
    schema: 'wake',
    concurrency: 8,
    noHandleSignals: true,
    pollInterval: 100,
    logger: new Logger(() => () => undefined),
  };
  const idle = await run({ ...options, taskList: { other: () => undefined } });
  const enqueueMs = await timed(async () => {
    for (let n = 0; n < count; n++)
      await idle.addJob('serve', { site: `S${String(n)}` }, { jobKey: `serve S${String(n)}`, maxAttempts: 1 });
  });
  await idle.stop();
  const drainMs = await timed(async () => {
    const busy = await run({
      ...options,
      taskList: {
        serve: () => {
          if (--left === 0) drained();
        },
      },
    });
    await empty;
    await busy.stop();
  });
  await pool.end();
  return { enqueueMs, drainMs };
}

function perOperation(ms: number, count: number): string {
  return (ms / count).toFixed(2);
}

function rate(count: number, ms: number): string {
  return String(Math.round((count / ms) * 1000));
}
