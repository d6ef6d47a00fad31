import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axios from 'axios';
import { plan } from '../../src/planning/plan.js';
import { execute } from '../../src/execution/execute.js';
import { wallClock } from '../../src/grid/clocks.js';
import { axiosHttp } from '../../src/grid/http/door.js';
import { sleep } from '../../src/grid/http/sleep.js';
import { openGrid } from '../../src/grid/open.js';
import type { Grid, Http } from '../../src/grid/ports.js';
import { loadInventory } from '../../src/inventory/load.js';
import { defaultTiming } from '../../src/inventory/defaults.js';
import { emptyHistory } from '../../src/ledger/history.js';
import { openSqliteLedger } from '../../src/ledger/sqlite.js';
import { thisProcess } from '../../src/ledger/process.js';
import type { Operation } from '../../src/model/operation.js';
import { seededRandom } from '../../src/model/random.js';
import { record } from './results.js';
import { scaleInventory } from './scale-inventory.js';

const flips = 1_000;
const concurrency = 32;
const rounds = 9;
const curlRounds = 3;

const folder = mkdtempSync(join(tmpdir(), 'migrate-flips-'));
const inventoryFile = join(folder, 'sites.yaml');
// One site in ten waits for another one; the limits stand, and are claimed, and never reached.
const roomy = [
  `pace: [{ sites_per_day: ${flips} }]`,
  'requests: { lead_days: 0 }',
  'limits: { per_cloud_per_day: 1000, slots_per_day: 10000000, in_commissioning: 1000 }',
];
writeFileSync(inventoryFile, scaleInventory({ queues: 1.2 * flips, campaign: roomy }));
const world = new URL('flips-world.ts', import.meta.url).pathname;
const server = spawn(process.execPath, ['--import', 'tsx', world, join(folder, 'world.sqlite'), inventoryFile], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const [address] = (await once(server.stdout, 'data')) as [Buffer];
const url = address.toString().trim();

const certificate = { 'x-ssl-client-s-dn': '/CN=bench' };
const door = axiosHttp({ version: '0', actor: 'bench', random: seededRandom(1), sleep });
let requests = 0;
const http: Http = (request) => {
  requests++;
  return door({ ...request, headers: { ...certificate, ...request.headers } });
};

/** As on a real grid: the machine's clock, no helpdesk. */
function realGrid(): Grid {
  return openGrid({
    http,
    timing: defaultTiming,
    tell: () => undefined,
    warn: () => undefined,
    helpdesk: null,
    profile: {
      catalogue: { kind: 'agis', url, proxy_file: null, token_file: null, writer: 'agis' },
      helpdesk: {},
      monitor: null,
      downtimes: null,
      authorities: null,
      log_patterns: null,
      clock: null,
    },
    clock: wallClock(),
  });
}

async function plannedFlips(): Promise<readonly Operation[]> {
  const loaded = await loadInventory(inventoryFile, null);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.findings.slice(0, 3)));
  const records = new Map((await realGrid().catalogue.readAll()).map((queue) => [queue.panda_resource, queue]));
  const view = { records, rules: new Map(), downtimes: [], activity: null, requests: [] };
  const { operations } = plan(loaded.inventory, view, emptyHistory(), Date.parse('2020-02-03T08:00:00Z'));
  const found = operations.filter(({ kind }) => kind === 'flip').slice(0, flips);
  if (found.length !== flips) throw new Error(`${found.length} flips are planned, not ${flips}.`);
  return found;
}

const there = await plannedFlips();
const back = there.map((operation) => ({ ...operation, before: operation.after, after: operation.before }));
let turned = false;

const read = (queue: string): string =>
  `${url}/request/pandaqueue/query/list/?json&preset=schedconf.all&panda_queue=${encodeURIComponent(queue)}`;
const write = ({ subject, after }: Operation): string =>
  `${url}/request/pandaqueue/update/set_attributes/?json&${new URLSearchParams({ panda_resource: subject, ...after }).toString()}`;

const agent = new Agent({ keepAlive: true });
const bareAxios = axios.create({ httpAgent: new Agent({ keepAlive: true }), headers: certificate });
const leanAxios = axios.create({
  httpAgent: new Agent({ keepAlive: true }),
  headers: certificate,
  maxRedirects: 0,
  proxy: false,
  responseType: 'text',
  validateStatus: null,
});

function bareNode(address: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(address, { agent, headers: certificate }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        resolve(Buffer.concat(parts).toString());
      });
    }).on('error', reject);
  });
}

/** Read, write, read back, without a look at what comes. */
function bare(send: (address: string) => Promise<unknown>): (operations: readonly Operation[]) => Promise<void> {
  return async (operations) => {
    const waiting = operations.values();
    await Promise.all(
      Array.from({ length: concurrency }, async () => {
        for (const operation of waiting) {
          await send(read(operation.subject));
          await send(write(operation));
          await send(read(operation.subject));
        }
      }),
    );
  };
}

let ledgers = 0;
async function ours(operations: readonly Operation[]): Promise<void> {
  const grid = realGrid();
  const ledger = await openSqliteLedger(join(folder, `ledger-${++ledgers}.sqlite`), {
    campaign: 'scale',
    grid: grid.identity,
  });
  requests = 0;
  const outcomes = await execute(operations, {
    grid,
    ledger,
    actor: thisProcess('bench'),
    day: '2020-02-03',
    timing: { ...defaultTiming, concurrency },
    draftOf: () => {
      throw new Error('No request is sent here.');
    },
    signal: new AbortController().signal,
    onProgress: () => undefined,
    wallMs: Date.now,
    monotonicMs: () => performance.now(),
  });
  await ledger.close();
  const other = outcomes.find(({ outcome }) => outcome !== 'done');
  if (outcomes.length !== flips || other) throw new Error(`Not all flips were done: ${JSON.stringify(other)}`);
  if (requests !== 3 * flips) throw new Error(`${requests} requests for ${flips} flips.`);
}

const script = `
flip() {
  curl -s -o /dev/null -H "$DN" "$1" && curl -s -o /dev/null -H "$DN" "$2" && curl -s -o /dev/null -H "$DN" "$1"
}
export -f flip
xargs -P8 -L1 bash -c 'flip "$@"' _
`;
function curl(operations: readonly Operation[]): void {
  const lines = operations.map((operation) => `"${read(operation.subject)}" "${write(operation)}"\n`).join('');
  execFileSync('bash', ['-c', script], {
    input: lines,
    env: { ...process.env, DN: 'X-SSL-Client-S-DN: /CN=bench' },
    stdio: ['pipe', 'ignore', 'inherit'],
  });
}

async function timed(way: (operations: readonly Operation[]) => void | Promise<void>): Promise<number> {
  const operations = turned ? back : there;
  turned = !turned;
  const start = performance.now();
  await way(operations);
  const ms = performance.now() - start;
  const records = new Map(
    (await realGrid().catalogue.readAll()).map((queue) => [queue.panda_resource, queue.pilot_version]),
  );
  if (operations.some(({ subject, after }) => records.get(subject) !== after['pilot_version']))
    throw new Error('Not every queue was flipped.');
  return ms;
}

const oursName = '`execute`: the door and the durable ledger';
const ways: Readonly<Record<string, (operations: readonly Operation[]) => void | Promise<void>>> = {
  'axios, keepAlive': bare((address) => bareAxios.get(address)),
  'axios, keepAlive, `maxRedirects: 0, proxy: false`': bare((address) => leanAxios.get(address)),
  'node:http, keepAlive': bare(bareNode),
  [oursName]: ours,
  'shell script: curl under `xargs -P8`': curl,
};

const times = new Map<string, number[]>(Object.keys(ways).map((way) => [way, []]));
for (const way of Object.values(ways)) if (way !== curl) await timed(way);
for (let round = 0; round < rounds; round++) {
  for (const [name, way] of Object.entries(ways))
    if (way !== curl || round < curlRounds) times.get(name)?.push(await timed(way));
}
server.kill();
rmSync(folder, { recursive: true });

const medians = [...times].map(([way, ms]) => ({
  way,
  ms: ms.sort((one, other) => one - other)[ms.length >> 1] ?? Number.NaN,
}));
const [axiosMs = Number.NaN, , , oursMs = Number.NaN, curlMs = Number.NaN] = medians.map(({ ms }) => ms);
const limits: Readonly<Record<string, string>> = { [oursName]: '1.60' };
record(
  'flips',
  [
    `${flips} flips on loopback (read, write, read back each: ${3 * flips} requests), ${concurrency} at a time, against the rehearsal server in a process of its own; the same addresses for all, every result checked afterwards; medians of ${rounds} interleaved runs (curl: ${curlRounds}), Node ${process.versions.node}; made by \`npm run bench -- flips\`. \`execute\` works as on a real grid: the real door, the machine's clock, a new SQLite ledger with every commit synced to disk; it sends exactly ${3 * flips} requests.`,
    '',
    '| way | ms | ratio | at most |',
    '|---|---:|---:|---:|',
    ...medians.map(
      ({ way, ms }) => `| ${way} | ${ms.toFixed(0)} | ${(ms / axiosMs).toFixed(2)} | ${limits[way] ?? ''} |`,
    ),
    '',
    `\`execute\` is ${(curlMs / oursMs).toFixed(1)} times as fast as the shell script (at least 10).`,
  ].join('\n'),
);
