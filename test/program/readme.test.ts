import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { packageRoot } from '../../src/storage/package-root.js';

/** Runs a command of the README where a reader would; what it prints, line by line. */
type Run = (command: string) => readonly string[];

/** The head of a ledger differs from run to run: it holds who acted, in which process. */
const aHash = /\b[0-9a-f]{64}\b/g;

/** Every command is played by the built program, with state of its own. */
function reader(): Run {
  const folder = mkdtempSync(join(tmpdir(), 'migrate-readme-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const homes = Object.fromEntries(
    ['STATE', 'CACHE', 'CONFIG'].map((kind) => [`XDG_${kind}_HOME`, join(folder, kind.toLowerCase())]),
  );
  const env = { ...process.env, ...homes, MIGRATE_OPERATOR: 'Anna Rossi', MIGRATE_INVENTORY: '', MIGRATE_LEDGER: '' };
  return (command) => {
    const built = command.replace(
      /^npx (migrate|brokeroff)/,
      (_npx, program: string) => `"${process.execPath}" dist/src/bin/${program}.js`,
    );
    const { status, stdout, stderr } = spawnSync('sh', ['-c', built], {
      cwd: packageRoot(),
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (status !== 0) throw new Error(`${command} ended with ${String(status)}: ${stderr}`);
    return stdout.trimEnd().replaceAll(aHash, '<64 hex digits>').split('\n');
  };
}

/** The text with what its commands print now. A line `…` stays in the place of what is left out; a command without output keeps none. */
function played(readme: string, run: Run): string {
  return readme.replace(/^\$ (.+)\n((?:(?!\$ |```).*\n)*)/gm, (_all, command: string, shown: string) => {
    const now = run(command);
    const lines = shown.split('\n').slice(0, -1);
    const cut = lines.indexOf('…');
    const tail = lines.length - cut - 1;
    const printed =
      lines.length === 0 ? [] : cut === -1 ? now : [...now.slice(0, cut), '…', ...now.slice(now.length - tail)];
    return [`$ ${command}`, ...printed].map((line) => `${line}\n`).join('');
  });
}

it('the tour of the README shows what the program prints', async () => {
  await expect(played(readFileSync(join(packageRoot(), 'README.md'), 'utf8'), reader())).toMatchFileSnapshot(
    '../../README.md',
  );
});
