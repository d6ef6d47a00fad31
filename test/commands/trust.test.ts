import { describe, expect, it } from 'vitest';
import Flip from '../../commands/flip.js';
import History from '../../commands/history.js';
import Status from '../../commands/status.js';
import { openSqlite } from '../../src/storage/sqlite.js';
import { smallCampaign } from './campaigns.js';
import { run, runJson } from './run-command.js';

describe('the head of the ledger', () => {
  it('is told by what acts, and finds an end that was cut off with its rows', async () => {
    const { argv, folder } = smallCampaign();
    const ledger = ['--ledger', `${folder}/ledger.sqlite`];
    const { ledgerHead = '' } = await runJson(Flip, 'flip', ['BETA_MCORE', '--to', '2', '--yes', ...argv, ...ledger]);
    expect(ledgerHead).toMatch(/^[0-9a-f]{64}$/);
    expect((await runJson(Status, 'status', [...argv, ...ledger])).ledgerHead).toBeUndefined();

    const check = ['--verify', ...argv, ...ledger];
    const whole = await runJson(History, 'history', [...check, '--expect', ledgerHead]);
    expect([whole.status, whole.result?.verified]).toMatchObject([
      0,
      { head: ledgerHead, differences: [], expected: { found: true } },
    ]);
    const { stderr } = await run(Flip, 'flip', ['ANALY_BETA', '--to', '2', '--yes', ...argv, ...ledger]);
    expect(stderr).toMatch(/Ledger head: [0-9a-f]{64}\n/);
    expect((await runJson(History, 'history', [...check, '--expect', ledgerHead])).status).toBe(0);

    const database = openSqlite(`${folder}/ledger.sqlite`);
    for (const table of ['events', 'operations', 'queues', 'claims', 'shares', 'requests', 'sqlite_sequence'])
      database.exec(`DELETE FROM ${table}`);
    database.close();
    expect((await runJson(History, 'history', check)).status).toBe(0);
    const cut = await run(History, 'history', [...check, '--expect', ledgerHead]);
    expect(cut.exit).toBe(3);
    expect(cut.stdout).toContain(`It does not go back to ${ledgerHead}: events were cut off, or it is another ledger.`);
  });

  it.each(['at', 'actor', 'what', 'key', 'site', 'queue', 'detail', 'hash'])(
    'does not hold where somebody wrote into the column %s, whatever stands there now',
    async (column) => {
      const { argv, folder } = smallCampaign();
      const ledger = ['--ledger', `${folder}/ledger.sqlite`];
      await runJson(Flip, 'flip', ['BETA_MCORE', '--to', '2', '--yes', ...argv, ...ledger]);
      const database = openSqlite(`${folder}/ledger.sqlite`);
      database.exec(`UPDATE events SET ${column} = 'zzz' WHERE id = 2`);
      database.close();
      const verified = await run(History, 'history', ['--verify', ...argv, ...ledger]);
      expect([verified.exit, verified.stderr]).toEqual([3, expect.not.stringContaining('fault in migrate')]);
      const shown = await run(History, 'history', [...argv, ...ledger]);
      expect(shown.stdout + shown.stderr).not.toContain('fault in migrate');
    },
  );
});
