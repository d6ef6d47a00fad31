import { expect, it } from 'vitest';
import Next from '../../commands/next.js';
import Pause from '../../commands/pause.js';
import Plan from '../../commands/plan.js';
import Resume from '../../commands/resume.js';
import Status from '../../commands/status.js';
import { smallCampaign } from './campaigns.js';
import { resultOf, runJson } from './run-command.js';

const reason = ['--reason', 'the storage is down'];

it('a paused campaign does nothing and says why, until it is resumed', async () => {
  const { argv } = smallCampaign();
  expect(await resultOf(Pause, 'pause', [...argv, ...reason])).toMatchObject({ scope: 'campaign', by: 'maria' });
  const paused = await runJson(Next, 'next', [...argv, '--yes']);
  expect(paused.result?.operations).toEqual([]);
  expect(paused.warnings.join()).toContain(
    'campaign is paused by maria since 2030-01-07T08:00:00.000Z: the storage is down',
  );
  await resultOf(Resume, 'resume', ['--yes', ...argv, '--reason', 'it is up']);
  expect((await resultOf(Next, 'next', [...argv, '--yes'])).outcomes?.length).toBeGreaterThan(0);
});

it('a pause stands in the status of the site, in the explanation of its day and in the list of who comes next', async () => {
  const { argv } = smallCampaign();
  await resultOf(Pause, 'pause', [...argv, '--scope', 'site=BETA', ...reason]);
  const sentence =
    /^site=BETA is paused by maria since .*: the storage is down\. `migrate resume --scope site=BETA --reason TEXT` ends it\./;
  const { named } = await resultOf(Status, 'status', ['BETA', ...argv]);
  expect(named?.[0]?.paused).toMatch(sentence);
  expect((await resultOf(Plan, 'plan', ['--explain', 'BETA', ...argv])).explain?.reason).toMatch(sentence);
  expect((await resultOf(Status, 'status', argv)).next.find(({ site }) => site === 'BETA')?.reason).toMatch(sentence);
});

it('is tried with --dry-run, and a resumption needs a yes', async () => {
  const { argv } = smallCampaign();
  await resultOf(Pause, 'pause', [...argv, '--dry-run', ...reason]);
  expect((await runJson(Resume, 'resume', [...argv, ...reason])).error?.code).toBe('not-confirmed');
  expect((await resultOf(Next, 'next', [...argv, '--dry-run'])).operations.length).toBeGreaterThan(0);
});

it('a paused site waits, the others go on', async () => {
  const { argv } = smallCampaign();
  const before = await resultOf(Next, 'next', [...argv, '--dry-run']);
  await resultOf(Pause, 'pause', [...argv, '--scope', 'site=BETA', ...reason]);
  const { operations } = await resultOf(Next, 'next', [...argv, '--dry-run']);
  expect(operations).toEqual(before.operations.filter(({ site }) => site !== 'BETA'));
  expect(operations.length).toBeLessThan(before.operations.length);
});

it.each([['clod=UK'], ['wave=today'], ['site=OMEGA'], ['wave=2030-01-07']])(
  '"%s" is no scope to pause',
  async (scope) => {
    const { argv } = smallCampaign();
    expect(await runJson(Pause, 'pause', [...argv, '--scope', scope, ...reason])).toMatchObject({ status: 2 });
  },
);

it.each([
  [['--scope', 'trait=copy tool lsm', '--mended'], 4, 'No stop of the line stands on "copy tool lsm".'],
  [['--scope', 'trait=copy tool lsm'], 2, 'Until when do the sites of the trait go?'],
  [['--scope', 'trait=copy tool lsm', '--until', '2030-02-30'], 2, '"2030-02-30" is not a date.'],
  [['--scope', 'site=BETA', '--mended'], 2, '--until and --mended are for a trait'],
])('a stop of the line is lifted by its trait alone: %s', async (flags, status, message) => {
  const { argv } = smallCampaign();
  const refused = await runJson(Resume, 'resume', [...argv, ...flags, ...reason]);
  expect(refused).toMatchObject({ status, error: { message: expect.stringContaining(message) as string } });
});
