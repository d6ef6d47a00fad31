import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from './bundle.js';
import { record } from './results.js';
import { scaleInventory } from './scale-inventory.js';
import type { StepTimes } from './step-times.js';

const rounds = 7;
const growthRounds = 3;
const growth = [1_000, 3_000, 10_000, 30_000, 100_000];
const largest = 100_000;

const step = bundle('scale-step');
const folder = mkdtempSync(join(tmpdir(), 'migrate-scale-'));

function run(name: 'yaml' | 'plan' | 'cached' | 'records', size: string): StepTimes {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [step, name, join(folder, `${size}.yaml`), join(folder, `${size}.json`)],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`${name} of ${size} ended with ${String(status)}: ${stderr}`);
  return JSON.parse(stdout) as StepTimes;
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[values.length >> 1] ?? Number.NaN;
}

/** Medians of the parts of interleaved runs: wall and CPU time in ms, and the highest peak of memory. */
function medians(runs: readonly StepTimes[]): {
  wall: (part: string) => number;
  cpu: (part: string) => number;
  peakMiB: number;
} {
  const of = (part: string, kind: 'wallMs' | 'cpuMs'): number =>
    median(runs.map(({ times }) => times[part]?.[kind] ?? Number.NaN));
  return {
    wall: (part) => of(part, 'wallMs'),
    cpu: (part) => of(part, 'cpuMs'),
    peakMiB: Math.max(...runs.map(({ peakMiB }) => peakMiB)),
  };
}

function prepare(size: string, text: string): number {
  writeFileSync(join(folder, `${size}.yaml`), text);
  run('records', size);
  return statSync(join(folder, `${size}.yaml`)).size / 1e6;
}

function largestTable(size: string, title: string, megabytes: number): string[] {
  run('cached', size);
  const runs = { yaml: [] as StepTimes[], plan: [] as StepTimes[], cached: [] as StepTimes[] };
  for (let round = 0; round < rounds; round++)
    for (const name of ['yaml', 'plan', 'cached'] as const) runs[name].push(run(name, size));
  const [yaml, plan, cached] = [medians(runs.yaml), medians(runs.plan), medians(runs.cached)];
  const row = (what: string, wall: number, cpu: number, peakMiB: number, limit = ''): string =>
    `| ${what} | ${wall.toFixed(0)} | ${(wall / yaml.wall('load')).toFixed(2)} | ${cpu.toFixed(0)} | ${(cpu / yaml.cpu('load')).toFixed(2)} | ${peakMiB.toFixed(0)} | ${limit} |`;
  return [
    `${title}, ${megabytes.toFixed(1)} MB:`,
    '',
    '| | wall ms | ratio | CPU ms | ratio | peak MiB | at most |',
    '|---|---:|---:|---:|---:|---:|---:|',
    row('`load` of js-yaml', yaml.wall('load'), yaml.cpu('load'), yaml.peakMiB),
    row('the inventory, read, checked, without cache', plan.wall('inventory'), plan.cpu('inventory'), plan.peakMiB),
    row('`plan()`', plan.wall('plan'), plan.cpu('plan'), plan.peakMiB),
    row(
      '**both**',
      plan.wall('inventory') + plan.wall('plan'),
      plan.cpu('inventory') + plan.cpu('plan'),
      plan.peakMiB,
      '2.0, 1024 MiB',
    ),
    row('the inventory from the cache', cached.wall('inventory'), cached.cpu('inventory'), cached.peakMiB),
    row(
      'both, with the cache',
      cached.wall('inventory') + plan.wall('plan'),
      cached.cpu('inventory') + plan.cpu('plan'),
      plan.peakMiB,
    ),
    '',
  ];
}

function growthTable(): string[] {
  for (const queues of growth) prepare(String(queues), scaleInventory({ queues }));
  const runs = growth.map((): StepTimes[] => []);
  for (let round = 0; round < growthRounds; round++)
    for (const [k, queues] of growth.entries()) runs[k]?.push(run('plan', String(queues)));
  const first = growth[0] ?? 1;
  const base = medians(runs[0] ?? []).cpu('plan');
  return [
    '| queues | inventory, CPU ms | `plan()`, CPU ms | to the first | n log n |',
    '|---:|---:|---:|---:|---:|',
    ...growth.map((queues, k) => {
      const { cpu } = medians(runs[k] ?? []);
      const expected = (queues * Math.log(queues)) / (first * Math.log(first));
      return `| ${queues} | ${cpu('inventory').toFixed(0)} | ${cpu('plan').toFixed(0)} | ${(cpu('plan') / base).toFixed(1)} | ${expected.toFixed(1)} |`;
    }),
  ];
}

const plainTitle = 'Queues that are names only, as most are in the shipped file (71 bytes a queue)';
const fullTitle = 'Every queue with its own type, capability and `os`';
const plain = largestTable('plain', plainTitle, prepare('plain', scaleInventory({ queues: largest })));
const full = largestTable('full', fullTitle, prepare('full', scaleInventory({ queues: largest, full: true })));
record(
  'scale',
  [
    `Planning ${largest} queues at ${largest / 5} sites of a fresh world, five queues a site, about a hundred working days, with freezes, limits and \`after\`; medians of ${rounds} interleaved runs, each in a process of its own, Node ${process.versions.node}; made by \`npm run bench -- scale\`. Timed are reading, parsing and checking the file, and \`plan()\`. Not timed: loading modules (js-yaml's neither) and the catalogue's reading (its records lie in memory, read line by line: the text of all, 50 MB, would be collected within the time of \`plan()\`); \`migrate plan\` as a whole is in the section plan. CPU counts all threads, and is what a busy machine disturbs least.`,
    '',
    ...plain,
    ...full,
    `Growth of \`plan()\` with the number of queues, medians of ${growthRounds}, fresh processes:`,
    '',
    ...growthTable(),
  ].join('\n'),
);
rmSync(folder, { recursive: true });
