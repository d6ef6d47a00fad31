import { writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import Next from '../../commands/next.js';
import Plan from '../../commands/plan.js';
import RehearsalAdvance from '../../commands/rehearsal/advance.js';
import Validate from '../../commands/validate.js';
import { shippedCampaign, smallCampaign } from './campaigns.js';
import { resultOf, run, runJson } from './run-command.js';

type Waves = readonly { readonly date: string; readonly sites: readonly string[] }[];

function dayOf(waves: Waves, site: string): string | undefined {
  return waves.find(({ sites }) => sites.includes(site))?.date;
}

describe('the plan of August 2019', () => {
  it('says when it ends, how far from the bound, and which rule to relax', async () => {
    const { finish, bound, gapDays, relax, waves } = await resultOf(Plan, 'plan', shippedCampaign());
    expect(finish).toBe(waves.at(-1)?.date);
    expect(bound.date).toBe(finish);
    expect(gapDays).toBe(0);
    expect(relax[0]?.change).toContain('vacation period');
    expect(relax[0]?.daysEarlier).toBeGreaterThan(0);
  });

  it('forecasts from the five sites a day of July, the same for everybody', async () => {
    const campaign = shippedCampaign();
    const { forecast, finish } = await resultOf(Plan, 'plan', campaign);
    expect(forecast).toMatchObject({ confidence: 'usual' });
    expect(forecast?.samples).toBeGreaterThanOrEqual(15);
    const { p50, p85, p95 } = forecast ?? {};
    expect([p50, p85, p95].toSorted()).toEqual([p50, p85, p95]);
    expect((p50 ?? '') >= (finish ?? '')).toBe(true);
    expect((await resultOf(Plan, 'plan', campaign)).forecast).toEqual(forecast);
  });

  it('says when the thirteen that await containers get them: one a day in August', async () => {
    const { containers } = await resultOf(Plan, 'plan', shippedCampaign());
    expect(containers).toMatchObject({ awaiting: 13, finish: '2019-08-21', unplanned: [] });
  });

  it('shows all of it on the screen', async () => {
    const { stdout } = await run(Plan, 'plan', shippedCampaign());
    for (const title of ['finish', 'not before', 'to gain', 'forecast', 'containers'])
      expect(stdout).toMatch(new RegExp(`^${title}  `, 'm'));
  });

  it('agrees with `next` on today', async () => {
    const campaign = shippedCampaign();
    const planned = await resultOf(Plan, 'plan', campaign);
    const { operations } = await resultOf(Next, 'next', [...campaign, '--dry-run']);
    expect(planned.operations).toEqual(operations);
  });
});

describe('--explain', () => {
  it('names the rule of every earlier day, as ranges', async () => {
    const { explain, waves } = await resultOf(Plan, 'plan', ['--explain', 'TRIUMF', ...shippedCampaign()]);
    expect(explain).toMatchObject({ site: 'TRIUMF', date: dayOf(waves, 'TRIUMF') });
    expect(explain?.notBefore[0]?.from).toBe('2019-08-05');
    expect(explain?.notBefore.every(({ reason: because }) => because !== '')).toBe(true);
  });

  it('shows the explanation alone', async () => {
    const { stdout } = await run(Plan, 'plan', ['--explain', 'TRIUMF', ...shippedCampaign()]);
    expect(stdout).toMatch(/^TRIUMF: /);
    expect(stdout).not.toContain('Waves');
  });

  it('says why a site has no day', async () => {
    const { explain } = await resultOf(Plan, 'plan', ['--explain', 'GAMMA', ...smallCampaign().argv]);
    expect(explain).toMatchObject({ site: 'GAMMA', date: null, notBefore: [] });
    expect(explain?.reason).toContain('slc6');
  });

  it('finds a site by the part of its name that people use', async () => {
    const { stderr } = await run(Plan, 'plan', ['--explain', 'RHUL', ...shippedCampaign()]);
    expect(stderr).toMatch(/Did you mean UKI-LT2-RHUL\?/);
  });

  it('knows no other names', async () => {
    const { status, error } = await runJson(Plan, 'plan', ['--explain', 'TRIUMPH', ...shippedCampaign()]);
    expect(status).toBe(2);
    expect(error?.advice).toEqual(['Did you mean TRIUMF?']);
  });
});

describe('--set', () => {
  it('plans by another rule, beside the plan without it', async () => {
    const { compare, finish } = await resultOf(Plan, 'plan', [
      '--set',
      'pace.1.sites_per_day=5',
      '--compare',
      ...shippedCampaign(),
    ]);
    expect(compare?.finish.after).toBe(finish);
    expect(compare?.daysEarlier).toBeGreaterThan(0);
    expect(compare?.moved.length).toBeGreaterThan(0);
  });

  it('shows both side by side on the screen', async () => {
    const { stdout } = await run(Plan, 'plan', ['--set', 'pace.1.sites_per_day=5', '--compare', ...shippedCampaign()]);
    expect(stdout).toMatch(/Compared\nbefore {2}.*\nafter {3}.* earlier\nmoved {3}\d+ of the sites/);
  });

  it('says who loses the day, so that an earlier end does not look like a gain', async () => {
    const { stdout } = await run(Plan, 'plan', ['--pin', 'TECHNION=2019-08-06', '--compare', ...shippedCampaign()]);
    expect(stdout).toMatch(/^after .*1 day earlier, with 1 site fewer$/m);
    expect(stdout).toMatch(/^no day +TECHNION$/m);
    expect(stdout).toMatch(/^TECHNION +pinned to 2019-08-06, but: no request sent yet, 3 days ahead$/m);
  });

  it('says so where no site has a day at all, and why', async () => {
    const { stdout } = await run(Plan, 'plan', ['--set', 'pace=[{ sites_per_day: 0 }]', ...shippedCampaign()]);
    expect(stdout).toMatch(/^finish +no site has a day; the reasons are below$/m);
    expect(stdout).toMatch(/^OSCER +no working day until .*: the pace of 0 a day$/m);
    expect(stdout.match(/the pace of 0 a day/g)?.length).toBeLessThan(25);
  });

  it('takes lists and dates as they stand in the file', async () => {
    const { waves } = await resultOf(Plan, 'plan', ['--set', 'holidays=[2030-01-07]', ...smallCampaign().argv]);
    expect(waves.map(({ date }) => date)).toEqual(['2030-01-08', '2030-01-09']);
  });

  it.each([
    { change: 'limits.per_clod_per_day=3', says: 'Did you mean limits.per_cloud_per_day?' },
    { change: 'lead_days=1', says: 'Did you mean requests.lead_days?' },
  ])('names the nearest key to $change', async ({ change, says }) => {
    const { status, error } = await runJson(Plan, 'plan', ['--set', change, ...smallCampaign().argv]);
    expect(status).toBe(2);
    expect(error?.advice).toEqual([says]);
  });

  it.each([
    'limits.slots_per_day=many',
    'limits.slots_per_day=0',
    'holidays=[2030-02-30]',
    'limits.slots_per_day=[',
    'limits.slots_per_day',
    'pace=[]',
  ])('refuses %s as the file would', async (change) => {
    const { status, error } = await runJson(Plan, 'plan', ['--set', change, ...smallCampaign().argv]);
    expect(status).toBe(2);
    expect(error?.message).toContain('--set');
  });

  it('names sites of the inventory alone', async () => {
    const { status, error } = await runJson(Plan, 'plan', ['--set', 'order=[ALPHA, BETTA]', ...smallCampaign().argv]);
    expect([status, error?.advice]).toEqual([2, ['Did you mean BETA?']]);
    const { waves } = await resultOf(Plan, 'plan', ['--set', 'order=[ALPHA, BETA]', ...smallCampaign().argv]);
    expect(waves.map(({ sites }) => sites)).toEqual([['ALPHA'], ['BETA']]);
  });

  it('is for looking: what it plans is not saved', async () => {
    const { argv, folder } = smallCampaign();
    const { status } = await runJson(Plan, 'plan', [
      '--set',
      'pace.0.sites_per_day=2',
      '--out',
      join(folder, 'x.json'),
      ...argv,
    ]);
    expect(status).toBe(2);
  });
});

describe('waves by hand', () => {
  it('pins, leaves out and orders sites', async () => {
    const { argv } = smallCampaign();
    const pinned = await resultOf(Plan, 'plan', ['--pin', 'BETA=2030-01-10', ...argv]);
    expect(pinned.waves).toEqual([
      { date: '2030-01-07', sites: ['ALPHA'] },
      { date: '2030-01-10', sites: ['BETA'] },
    ]);
    const without = await resultOf(Plan, 'plan', ['--exclude', 'BETA', ...argv]);
    expect(without.waves).toEqual([{ date: '2030-01-07', sites: ['ALPHA'] }]);
    expect(without.unplanned).toContainEqual({ site: 'BETA', reason: 'left out by --exclude' });
    const ordered = await resultOf(Plan, 'plan', ['--before', 'ALPHA,BETA', ...argv]);
    expect(ordered.waves.map(({ sites }) => sites)).toEqual([['ALPHA'], ['BETA']]);
  });

  it('change the campaign of August too', async () => {
    const { waves } = await resultOf(Plan, 'plan', [
      '--pin',
      'AGLT2=2019-08-29',
      '--exclude',
      'NET2',
      '--before',
      'IL-TAU,TECHNION',
      ...shippedCampaign(),
    ]);
    expect(dayOf(waves, 'AGLT2')).toBe('2019-08-29');
    expect(dayOf(waves, 'NET2')).toBeUndefined();
    expect((dayOf(waves, 'IL-TAU') ?? '') < (dayOf(waves, 'TECHNION') ?? '')).toBe(true);
  });

  it('are saved and applied like any other plan', async () => {
    const { argv, folder } = smallCampaign();
    const file = join(folder, 'x.json');
    await resultOf(Plan, 'plan', ['--exclude', 'BETA', '--out', file, ...argv]);
    const saved = JSON.parse(readFileSync(file, 'utf8')) as { operations: { kind: string; site: string }[] };
    expect(new Set(saved.operations.filter(({ kind }) => kind === 'flip').map(({ site }) => site))).toEqual(
      new Set(['ALPHA']),
    );
  });

  it.each([
    ['--pin', 'BETA'],
    ['--pin', 'BETA=2030-02-30'],
    ['--before', 'ALPHA'],
    ['--exclude', 'BETTA'],
    ['--exclude', 'GAMMA'],
    ['--compare'],
    ['--effort', '-1'],
  ])('are refused where they make no sense: %s %s', async (...flags) => {
    const { status } = await runJson(Plan, 'plan', [...flags, ...smallCampaign().argv]);
    expect(status).toBe(2);
  });
});

describe('a pin in sites.yaml', () => {
  function pinned(site: string, date: string): ReturnType<typeof smallCampaign> {
    const campaign = smallCampaign();
    const text = readFileSync(campaign.file, 'utf8');
    writeFileSync(campaign.file, text.replace(`  ${site}: { `, `  ${site}: { pin: ${date}, `));
    return campaign;
  }

  it('is obeyed by plan and by next', async () => {
    const { argv } = pinned('BETA', '2030-01-10');
    expect((await resultOf(Plan, 'plan', [...argv])).waves).toEqual([
      { date: '2030-01-07', sites: ['ALPHA'] },
      { date: '2030-01-10', sites: ['BETA'] },
    ]);
    const { operations } = await resultOf(Next, 'next', ['--yes', ...argv]);
    expect(operations.flatMap(({ kind, site }) => (kind === 'flip' ? [site] : []))).toEqual(['ALPHA', 'ALPHA']);
    const { result } = await runJson(Validate, 'validate', argv);
    expect(result?.findings.filter(({ path }) => path.endsWith('.pin'))).toEqual([]);
  });

  it.each([
    ['2030-01-12', '2030-01-12 is a Saturday, not a working day'],
    ['2030-01-06', 'Sunday'],
  ])('on a closed day is a finding of validate, and the site has no day for that reason: %s', async (date, why) => {
    const { argv } = pinned('BETA', date);
    const { status, result } = await runJson(Validate, 'validate', argv);
    expect(status).toBe(5);
    expect(result?.findings).toContainEqual(
      expect.objectContaining({ path: 'sites.BETA.pin', line: 13, found: expect.stringContaining(why) as string }),
    );
    const { unplanned } = await resultOf(Plan, 'plan', argv);
    expect(unplanned.find(({ site }) => site === 'BETA')?.reason).toMatch(
      /^pinned to 2030-01-(12, but|06, which is over)/,
    );
  });
});

describe('an impossible --pin', () => {
  it.each([
    ['2030-01-12', /2030-01-12 is a Saturday/],
    ['2030-01-04', /2030-01-04 is over/],
  ])('is said at once, with 5: %s', async (date, why) => {
    const { status, error } = await runJson(Plan, 'plan', ['--pin', `BETA=${date}`, ...smallCampaign().argv]);
    expect([status, error?.code]).toEqual([5, 'impossible-pin']);
    expect(error?.message).toMatch(why);
  });
});

describe('the search', () => {
  it('is not made where the list meets the bound', async () => {
    const { search, gapDays } = await resultOf(Plan, 'plan', shippedCampaign());
    expect(search).toEqual({ iterations: 0, stoppedBecause: 'bound' });
    expect(gapDays).toBe(0);
  });

  it('is left out with --effort 0, and then the screen says how to make one', async () => {
    const { argv } = smallCampaign();
    const pins = ['--pin', 'ALPHA=2030-01-08', '--pin', 'BETA=2030-01-08', ...argv];
    expect((await resultOf(Plan, 'plan', pins)).search.stoppedBecause).toBe('bound');
    expect((await resultOf(Plan, 'plan', ['--effort', '0', ...pins])).search).toEqual({
      iterations: 0,
      stoppedBecause: 'none',
    });
    expect((await run(Plan, 'plan', pins)).stdout).not.toContain('--effort');
    expect((await run(Plan, 'plan', ['--effort', '0', ...pins])).stdout).toContain('migrate plan --effort 20000');
  });
});

describe('--from', () => {
  it('keeps the days that still hold and says who moved and why', async () => {
    const { argv, folder } = smallCampaign();
    const file = join(folder, 'monday.json');
    await resultOf(Plan, 'plan', ['--out', file, ...argv]);
    await resultOf(RehearsalAdvance, 'rehearsal-advance', ['1d', ...argv]);
    const { moved, waves } = await resultOf(Plan, 'plan', ['--from', file, ...argv]);
    expect(moved).toEqual([{ site: 'BETA', from: '2030-01-07', to: '2030-01-09', reason: '2030-01-07 is past' }]);
    expect(dayOf(waves, 'ALPHA')).toBe('2030-01-08');
    const { stdout } = await run(Plan, 'plan', ['--from', file, ...argv]);
    expect(stdout).toContain('Moved: 1');
  });

  it('moves nobody where nothing happened', async () => {
    const { argv, folder } = smallCampaign();
    const file = join(folder, 'monday.json');
    await resultOf(Plan, 'plan', ['--out', file, ...argv]);
    expect((await resultOf(Plan, 'plan', ['--from', file, ...argv])).moved).toEqual([]);
  });

  it('that cannot be written is told plainly', async () => {
    const { argv, file, folder } = smallCampaign();
    for (const place of [join(file, 'plan.json'), join(folder, 'nowhere', 'plan.json'), folder]) {
      const { status, error } = await runJson(Plan, 'plan', ['--out', place, ...argv]);
      expect([status, error?.code]).toEqual([1, 'file']);
    }
  });

  it('reads plans of this campaign on this grid alone', async () => {
    const { argv, folder } = smallCampaign();
    const file = join(folder, 'plan.json');
    await resultOf(Plan, 'plan', ['--out', file, ...argv]);
    const other = smallCampaign();
    await resultOf(Plan, 'plan', ['--out', join(other.folder, 'plan.json'), ...other.argv]);
    const { status, error } = await runJson(Plan, 'plan', ['--from', join(other.folder, 'plan.json'), ...argv]);
    expect([status, error?.code]).toEqual([4, 'stale-plan']);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"grid": ".*"/, '"grid": "another"'));
    expect((await runJson(Plan, 'plan', ['--from', file, ...argv])).error?.code).toBe('edited-plan');
  });
});
