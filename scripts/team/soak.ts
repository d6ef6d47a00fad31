// Agents and operators on one campaign while processes are killed, connections cut and the grid misbehaves; ends with
// 1 where an operation had other than one effective write, or the ledger is not what its events tell.
// npm run soak [-- --sites 12 --days 6 --agents 2 --operators 2 --seed 1]
import { parseArgs } from 'node:util';
import pg from 'pg';
import { seededRandom } from '../../src/model/random.js';
import type { Result } from '../../src/report/results/results.js';
import { campaignOf, teamPlace, type TeamPlace } from './place.js';

const { values } = parseArgs({
  options: {
    sites: { type: 'string', default: '6' },
    days: { type: 'string', default: '4' },
    agents: { type: 'string', default: '2' },
    operators: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
  },
});
const random = seededRandom(Number(values.seed), 'soak');
const rules = '  agents: { may: [brokeroff, flip, look, poll, request, containers-off] }\n';
const place = await teamPlace(campaignOf(Number(values.sites), rules));
const told = { killed: 0, cut: 0, done: 0 };
try {
  for (let day = 1; day <= Number(values.days); day++) {
    await place.goWrong({ kind: 'status', status: 503, on: { effect: 'read' }, probability: 0.05, count: 10 });
    await place.goWrong({ kind: 'timeout', when: 'after', on: { effect: 'write' }, probability: 0.05, count: 5 });
    await troubledDay(place);
    await place.start('carl', ['rehearsal', 'advance', '1d']).ended;
  }
  await settle(place);
  const problems = [...(await ledgerProblems(place)), ...(await writeProblems(place))];
  const done = (await place.json<Result<'status'>>('carl', ['status'])).sites;
  console.log(JSON.stringify({ ...told, sites: done, problems }, null, 2));
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  await place.close();
}

/** Everybody works at the same time; one of them is killed, and now and then all lose their connections. */
async function troubledDay({ start, database }: TeamPlace): Promise<void> {
  const agents = Array.from({ length: Number(values.agents) }, (_, n) =>
    start('carl', ['agent', '--once', '--name', String(n)]),
  );
  const operators = Array.from({ length: Number(values.operators) }, (_, n) =>
    start(`operator${String(n)}`, ['next', '--yes', '--no-input']),
  );
  const all = [...agents, ...operators];
  const victim = all[Math.floor(random() * all.length)];
  const timer = setTimeout(
    () => {
      told.killed += victim?.child.kill('SIGKILL') === true ? 1 : 0;
    },
    700 + random() * 4000,
  );
  if (random() < 0.5) {
    await new Promise((resolve) => setTimeout(resolve, 1000 + random() * 1500));
    told.cut += await cutConnections(database);
  }
  await Promise.all(all.map(({ ended }) => ended));
  clearTimeout(timer);
}

async function cutConnections(database: string): Promise<number> {
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  const { rowCount } = await client.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'migrate%' AND pid <> pg_backend_pid()",
  );
  await client.end();
  return rowCount ?? 0;
}

/** Rounds without trouble until nothing that was begun is open any more. */
async function settle({ start, json }: TeamPlace): Promise<void> {
  for (let round = 0; round < 6; round++) {
    await start('carl', ['agent', '--once', '--name', 'calm']).ended;
    const { operations } = await json<Result<'next'>>('carl', ['next', '--dry-run']);
    if (operations.length === 0) return;
    // A lease is real time: that of a killed process has to end.
    await new Promise((resolve) => setTimeout(resolve, 15_000));
  }
}

async function ledgerProblems({ json }: TeamPlace): Promise<readonly string[]> {
  const { brokenAt, differences } = await json<Result<'ledger-verify'>>('carl', ['ledger', 'verify']);
  return [...(brokenAt === null ? [] : [`the chain breaks at event ${String(brokenAt)}`]), ...(differences ?? [])];
}

/** Each operation that ended done has exactly one effective write in the world's own journal. */
async function writeProblems({ json, journal }: TeamPlace): Promise<readonly string[]> {
  const { events } = await json<Result<'history'>>('carl', ['history']);
  const done = events.filter(
    ({ what, queue, detail }) => what === 'settled' && queue !== null && detail['outcome'] === 'done',
  );
  told.done = done.length;
  if (done.length === 0) return ['nothing was done at all'];
  const writes = journal().filter((entry) => entry.kind === 'write' && entry.fate === 'effective');
  return done.flatMap(({ key }) => {
    const effective = writes.filter(({ request }) => request === key).length;
    return effective === 1 ? [] : [`${key ?? ''} has ${String(effective)} effective writes`];
  });
}
