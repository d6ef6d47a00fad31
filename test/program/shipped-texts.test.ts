// The manual page and the units of systemd, judged by the programs that will read them.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/storage/package-root.js';

const page = join(packageRoot(), 'dist/man/migrate.1');
const units = join(packageRoot(), 'docs/systemd');
const { commands: manifest } = JSON.parse(readFileSync(join(packageRoot(), 'oclif.manifest.json'), 'utf8')) as {
  commands: Record<string, { hidden?: boolean; flags: Record<string, { name: string; hidden?: boolean }> }>;
};

describe('the manual page', () => {
  it('has every command that is not hidden, with its own flags', () => {
    const text = readFileSync(page, 'utf8')
      .replaceAll('\\-', '-')
      .replaceAll(/\\f[BIR]/g, '');
    for (const [id, { hidden, flags }] of Object.entries(manifest)) {
      if (hidden === true) continue;
      expect(text).toContain(`.SS migrate ${id.replaceAll(':', ' ')}`);
      for (const flag of Object.values(flags)) if (flag.hidden !== true) expect(text).toContain(`--${flag.name}`);
    }
  });

  it.skipIf(isMissing('groff'))('is taken by groff without a warning', () => {
    const { status, stderr } = spawnSync('groff', ['-man', '-ww', '-z', '-Kutf8', page], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });
});

describe.skipIf(isMissing('systemd-analyze'))('the units of systemd', () => {
  const folder = mkdtempSync(join(tmpdir(), 'migrate-units-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('pass systemd-analyze verify', () => {
    const names = readdirSync(units);
    // The programs that they start need not be installed where this is tried.
    for (const name of names)
      writeFileSync(
        join(folder, name),
        readFileSync(join(units, name), 'utf8')
          .replace('/usr/bin/migrate', process.execPath)
          .replace(/^Documentation.*\n/m, ''),
      );
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', ...names.map((name) => join(folder, name))], {
      encoding: 'utf8',
    });
    expect(stderr.split('\n').filter((line) => line.includes('migrate'))).toEqual([]);
    expect(status).toBe(0);
  });

  it('start what the program has', () => {
    for (const name of readdirSync(units).filter((file) => file.endsWith('.service'))) {
      const [, command = ''] =
        /^ExecStart=\/usr\/bin\/migrate (.*)$/m.exec(readFileSync(join(units, name), 'utf8')) ?? [];
      const [id = '', ...flags] = command.split(' ');
      expect(Object.keys(manifest[id]?.flags ?? {})).toEqual(
        expect.arrayContaining(flags.flatMap((word) => (word.startsWith('--') ? [word.slice(2)] : []))),
      );
    }
  });
});

function isMissing(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0;
}
