import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import Flip from '../../../commands/flip.js';
import RehearsalAdvance from '../../../commands/rehearsal/advance.js';
import RehearsalReset from '../../../commands/rehearsal/reset.js';
import Status from '../../../commands/status.js';
import { openSqlite } from '../../../src/storage/sqlite.js';
import { smallCampaign } from '../campaigns.js';
import { resultOf, runJson } from '../run-command.js';

const other = 'made from another inventory';

describe('the world of an inventory', () => {
  it('that has gained a queue since says so, until it is made anew', async () => {
    const { argv, file } = smallCampaign();
    expect((await runJson(Status, 'status', argv)).warnings).toEqual([]);
    change(file, 'ANALY_ALPHA: {}', 'ANALY_ALPHA: {}, ANALY_ALPHA_NEW: {}');
    const { warnings } = await runJson(Status, 'status', argv);
    expect(warnings[0]).toContain(other);
    expect(warnings[0]).toContain('ANALY_ALPHA_NEW');
    expect(warnings[0]).toContain('migrate rehearsal reset');
    await resultOf(RehearsalReset, 'rehearsal-reset', ['--yes', ...argv]);
    expect((await runJson(Status, 'status', argv)).warnings).toEqual([]);
  });

  it.each([
    ['start: "2030-01-07T08:00:00Z"', 'start: "2031-01-07T08:00:00Z"'],
    ['seed: 1', 'seed: 2'],
  ])('is told apart by %s', async (before, after) => {
    const { argv, file } = smallCampaign();
    await runJson(Status, 'status', argv);
    change(file, before, after);
    expect((await runJson(Status, 'status', argv)).warnings.join()).toContain(other);
  });

  it('is the same where only what people maintain has changed', async () => {
    const { argv, file } = smallCampaign();
    await runJson(Status, 'status', argv);
    change(file, 'a@alpha.example', 'new@alpha.example');
    change(file, 'sites_per_day: 1', 'sites_per_day: 3');
    expect((await runJson(Status, 'status', argv)).warnings).toEqual([]);
  });

  it('is not that of a campaign of the same name in another folder', async () => {
    const one = smallCampaign();
    const folder = join(one.folder, 'other');
    mkdirSync(folder);
    cpSync(one.file, join(folder, 'sites.yaml'));
    const others = ['--inventory', join(folder, 'sites.yaml')];
    await resultOf(RehearsalAdvance, 'rehearsal-advance', ['1d', ...one.argv]);
    await resultOf(Flip, 'flip', ['BETA', '--to', '2', '--yes', ...one.argv]);
    const before = await resultOf(Status, 'status', others);
    expect(before.asOf).toBe('2030-01-07T08:00:00.000Z');
    expect(before.sites.commissioning).toBe(0);
    await resultOf(RehearsalReset, 'rehearsal-reset', ['--yes', ...others]);
    expect((await resultOf(Status, 'status', one.argv)).sites.commissioning).toBe(1);
  });

  it('is never made of a file that holds something else, and no such file is deleted', async () => {
    const refused = { status: 3, error: { code: 'bad-world' } };
    const { argv, file, folder } = smallCampaign();
    change(file, 'start: "2030', 'world: notes.txt, start: "2030');
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    expect(await runJson(Status, 'status', argv)).toMatchObject(refused);
    expect(await runJson(RehearsalReset, 'rehearsal-reset', ['--yes', ...argv])).toMatchObject(refused);
    expect(readFileSync(join(folder, 'notes.txt'), 'utf8')).toBe('mine');

    change(file, 'notes.txt', 'theirs.db');
    const theirs = openSqlite(join(folder, 'theirs.db'));
    theirs.exec('CREATE TABLE mine (x)');
    theirs.close();
    expect(await runJson(Status, 'status', argv)).toMatchObject(refused);
    expect(await runJson(RehearsalReset, 'rehearsal-reset', ['--yes', ...argv])).toMatchObject(refused);
    const kept = openSqlite(join(folder, 'theirs.db'), { readOnly: true });
    expect(kept.prepare('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'mine' }]);
    kept.close();
  });
});

function change(file: string, before: string, after: string): void {
  writeFileSync(file, readFileSync(file, 'utf8').replace(before, after));
}
