import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/storage/package-root.js';

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe('the program as it is packed, in a folder without a campaign', () => {
  let place: string;
  let work: string;

  beforeAll(() => {
    place = mkdtempSync(join(tmpdir(), 'migrate-packed-'));
    work = join(place, 'work');
    mkdirSync(work);
    execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', place], { cwd: packageRoot() });
    const tarball = readdirSync(place).find((name) => name.endsWith('.tgz')) ?? '';
    execFileSync('tar', ['-xzf', join(place, tarball), '-C', place]);
    // What `npm install` of the tarball would put beside it.
    symlinkSync(join(packageRoot(), 'node_modules'), join(place, 'package', 'node_modules'));
    return () => {
      rmSync(place, { recursive: true });
    };
  });

  function migrate(...argv: readonly string[]): Ended {
    const env = Object.fromEntries(['STATE', 'CACHE', 'CONFIG'].map((kind) => [`XDG_${kind}_HOME`, join(place, kind)]));
    try {
      const stdout = execFileSync(process.execPath, [join(place, 'package/dist/src/bin/migrate.js'), ...argv], {
        cwd: work,
        env: { PATH: process.env['PATH'], HOME: place, ...env },
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      return { code: 0, stdout, stderr: '' };
    } catch (error) {
      const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string };
      return { code: status, stdout, stderr };
    }
  }

  it.each([[['status']], [['validate']], [['next', '--dry-run']]])(
    '%j says what is missing and how to begin',
    (argv) => {
      const { code, stderr } = migrate(...argv);
      expect(code).toBe(3);
      expect(stderr).toContain(`There is no sites.yaml in ${work}`);
      expect(stderr).toContain('migrate init');
      expect(stderr).toContain('migrate --demo');
    },
  );

  it('its help names how to begin', () => {
    expect(migrate().stdout).toMatch(/^TO BEGIN: there is no sites\.yaml here\n {2}migrate --demo /m);
  });

  it('--demo plays the shipped campaign there, and leaves it to be worked with', () => {
    const { stdout } = migrate('--demo', '--days', '1');
    expect(stdout).toMatch(/^Plays the campaign pilot2 \(118 sites/);
    expect(stdout).toMatch(/^Mon 2019-08-05 /m);
    expect(existsSync(join(work, 'sites.yaml'))).toBe(true);
    expect(migrate('status').code).toBe(0);
    expect(migrate().stdout).not.toContain('TO BEGIN');
  });
});
