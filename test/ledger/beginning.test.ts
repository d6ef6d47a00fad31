import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
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
