import { spawnSync } from 'node:child_process';
import { bundle } from './bundle.js';
import { record } from './results.js';

const { status, stdout } = spawnSync(process.execPath, [bundle('learning')], {
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
});
if (status !== 0) throw new Error(`learning ended with ${String(status)}`);
record('learning', stdout);
