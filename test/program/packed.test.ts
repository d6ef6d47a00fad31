import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/storage/package-root.js';

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe('the program installed from its tarball, in a folder without a campaign', () => {
  let place: string;
  let work: string;

  beforeAll(() => {
    place = mkdtempSync(join(tmpdir(), 'migrate-packed-'));
    work = join(place, 'work');
    mkdirSync(work);
    execFileSync(process.execPath, [join(packageRoot(), 'scripts/packaging/pack.mjs'), place]);
    const tarball = readdirSync(place).find((name) => name.endsWith('.tgz')) ?? '';
    // What `npm ci` has fetched already is taken from npm's cache.
    const argv = ['install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', join(place, tarball)];
    execFileSync('npm', argv, { cwd: place, stdio: 'ignore' });
    return () => {
      rmSync(place, { recursive: true });
    };
  });

  function migrate(...argv: readonly string[]): Ended {
    const env = Object.fromEntries(['STATE', 'CACHE', 'CONFIG'].map((kind) => [`XDG_${kind}_HOME`, join(place, kind)]));
    try {
      const stdout = execFileSync(join(place, 'node_modules/.bin/migrate'), argv, {
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

  it('brings what it loads beside its bundle, and nothing that is in it', () => {
    const installed = readdirSync(join(place, 'node_modules'));
    expect(installed).toEqual(expect.arrayContaining(['migrate', '@photostructure', 'graphile-worker', 'highs']));
    expect(installed).not.toContain('axios');
  });

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
