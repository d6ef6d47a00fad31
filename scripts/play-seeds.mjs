// Plays the shipped campaign with many seeds, two at a time, and says which were not clean.
// node scripts/play-seeds.mjs [SEEDS=200] [FIRST=1] [SCENARIO]
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [count = 200, first = 1] = process.argv.slice(2, 4).map(Number);
const scenario = process.argv[4];
const longestPlayMs = 600_000;
const begun = performance.now();
const seeds = Array.from({ length: count }, (_, index) => first + index).values();
const unclean = [];
const lengths = [];
const finishes = new Map();

/** Ends with what is wrong with the play of a seed, or null. */
function played(seed) {
  return new Promise((resolve) => {
    const argv = [join(root, 'dist/src/bin/migrate.js'), 'rehearsal', 'play', '--json', '--seed', String(seed)];
    if (scenario !== undefined) argv.push('--scenario', scenario);
    const child = spawn(process.execPath, argv, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: longestPlayMs,
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
    child.on('close', (code, signal) => {
      if (code === 0 || code === 1 || code === 68) resolve(complaint(JSON.parse(text)));
      else resolve(`ended with ${code ?? signal}: ${text.slice(0, 500)}`);
    });
  });
}

function complaint({ status, result, error }) {
  if (!result) return error?.message ?? 'no result';
  finishes.set(result.finished, (finishes.get(result.finished) ?? 0) + 1);
  const { final, writes, violations, blocked, rolledBack } = result;
  const unwritten = Object.entries(writes).filter(([, times]) => times !== 1);
  const silent = [...blocked, ...rolledBack].filter(({ because }) => because === '');
  const pending = final.sites.commissioning + final.sites.ready;
  if (status === 0 && unwritten.length === 0 && silent.length === 0 && pending === 0) return null;
  return JSON.stringify({ status, finished: result.finished, violations, unwritten, silent, pending });
}

async function work() {
  for (const seed of seeds) {
    const from = performance.now();
    const found = await played(seed);
    lengths.push((performance.now() - from) / 1000);
    if (found !== null) unclean.push(seed);
    if (found !== null) console.log(`seed ${seed}: ${found}`);
  }
}

await Promise.all([work(), work()]);
lengths.sort((one, other) => one - other);
const median = lengths[Math.floor(lengths.length / 2)] ?? 0;
console.log(
  `${count} seeds from ${first} on: ${count - unclean.length} clean${unclean.length > 0 ? `, not: ${unclean.join(', ')}` : ''}`,
);
console.log(
  `a play took ${median.toFixed(1)} s (median), ${(lengths.at(-1) ?? 0).toFixed(1)} s (longest); all of them ${((performance.now() - begun) / 60_000).toFixed(1)} min`,
);
console.log(
  `finished on ${[...finishes]
    .sort()
    .map(([date, times]) => `${date} (${times})`)
    .join(', ')}`,
);
process.exitCode = unclean.length === 0 ? 0 : 1;
