import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../src/storage/package-root.js';
import { campaignOf, place } from './program.js';

/** util-linux's `script` gives a program a terminal, and keeps every byte that it writes there. */
const hasScript = spawnSync('script', ['--version']).status === 0;

async function onDumbTerminal(folder: string, command: string, answers: readonly string[]): Promise<string> {
  const recording = join(folder, 'recording');
  const program = join(packageRoot(), 'dist/src/bin/migrate.js');
  const child = spawn('script', ['-qec', `${process.execPath} ${program} ${command}`, recording], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, TERM: 'dumb', MIGRATE_OPERATOR: 'anna' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const left = [...answers];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (/\(y\/N\) $|none: $/.test(text)) child.stdin.write(`${left.shift() ?? ''}\n`);
  });
  await new Promise((resolve) => child.once('close', resolve));
  return readFileSync(recording, 'utf8');
}

it.skipIf(!hasScript)('on a terminal that cannot draw over what it has shown, no code moves a cursor', async () => {
  const { folder } = place(campaignOf(2));
  const refused = await onDumbTerminal(folder, 'flip S0 --to 2', ['no']);
  expect(refused).toContain('Not confirmed; nothing was done.');
  const chosen = await onDumbTerminal(folder, 'next', ['2', 'y']);
  expect(chosen).toContain('done: S1: Written and read back.');
  expect(chosen).not.toContain('done: S0:');
  for (const recorded of [refused, chosen]) expect(recorded).not.toContain('\u001B');
});
