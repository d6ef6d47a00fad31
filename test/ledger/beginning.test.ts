import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSqlite } from '../../src/storage/sqlite.js';
import { openSqliteLedger } from '../../src/ledger/sqlite.js';
import { temporaryFolder } from './builders.js';

const beginner = `
  const { openSqliteLedger } = await import(process.argv[1]);
  const [folder, readonly, startMs] = [process.argv[2], process.argv[3] === 'true', Number(process.argv[4])];
  for (let round = 0; round < 30; round++) {
    while (Date.now() < startMs + round * 25);
    const ledger = await openSqliteLedger(folder + '/' + round + '.sqlite', { campaign: 'pilot2', grid: 'world-1', readonly });
    await ledger.history();
    await ledger.close();
  }
`;

// SQLite turns away processes that put a file into WAL mode at the same moment.
it('processes that begin a ledger at the same moment all get it', async () => {
  const [folder, startMs] = [temporaryFolder(), Date.now() + 1_500];
  const module = fileURLToPath(new URL('../../src/ledger/sqlite.ts', import.meta.url));
  const processes = [false, false, false, true].map(async (readonly) => {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '-e', beginner, module, folder, String(readonly), String(startMs)],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let stderr = '';
    child.stderr.on('data', (data: Buffer) => {
      stderr += data.toString();
    });
    await once(child, 'close');
    return stderr;
  });
  expect(await Promise.all(processes)).toEqual(['', '', '', '']);
});

/** Whether a disk of its own with so much room is there now, which only root may mount. */
function mountDisk(folder: string, kilobytes: number): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'none', folder]).status === 0;
}

function mayMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'migrate-mount-'));
  const isMounted = mountDisk(folder, 64);
  if (isMounted) spawnSync('umount', ['--lazy', folder]);
  rmdirSync(folder);
  return isMounted;
}

describe.runIf(mayMount())('on a disk that is too small a ledger', () => {
  // From no room for its tables to room for them in the -wal alone, and beside it for a part of the file.
  it.each([40, 80, 120, 144, 160, 176])(
    'of %i kB is not begun by halves, and is begun when there is room',
    async (room) => {
      const folder = temporaryFolder();
      expect(mountDisk(folder, room)).toBe(true);
      const file = join(folder, 'ledger.sqlite');
      const begin = async (): Promise<void> => {
        const ledger = await openSqliteLedger(file, { campaign: 'pilot2', grid: 'world-1' });
        expect((await ledger.verify()).differences).toEqual([]);
        await ledger.close();
      };
      try {
        await begin().catch((error: unknown) => {
          expect(String(error)).toContain('no room is left on its disk');
        });
        spawnSync('mount', ['-o', 'remount,size=4m', folder]);
        await begin();
      } finally {
        spawnSync('umount', ['--lazy', folder]);
      }
    },
  );
});

it('a ledger that says that it is being moved here, and was not, does not stand the proof', async () => {
  const file = join(temporaryFolder(), 'ledger.sqlite');
  const ledger = await openSqliteLedger(file, { campaign: 'pilot2', grid: 'world-1' });
  onTestFinished(() => ledger.close());
  const database = openSqlite(file);
  database.exec("UPDATE identity SET moving_from = '/elsewhere.sqlite'");
  database.close();
  expect((await ledger.verify()).differences).toEqual([
    'identity: moving_from is /elsewhere.sqlite, the events tell nothing.',
  ]);
});
