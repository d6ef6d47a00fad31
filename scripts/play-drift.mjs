// Plays many seeds of both campaigns and looks what drift finds at their ends: nothing that nobody planted.
// npm run play:drift [-- SEEDS=20]
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [seeds = '20'] = process.argv.slice(2);
const { status } = spawnSync(
  process.execPath,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'unit', 'test/play/drift.test.ts'],
  { cwd: root, stdio: 'inherit', env: { ...process.env, MIGRATE_DRIFT_SEEDS: seeds } },
);
process.exitCode = status ?? 1;
