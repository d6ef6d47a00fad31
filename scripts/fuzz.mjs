// Gives the readers a million cases of a new seed and stops after two hours at the latest: a reader that hangs shows by that.
// npm run fuzz [-- CASES=1000000] [SEED]
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const longestMs = 2 * 3_600_000;
const [cases = 1_000_000, seed = randomInt(2 ** 31)] = process.argv.slice(2).map(Number);
const again = `npm run fuzz -- ${cases} ${seed}`;
console.log(`${cases} cases of seed ${seed}; the same ones again: ${again}`);
const { status, signal } = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--project',
    'unit',
    '--testTimeout',
    String(longestMs),
    'test/fuzz',
  ],
  {
    cwd: root,
    stdio: 'inherit',
    timeout: longestMs,
    killSignal: 'SIGKILL',
    env: { ...process.env, MIGRATE_FUZZ_RUNS: String(cases), MIGRATE_FUZZ_SEED: String(seed) },
  },
);
if (signal !== null)
  console.log(`Not at an end after ${longestMs / 60_000} minutes: a reader hangs, or the machine is slow. ${again}`);
process.exitCode = status ?? 1;
