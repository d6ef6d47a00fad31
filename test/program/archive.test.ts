import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/storage/package-root.js';

describe.runIf(process.platform === 'linux' && process.arch === 'x64')(
  'the archive, unpacked in an empty folder',
  () => {
    let place: string;
    let unpacked: string;
    let work: string;

    beforeAll(() => {
      place = mkdtempSync(join(tmpdir(), 'migrate-archive-'));
      execFileSync(process.execPath, [join(packageRoot(), 'scripts/packaging/archive.mjs'), place]);
      const archive = readdirSync(place).find((name) => name.endsWith('.tar.gz')) ?? '';
      execFileSync('tar', ['-xzf', archive], { cwd: place });
      unpacked = join(place, archive.replace('.tar.gz', ''));
      work = join(place, 'work');
      mkdirSync(work);
      // What every machine has, and nothing else: no Node.
      mkdirSync(join(place, 'path'));
      for (const tool of ['sh', 'dirname', 'readlink']) symlinkSync(found(tool), join(place, 'path', tool));
      return () => {
        rmSync(place, { recursive: true });
      };
    });

    function run(program: string, ...argv: readonly string[]): string {
      const env = { PATH: join(place, 'path'), HOME: join(place, 'home') };
      // A campaign that has only begun ends with 5; what it says is what matters here.
      return spawnSync(program, argv, { cwd: work, env, encoding: 'utf8' }).stdout;
    }

    it('plays the shipped campaign where there is no Node', () => {
      expect(run(join(unpacked, 'bin/migrate'), '--demo', '--days', '1')).toMatch(
        /^Plays the campaign pilot2 \(118 sites/,
      );
      expect(existsSync(join(work, 'sites.yaml'))).toBe(true);
    });

    it('runs by a link to it, with the Node that came with it', () => {
      symlinkSync(join(unpacked, 'bin/brokeroff'), join(place, 'brokeroff'));
      expect(run(join(place, 'brokeroff'), '--version')).toMatch(/^brokeroff 0\.1\.0 \(node 24\./);
    });

    it('brings its page, its completion and its units', () => {
      expect(readdirSync(join(unpacked, 'share'), { recursive: true, encoding: 'utf8' })).toEqual(
        expect.arrayContaining([
          'man/man1/migrate.1',
          'bash-completion/completions/migrate',
          'systemd/migrate-agent.service',
          'systemd/migrate-round.timer',
        ]),
      );
    });
  },
);

function found(tool: string): string {
  return execFileSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).trim();
}
