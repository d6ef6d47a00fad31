import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from './bundle.js';
import { record } from './results.js';
import { scaleInventory } from './scale-inventory.js';
import type { StepTimes } from './step-times.js';

const queues = 100_000;
const rounds = 3;
const step = bundle('import-step');
const folder = mkdtempSync(join(tmpdir(), 'migrate-import-'));
const [dump, file] = [join(folder, 'dump.json'), join(folder, 'sites.yaml')];

function run(name: 'dump' | 'parse' | 'import'): StepTimes {
  const { status, stdout, stderr } = spawnSync(process.execPath, [step, name, dump, file], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name} ended with ${String(status)}: ${stderr}`);
  return JSON.parse(stdout) as StepTimes;
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? Number.NaN;
}

writeFileSync(file, scaleInventory({ queues }));
run('dump');
const runs = { parse: [] as StepTimes[], import: [] as StepTimes[] };
for (let round = 0; round < rounds; round++)
  for (const name of ['parse', 'import'] as const) runs[name].push(run(name));

const of = (name: keyof typeof runs, part: string, kind: 'wallMs' | 'cpuMs'): number =>
  median(runs[name].map(({ times }) => times[part]?.[kind] ?? Number.NaN));
const parse = { wallMs: of('parse', 'parse', 'wallMs'), cpuMs: of('parse', 'parse', 'cpuMs') };
const peak = (name: keyof typeof runs): string => Math.max(...runs[name].map(({ peakMiB }) => peakMiB)).toFixed(0);
const row = (what: string, parts: readonly string[], limit: string): string => {
  const sum = (kind: 'wallMs' | 'cpuMs'): number => parts.reduce((total, part) => total + of('import', part, kind), 0);
  const [wall, cpu] = [sum('wallMs'), sum('cpuMs')];
  return `| ${what} | ${wall.toFixed(0)} | ${(wall / parse.wallMs).toFixed(2)} | ${cpu.toFixed(0)} | ${(cpu / parse.cpuMs).toFixed(2)} | ${peak('import')} | ${limit} |`;
};
record(
  'import',
  [
    `\`migrate import --dry-run\` of a dump of ${queues} queues in the full shape of AGIS, ${(statSync(dump).size / 1e6).toFixed(0)} MB, of which every tenth has a new name and its old nickname; medians of ${rounds} interleaved runs, each in a process of its own, Node ${process.versions.node}; made by \`npm run bench -- import\`. The ratio is to reading the same file and \`JSON.parse\`.`,
    '',
    '| | wall ms | ratio | CPU ms | ratio | peak MiB | at most |',
    '|---|---:|---:|---:|---:|---:|---:|',
    `| \`JSON.parse\` | ${parse.wallMs.toFixed(0)} | 1.00 | ${parse.cpuMs.toFixed(0)} | 1.00 | ${peak('parse')} | |`,
    row('the dump, streaming, every record checked', ['read'], ''),
    row('the renamed ones, merged into the text', ['merge'], ''),
    row('**both: the import**', ['read', 'merge'], '3.0, 1024 MiB'),
    row('with the inventory, read and checked', ['read', 'merge', 'inventory'], ''),
  ].join('\n'),
);
rmSync(folder, { recursive: true });
