/** What sites.yaml may look like: a key left empty is refused by every command, and the schedule is edited in any form. */
import { load, CORE_SCHEMA } from 'js-yaml';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import Brokeroff from '../../commands/brokeroff/index.js';
import Schedule from '../../commands/brokeroff/schedule.js';
import Next from '../../commands/next.js';
import Validate from '../../commands/validate.js';
import { seen, smallCampaign } from './campaigns.js';
import { resultOf, runJson } from './run-command.js';

describe('a key left empty', () => {
  it.each([
    [
      'the hold of a site',
      '    contact: d@delta.example\n',
      '    contact: d@delta.example\n    hold: # storage move\n',
    ],
    ['the day of a retirement', 'on: 2030-01-15, because', 'on: , because'],
  ])('is refused by validate and next with 3, and nothing is written: %s', async (_what, before, after) => {
    const { argv, file } = smallCampaign();
    const right = readFileSync(file, 'utf8');
    const wrong = right.replace(before, after);
    expect(wrong).not.toBe(right);
    writeFileSync(file, wrong);
    const checked = await runJson(Validate, 'validate', argv);
    expect(checked.status).toBe(3);
    expect(checked.result?.findings).toContainEqual(
      expect.objectContaining({ severity: 'error', found: 'a key left empty' }),
    );
    const next = await runJson(Next, 'next', ['--yes', ...argv]);
    expect([next.status, next.error?.code, next.result]).toEqual([3, 'bad-inventory', null]);
    expect(`${next.error?.message ?? ''} ${next.error?.advice.join(' ') ?? ''}`).toContain('a key left empty');
    writeFileSync(file, right);
    expect(await seen(file, '/rehearsal/journal?kind=change')).toEqual([]);
  });
});

const quote = (text: string): string =>
  text.replace(/\b(campaign|sites|retirements|queues|queue|on|because|os|is|grid|DELTA|ANALY_DELTA)(?=:)/g, '"$1"');
const asJson = (text: string): string => JSON.stringify(load(text, { schema: CORE_SCHEMA }), null, 2);

describe('brokeroff schedule edits', () => {
  it.each([
    ['quoted keys', quote],
    ['a byte order mark', (text: string) => `\uFEFF${text}`],
    ['a byte order mark and quoted keys', (text: string) => `\uFEFF${quote(text)}`],
    ['JSON', asJson],
    ['JSON after a byte order mark', (text: string) => `\uFEFF${asJson(text)}`],
  ])('a file with %s, and leaves one that is valid and says the new day', async (what, written) => {
    const { argv, file } = smallCampaign();
    const before = written(readFileSync(file, 'utf8'));
    writeFileSync(file, before);
    const first = await runJson(Validate, 'validate', argv);
    for (const [queue, ...more] of [
      ['ANALY_DELTA', '--on', '2030-02-01'],
      ['ANALY_GAMMA', '--on', '2030-02-01', '--reason', 'the "last" one'],
    ] as const)
      await resultOf(Schedule, 'brokeroff-schedule', [queue, ...more, '--yes', ...argv]);
    const after = readFileSync(file, 'utf8');
    expect(after.startsWith('\uFEFF')).toBe(before.startsWith('\uFEFF'));
    if (what.includes('JSON')) expect(() => JSON.parse(after.replace('\uFEFF', '')) as unknown).not.toThrow();
    const checked = await runJson(Validate, 'validate', argv);
    expect([checked.status, checked.result?.findings.filter(({ severity }) => severity === 'error')]).toEqual([
      first.status,
      [],
    ]);
    expect(checked.result?.retirements).toBe(3);
    const { queues } = await resultOf(Brokeroff, 'brokeroff', ['--date', '2030-02-01', '--dry-run', ...argv]);
    expect(queues.map(({ queue, on, reason }) => [queue, on, reason])).toEqual([
      ['ANALY_GAMMA_SL6', null, 'a CentOS7 queue exists'],
      ['ANALY_DELTA', '2030-02-01', 'the site closes'],
      ['ANALY_GAMMA', '2030-02-01', 'the "last" one'],
    ]);
  });
});
