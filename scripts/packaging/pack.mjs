// `npm run package [FOLDER]`: the tarball that `npm install` takes.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stage, version } from './stage.mjs';

const target = resolve(process.argv[2] ?? 'dist-packages');
const folder = mkdtempSync(join(tmpdir(), 'migrate-package-'));
try {
  stage(folder);
  mkdirSync(target, { recursive: true });
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', target], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
} finally {
  rmSync(folder, { recursive: true });
}
console.log(join(target, `migrate-${version}.tgz`));
