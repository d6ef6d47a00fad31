import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import ImportOs from '../../commands/import/os.js';
import Ready from '../../commands/ready.js';
import Validate from '../../commands/validate.js';
import { smallCampaign } from './campaigns.js';
import { resultOf, run, runJson } from './run-command.js';

interface Told {
  readonly argv: readonly string[];
  readonly file: string;
  readonly table: string;
}

/** The small campaign without a default, its DELTA as init writes it, and a table. */
function campaignWith(...rows: readonly string[]): Told {
  const { argv, file, folder } = smallCampaign();
  const text = readFileSync(file, 'utf8')
    .replace(/^defaults:.*\n/m, '')
    .replace('BETA: { contact', 'BETA: { os: { is: centos7, evidence: site reply, on: 2019-07-30 }, contact')
    .replace(
      'contact: d@delta.example\n    os: { is: slc6, evidence: its name, on: 2019-06-01 }\n    queues: { DELTA: {}',
      'contact: d@delta.example # at night\n    queues: { DELTA: { os: { is: slc6, evidence: "hint: its name", hint: true } }',
    );
  writeFileSync(file, text);
  const table = join(folder, 'CentOS7.csv');
  writeFileSync(table, ['Site,CentOS7 status,Date', ...rows, ''].join('\n'));
  return { argv, file, table };
}

describe('import os', () => {
  it('writes hints at sites and queues, keeps comments, and is a fixed point', async () => {
    const { argv, file, table } = campaignWith(
      'ALPHA,done,2019-08-01',
      'ANALY_DELTA,CentOS 7',
      'DELTA,not yet',
      'BETA,yes',
    );
    const before = readFileSync(file, 'utf8');
    const dry = await run(ImportOs, 'import:os', [...argv, table, '--dry-run']);
    expect(dry.exit).toBe(5);
    expect(dry.stdout).toContain('+ ALPHA: os centos7? hint: CentOS7.csv says done');
    expect(dry.stdout).toContain('2 new hints, 1 confirmed before, 1 not there yet. Nothing was written.');
    expect(readFileSync(file, 'utf8')).toBe(before);

    const unsure = (await runJson(Validate, 'validate', argv)).result?.findings.map(({ path }) => path);
    const { status, result } = await runJson(ImportOs, 'import-os', [...argv, table]);
    expect([status, result?.changed, result?.hints.map(({ site, queue, on }) => [site, queue, on])]).toEqual([
      5,
      true,
      [
        ['ALPHA', null, '2019-08-01'],
        ['DELTA', 'ANALY_DELTA', expect.stringMatching(/^\d{4}-/)],
      ],
    ]);
    const after = readFileSync(file, 'utf8');
    expect(after).toContain(
      'ANALY_ALPHA: {} }, os: { is: centos7, evidence: "hint: CentOS7.csv says done", on: 2019-08-01, hint: true } }',
    );
    expect(after).toContain('# at night');
    expect((await runJson(Validate, 'validate', argv)).result?.findings.map(({ path }) => path)).toEqual(unsure);

    const again = await runJson(ImportOs, 'import-os', [...argv, table]);
    expect(again).toMatchObject({ status: 5, result: { hints: [], waiting: [{ site: 'ALPHA' }, {}], changed: false } });
    expect(readFileSync(file, 'utf8')).toBe(after);
  });

  it('counts for nothing until a person has confirmed it, and then for good', async () => {
    const { argv, file, table } = campaignWith('ALPHA,done');
    const rule = async (): Promise<string | undefined> =>
      (await resultOf(Ready, 'ready', [...argv, 'ALPHA'])).sites[0]?.rules.find(
        ({ rule: name }) => name === 'ready_when',
      )?.result;
    await resultOf(ImportOs, 'import-os', [...argv, table]);
    expect(await rule()).toBe('block');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/, on: [\d-]+, hint: true/, ''));
    expect(await rule()).toBe('pass');
    expect(await runJson(ImportOs, 'import-os', [...argv, table])).toMatchObject({
      status: 0,
      result: { confirmed: ['ALPHA'], hints: [], undecided: [] },
    });
  });

  it('replaces the hint of a name, and never what people have confirmed', async () => {
    const { argv, file, table } = campaignWith(
      'ANALY_DELTA,CentOS7',
      'GAMMA,CentOS7',
      'BETA,no',
      'Alpha-,done',
      'ALPHA,half',
    );
    const { undecided, hints } = await resultOf(ImportOs, 'import-os', [...argv, table]);
    expect(hints.map(({ queue }) => queue)).toEqual(['ANALY_DELTA']);
    expect(undecided.map(({ sentence }) => sentence)).toEqual([
      'The table has Alpha-, and the inventory has no site and no queue of that name.',
      'The inventory says slc6 of GAMMA (its name, 2019-06-01), and the table says "CentOS7".',
      'The inventory says centos7 of BETA (site reply, 2019-07-30), and the table says "no".',
      'Of ALPHA the table says "half", which may mean several things.',
    ]);
    writeFileSync(table, readFileSync(table, 'utf8').replace('ANALY_DELTA,CentOS7', 'ANALY_DELTA,SL6'));
    await resultOf(ImportOs, 'import-os', [...argv, table]);
    expect(readFileSync(file, 'utf8')).toContain(
      'ANALY_DELTA: { os: { is: slc6, evidence: "hint: CentOS7.csv says SL6"',
    );
  });

  it('is not decided where two rows say two things', async () => {
    const { argv, table } = campaignWith('ALPHA,done', 'ALPHA,SL6');
    expect(await resultOf(ImportOs, 'import-os', [...argv, table])).toMatchObject({
      hints: [],
      undecided: [{ sentence: 'The table says two things of ALPHA: "done" and "SL6".' }],
    });
  });

  it('refuses what is no table, and a file that is not there', async () => {
    const { argv, table, file } = campaignWith();
    expect(await runJson(ImportOs, 'import-os', [...argv, table])).toMatchObject({
      status: 1,
      error: {
        code: 'bad-table',
        advice: [expect.stringContaining('Site or Queue'), 'Its titles: Site | CentOS7 status | Date'],
      },
    });
    expect((await runJson(ImportOs, 'import-os', [...argv, `${file}.none`])).error?.message).toContain('no such file');
  });
});
