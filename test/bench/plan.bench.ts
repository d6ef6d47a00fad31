import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { record } from './results.js';
import { scaleInventory } from './scale-inventory.js';

const queues = 100_000;
const rounds = 3;
const migrate = 'dist/src/bin/migrate.js';
const folder = mkdtempSync(join(tmpdir(), 'migrate-plan-'));
const inventory = join(folder, 'sites.yaml');
writeFileSync(inventory, scaleInventory({ queues }));
const env = {
  ...process.env,
  XDG_STATE_HOME: join(folder, 'state'),
  XDG_CACHE_HOME: join(folder, 'cache'),
  XDG_CONFIG_HOME: join(folder, 'config'),
};
const tellPeak =
  'data:text/javascript,process.on("exit",()=>process.stderr.write("\\npeak "+process.resourceUsage().maxRSS))';

interface Process {
  readonly seconds: number;
  readonly peakMiB: number;
  readonly out: string;
}

function run(...argv: readonly string[]): Process {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', tellPeak, migrate, ...argv, '--inventory', inventory],
    { env, encoding: 'utf8', maxBuffer: 2 ** 30 },
  );
  if (status !== 0) throw new Error(`migrate ${argv.join(' ')} ended with ${String(status)}: ${stderr.slice(-2000)}`);
  return {
    seconds: (performance.now() - start) / 1000,
    peakMiB: Number(/\npeak (\d+)/.exec(stderr)?.[1]) / 1024,
    out: stdout,
  };
}

function median(runs: readonly Process[]): Process {
  return [...runs].sort((one, other) => one.seconds - other.seconds)[runs.length >> 1] as Process;
}

function row(what: string, { seconds, peakMiB }: Process): string {
  return `| ${what} | ${seconds.toFixed(1)} | ${peakMiB.toFixed(0)} |`;
}

const made = run('rehearsal', 'reset', '--yes');
const without: Process[] = [];
const cached: Process[] = [];
for (let round = 0; round < rounds; round++) {
  rmSync(join(folder, 'cache'), { recursive: true, force: true });
  without.push(run('plan', '--json'));
  cached.push(run('plan', '--json'));
}
const { waves, operations } = (
  JSON.parse(cached[0]?.out ?? '') as { result: { waves: unknown[]; operations: unknown[] } }
).result;
rmSync(folder, { recursive: true });
record(
  'plan',
  [
    `\`migrate plan --json\` as a whole process (start, inventory, catalogue's ${queues} records and rules from a fresh rehearsal world in this process, plan of ${waves.length} waves and ${operations.length} operations of today, printing); medians of ${rounds} interleaved runs, Node ${process.versions.node}; made by \`npm run bench -- plan\`.`,
    '',
    '| | s | peak MiB |',
    '|---|---:|---:|',
    row('making the world, apart: `migrate rehearsal reset`', made),
    row('`migrate plan`, the inventory read for the first time', median(without)),
    row('`migrate plan`, the inventory in the cache', median(cached)),
  ].join('\n'),
);
