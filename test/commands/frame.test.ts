import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import ConfigCommand from '../../commands/config.js';
import History from '../../commands/history.js';
import Next from '../../commands/next.js';
import Status from '../../commands/status.js';
import Validate from '../../commands/validate.js';
import { smallCampaign } from './campaigns.js';
import { resultOf, run, runJson } from './run-command.js';

describe('a wrong command line', () => {
  it('ends with 2, plainly and with --json', async () => {
    const { argv } = smallCampaign();
    const plain = await run(Status, 'status', ['--inventroy', 'x', ...argv]);
    expect(plain.exit).toBe(2);
    expect(plain.stdout).toBe('');
    expect(plain.stderr).toContain('Did you mean --inventory?');
    const { status, error } = await runJson(Status, 'status', ['--inventroy', 'x', ...argv]);
    expect([status, error?.code]).toEqual([2, 'usage']);
  });

  it('names the values that a flag takes', async () => {
    const { argv } = smallCampaign();
    const { status, error } = await runJson(Next, 'next', ['--track', 'pilots', ...argv]);
    expect(status).toBe(2);
    expect(error?.message).toContain('pilot, containers, retirement');
  });

  it('names the site that was probably meant', async () => {
    const { argv } = smallCampaign();
    const { status, error } = await runJson(Next, 'next', ['--site', 'BETTA', '--dry-run', ...argv]);
    expect([status, error?.advice]).toEqual([2, ['Did you mean BETA?']]);
  });
});

describe('a bad inventory', () => {
  it('ends with 3 and shows every error with its place', async () => {
    const { file, argv } = smallCampaign();
    writeFileSync(file, 'campaign: { name: small, paces: [] }\nsites:\n  A: { slots: many, queues: { A: {} } }\n');
    const { status, error } = await runJson(Status, 'status', argv);
    expect(status).toBe(3);
    expect(error?.message).toContain(`${file}:1`);
    expect(error?.message).toContain(`${file}:3`);
    const { exit, stdout } = await run(Validate, 'validate', argv);
    expect(exit).toBe(3);
    expect(stdout).toContain('Did you mean pace?');
    expect(stdout).toContain('2 errors');
  });

  it('cannot steer the terminal, whatever it is called', async () => {
    const argv = ['--inventory', join(smallCampaign().folder, '\u001b[31mred.yaml')];
    const told = [await run(Status, 'status', argv), await run(Validate, 'validate', argv)];
    for (const { stdout, stderr } of told) expect(stdout + stderr).not.toContain('\u001b[31m');
    expect(told.map(({ exit }) => exit)).toEqual([3, 3]);
  });

  it('that does not exist is named, and so is who asked for it', async () => {
    const { folder } = smallCampaign();
    vi.stubEnv('MIGRATE_INVENTORY', join(folder, 'nowhere.yaml'));
    const { status, error } = await runJson(Status, 'status', []);
    expect(status).toBe(3);
    expect(error?.message).toContain('nowhere.yaml');
    expect(error?.advice.join()).toContain('MIGRATE_INVENTORY');
  });

  it('with doubts only ends with 5', async () => {
    const { file, argv } = smallCampaign();
    writeFileSync(file, 'campaign: { name: small }\nsites:\n  A: { os: { is: slc6 }, queues: { A: {} } }\n');
    const { status, result } = await runJson(Validate, 'validate', argv);
    expect(status).toBe(5);
    expect(result?.findings.every(({ severity }) => severity === 'warning')).toBe(true);
  });

  it('with an unknown scenario is told which there are', async () => {
    const { file, argv } = smallCampaign();
    writeFileSync(
      file,
      'campaign: { name: small }\ngrid: { use: rehearsal, rehearsal: { scenario: july } }\nsites:\n  A: { queues: { A: {} } }\n',
    );
    const { status, error } = await runJson(Status, 'status', argv);
    expect(status).toBe(3);
    expect(error?.advice.join()).toContain('august-2019');
    expect((await runJson(Validate, 'validate', argv)).error).toEqual(error);
  });
});

describe('the rehearsal', () => {
  it('that has no place to be kept says which', async () => {
    const { argv, file } = smallCampaign();
    vi.stubEnv('XDG_STATE_HOME', file);
    const { status, error } = await runJson(Status, 'status', argv);
    expect([status, error?.code]).toEqual([3, 'bad-world']);
    expect(error?.advice.join()).toContain('XDG_STATE_HOME');
  });
});

describe('the ledger', () => {
  it('of another grid is refused with 3', async () => {
    const one = smallCampaign();
    const ledger = join(one.folder, 'ledger.sqlite');
    await resultOf(Next, 'next', ['--yes', '--ledger', ledger, ...one.argv]);
    const two = smallCampaign();
    const { status, error } = await runJson(History, 'history', ['--ledger', ledger, ...two.argv]);
    expect([status, error?.code]).toEqual([3, 'ledger-refused']);
  });

  it('on a server that nobody reaches says so, without the password', async () => {
    const { argv } = smallCampaign();
    const { status, error } = await runJson(History, 'history', [
      '--ledger',
      'postgres://anna:secret@127.0.0.1:1/db',
      ...argv,
    ]);
    expect(status).toBe(1);
    expect(error?.message).toBe('The ledger postgres://anna@127.0.0.1:1/db failed: connect ECONNREFUSED 127.0.0.1:1.');
  });
});

describe('the settings', () => {
  it('show which source won', async () => {
    const { folder } = smallCampaign();
    mkdirSync(join(folder, 'config', 'migrate'), { recursive: true });
    writeFileSync(join(folder, 'config', 'migrate', 'config.yaml'), 'operator: heinz\nledger: /srv/ledger.sqlite\n');
    const { settings } = await resultOf(ConfigCommand, 'config', ['--inventory', 'other.yaml']);
    expect(
      settings
        .filter(({ name }) => name !== 'grid')
        .slice(0, 3)
        .map(({ name, value, source }) => [name, value, source]),
    ).toEqual([
      ['inventory', 'other.yaml', 'flag'],
      ['ledger', '/srv/ledger.sqlite', 'user file'],
      ['operator', 'maria', 'environment'],
    ]);
    expect(settings.find(({ name }) => name === 'state folder')).toMatchObject({
      source: 'environment',
      where: 'XDG_STATE_HOME',
    });
  });

  it('name the grid, and the very file of its ledger', async () => {
    const { folder, argv } = smallCampaign();
    const ledgerOf = async (): Promise<string | undefined> =>
      (await resultOf(ConfigCommand, 'config', argv)).settings.find(({ name }) => name === 'ledger')?.value;
    expect(await ledgerOf()).toMatch(/GRID\.ledger\.sqlite$/);
    expect(readdirSync(folder)).not.toContain('state');
    await resultOf(Next, 'next', ['--yes', ...argv]);
    const file = (await ledgerOf()) ?? '';
    expect(existsSync(file)).toBe(true);
    expect(file).toMatch(/world-[\w-]+\.ledger\.sqlite$/);
    const { settings } = await resultOf(ConfigCommand, 'config', argv);
    expect(settings).toContainEqual({
      name: 'grid',
      value: 'the rehearsal grid',
      source: 'sites.yaml',
      where: 'grid.use',
    });
  });

  it('count what sites.yaml says, its paths beside it', async () => {
    const { folder, file, argv } = smallCampaign();
    writeFileSync(file, 'campaign: { name: small }\nledger: campaign.sqlite\nsites:\n  A: { queues: { A: {} } }\n');
    const { settings } = await resultOf(ConfigCommand, 'config', argv);
    expect(settings).toContainEqual({
      name: 'ledger',
      value: join(folder, 'campaign.sqlite'),
      source: 'sites.yaml',
      where: 'the inventory',
    });
  });
});
