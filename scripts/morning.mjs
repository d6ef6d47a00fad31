// `npm start`: an operator's morning in August 2019, on a rehearsal of its own that begins afresh each time.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const state = join(root, '.rehearsal');
rmSync(state, { recursive: true, force: true });

for (const argv of [['next', '--dry-run'], ['next', '--yes'], ['status']]) {
  console.log(`\n$ migrate ${argv.join(' ')}`);
  const { status } = spawnSync(process.execPath, [join(root, 'dist/src/bin/migrate.js'), ...argv], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, XDG_STATE_HOME: state },
  });
  if (status !== 0) process.exit(status ?? 1);
}
