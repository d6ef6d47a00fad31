import { expect, it } from 'vitest';
import Next from '../../commands/next.js';
import Pause from '../../commands/pause.js';
import Plan from '../../commands/plan.js';
import Resume from '../../commands/resume.js';
import Status from '../../commands/status.js';
import Advance from '../../commands/rehearsal/advance.js';
import { goWrong, smallCampaign } from './campaigns.js';
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

it('a pause stands in the status of the site, in the explanation of its day and among what to look at', async () => {
  const { argv } = smallCampaign();
  await resultOf(Pause, 'pause', [...argv, '--scope', 'site=BETA', ...reason]);
  const sentence =
    /^site=BETA is paused by maria since .*: the storage is down\. `migrate resume --scope site=BETA --reason TEXT` ends it\./;
  const { named } = await resultOf(Status, 'status', ['BETA', ...argv]);
  expect(named?.[0]?.paused).toMatch(sentence);
  expect((await resultOf(Plan, 'plan', ['--explain', 'BETA', ...argv])).explain?.reason).toMatch(sentence);
  const { problems } = await resultOf(Status, 'status', argv);
  expect(problems.find(({ subject }) => subject === 'site=BETA')?.sentence).toMatch(sentence);
});

it('shows its price first: the very finish that the plan has once it is paused', async () => {
  const { argv } = smallCampaign();
  const { finish } = await resultOf(Plan, 'plan', argv);
  const pause = ['--scope', 'site=BETA', '--until', '2030-01-21', ...argv, ...reason];
  const tried = await resultOf(Pause, 'pause', ['--dry-run', ...pause]);
  expect(tried.price?.finish.before).toBe(finish);
  expect(tried.price?.finish.after).not.toBe(finish);
  expect(tried.price?.moved.map(({ site, after }) => [site, after])).toContainEqual(['BETA', '2030-01-21']);
  await resultOf(Pause, 'pause', pause);
  const planned = await resultOf(Plan, 'plan', argv);
  expect(planned.finish).toBe(tried.price?.finish.after);
});

it('without an end has no day for its sites, and says when they would go if it were resumed in a week', async () => {
  const { argv } = smallCampaign();
  const { price } = await resultOf(Pause, 'pause', [...argv, ...reason]);
  expect(price).toMatchObject({ finish: { after: null }, workingDays: null, moved: [] });
  expect(price?.without.length).toBeGreaterThan(0);
  expect((await resultOf(Plan, 'plan', argv)).finish).toBeNull();
  await resultOf(Resume, 'resume', ['--yes', ...argv, ...reason]);
  await resultOf(Pause, 'pause', [...argv, ...reason, '--until', price?.ifResumed?.on ?? '']);
  expect((await resultOf(Plan, 'plan', argv)).finish).toBe(price?.ifResumed?.finish);
});

it.each([
  ['an end', ['--until', '2030-01-09']],
  ['something spared', ['--except', 'flip']],
  ['either, at once', ['--now', '--until', '2030-01-09', '--except', 'flip']],
  ['either, tried', ['--dry-run', '--until', '2030-01-09', '--except', 'flip']],
])('a pause that stands is not weakened by another of its scope: %s', async (_, weaker) => {
  const { argv } = smallCampaign();
  await resultOf(Pause, 'pause', [...argv, '--now', ...reason]);
  expect(await runJson(Pause, 'pause', [...argv, ...weaker, '--reason', 'coffee'])).toMatchObject({
    status: 4,
    error: {
      code: 'already-paused',
      message: expect.stringMatching(/^campaign is paused already, by maria since .*: the storage is down\./) as string,
    },
  });
  expect((await runJson(Next, 'next', [...argv, '--dry-run'])).warnings.join()).toContain('the storage is down');
});

it('a pause is replaced by one that stops as much for as long, and says so', async () => {
  const { argv } = smallCampaign();
  await resultOf(Pause, 'pause', [...argv, '--now', ...reason, '--until', '2030-01-09', '--except', 'flip']);
  const replaces = { by: 'maria', reason: 'the storage is down' };
  const longer = [...argv, '--now', '--reason', 'all of it', '--until', '2030-01-10'];
  expect(await resultOf(Pause, 'pause', ['--dry-run', ...longer])).toMatchObject({ replaces });
  expect(await resultOf(Pause, 'pause', longer)).toMatchObject({ replaces, except: [] });
  await resultOf(Advance, 'rehearsal-advance', [...argv, '65h']);
  expect(await resultOf(Pause, 'pause', [...argv, '--now', ...reason, '--except', 'flip'])).not.toHaveProperty(
    'replaces',
  );
});

it('is over at the beginning of its day in the zone of the campaign, without a word by anybody', async () => {
  const { argv } = smallCampaign();
  const { until } = await resultOf(Pause, 'pause', [...argv, ...reason, '--until', '2030-01-09']);
  expect(until).toBe('2030-01-09T00:00:00.000Z');
  await resultOf(Advance, 'rehearsal-advance', [...argv, '41h']);
  expect((await runJson(Next, 'next', [...argv, '--dry-run'])).warnings.join()).not.toContain('is paused by');
});

it('spares what it names', async () => {
  const { argv } = smallCampaign();
  const before = await resultOf(Next, 'next', [...argv, '--dry-run']);
  await resultOf(Pause, 'pause', [...argv, '--except', 'brokeroff', '--except', 'site=BETA', ...reason]);
  const { operations } = await resultOf(Next, 'next', [...argv, '--dry-run']);
  expect(operations.length).toBeGreaterThan(0);
  expect(operations).toEqual(before.operations.filter(({ site, kind }) => site === 'BETA' || kind === 'brokeroff'));
});

it('--now reads nothing of the grid', async () => {
  const { argv, file } = smallCampaign();
  await goWrong(file, { kind: 'status', status: 403, when: 'before', count: 1000 });
  expect((await resultOf(Pause, 'pause', [...argv, '--now', ...reason])).price).toBeNull();
});

it('pauses although the grid does not answer, and says that its price is unknown', async () => {
  const { argv, file } = smallCampaign();
  await goWrong(file, { kind: 'status', status: 403, when: 'before', count: 1000 });
  const { result, warnings } = await runJson(Pause, 'pause', [...argv, ...reason]);
  expect(result?.price).toBeNull();
  expect(warnings.join()).toMatch(/What the pause costs is unknown: /);
});

it.each([
  ['--until', '2030-01-07', 'is not ahead'],
  ['--until', 'tomorrow', 'is not a date'],
  ['--except', 'flips', 'is nothing that a pause can spare'],
  ['--except', 'site=OMEGA', 'OMEGA'],
])('%s %s is refused', async (flag, value, message) => {
  const { argv } = smallCampaign();
  expect(await runJson(Pause, 'pause', [...argv, flag, value, ...reason])).toMatchObject({
    status: 2,
    error: { message: expect.stringContaining(message) as string },
  });
});

it('is tried with --dry-run, and a resumption needs a yes', async () => {
  const { argv } = smallCampaign();
  await resultOf(Pause, 'pause', [...argv, '--dry-run', ...reason]);
  expect((await runJson(Resume, 'resume', [...argv, ...reason])).error?.code).toBe('not-paused');
  expect((await resultOf(Next, 'next', [...argv, '--dry-run'])).operations.length).toBeGreaterThan(0);
  await resultOf(Pause, 'pause', [...argv, '--now', ...reason]);
  expect((await runJson(Resume, 'resume', [...argv, ...reason])).error?.code).toBe('not-confirmed');
});

it('a paused site waits, and another takes its place', async () => {
  const { argv } = smallCampaign();
  const before = await resultOf(Next, 'next', [...argv, '--dry-run']);
  await resultOf(Pause, 'pause', [...argv, '--scope', 'site=BETA', ...reason]);
  const { operations } = await resultOf(Next, 'next', [...argv, '--dry-run']);
  expect(before.operations.map(({ site }) => site)).not.toContain('ALPHA');
  expect(new Set(operations.map(({ site }) => site))).toEqual(
    new Set(['ALPHA', ...before.operations.map(({ site }) => site).filter((site) => site !== 'BETA')]),
  );
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

it('a cloud that nobody knows is not paused, spared or resumed', async () => {
  const { argv } = smallCampaign();
  const cloud = (await resultOf(Next, 'next', [...argv, '--dry-run'])).operations[0]?.cloud ?? '';
  const wrong = `cloud=${cloud.toLowerCase()}`;
  for (const flags of [
    ['--scope', wrong],
    ['--except', wrong],
  ])
    expect(await runJson(Pause, 'pause', [...argv, ...flags, ...reason])).toMatchObject({
      status: 2,
      error: { advice: [expect.stringContaining(cloud)] },
    });
  const untold = await runJson(Pause, 'pause', [...argv, '--now', '--scope', wrong, ...reason]);
  expect(untold.warnings.join()).toContain('could not be checked');
  await resultOf(Pause, 'pause', [...argv, '--scope', `cloud=${cloud}`, ...reason]);
  expect(await runJson(Resume, 'resume', ['--yes', ...argv, ...reason])).toMatchObject({
    status: 4,
    error: { code: 'not-paused', advice: [expect.stringContaining(`cloud=${cloud}`)] },
  });
  await resultOf(Resume, 'resume', ['--yes', ...argv, '--scope', `cloud=${cloud}`, ...reason]);
});
