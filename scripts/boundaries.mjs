// Checks the boundaries between modules, and that there was something to check: a parser that does not
// understand the sources finds no modules and would call that clean.
import { spawnSync } from 'node:child_process';

const depcruise = [
  'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
  'src',
  'commands',
  '--config',
  '.dependency-cruiser.cjs',
];
const { stdout, stderr, status } = spawnSync(process.execPath, [...depcruise, '--output-type', 'json'], {
  encoding: 'utf8',
  maxBuffer: 2 ** 28,
});
if (stdout === '') throw new Error(`dependency-cruiser (exit ${status}): ${stderr}`);
const { modules, summary } = JSON.parse(stdout);
const sources = modules.filter(({ source }) => /^(src|commands)\//.test(source));
for (const { rule, from, to } of summary.violations) console.error(`${rule.severity} ${rule.name}: ${from} → ${to}`);
console.log(`${sources.length} modules, ${summary.error} violations`);
process.exitCode = sources.length === 0 || summary.error > 0 ? 1 : 0;
