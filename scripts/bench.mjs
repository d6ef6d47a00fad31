// Runs the benchmarks of test/bench, all or those named: `npm run bench -- start-up`.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../test/bench');
const wanted = process.argv.slice(2);
const programs = readdirSync(folder)
  .filter((file) => file.endsWith('.bench.ts'))
  .filter((file) => wanted.length === 0 || wanted.some((name) => file.startsWith(name)));
if (programs.length === 0) throw new Error(`No benchmark of that name in ${folder}.`);
for (const program of programs) {
  console.log(`\n# ${program.replace('.bench.ts', '')}`);
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', join(folder, program)], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
