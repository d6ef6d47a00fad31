import { spawnSync } from 'node:child_process';
import { bundle } from './bundle.js';
import { record } from './results.js';

const { status, stdout } = spawnSync(process.execPath, [bundle('waves')], {
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
});
if (status !== 0) throw new Error(`waves ended with ${String(status)}`);
record('waves', stdout);
