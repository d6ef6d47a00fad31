import { describe, expect, it } from 'vitest';
import RehearsalPlay from '../../commands/rehearsal/play.js';
import { shippedCampaign } from './campaigns.js';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, runJson } from './run-command.js';
import { smallCampaign } from './campaigns.js';

describe('rehearsal play', () => {
  it.each([
    [['--until', '2019-02-30'], /2019-02-30 is no date/],
    [['--until', '2019-08-01'], /--until 2019-08-01 is over before the scenario begins, on 2019-08-05/],
    [['--until', '2099-01-01'], /--until 2099-01-01 is too far: .* 2019-08-05, and 1000 days are played at most/],
    [['--policy', 'on_container_fault=stay'], /on_container_fault is containers-off or pilot-1, not "stay"/],
    [['--policy', 'colour=red'], /There is no policy "colour"/],
  ])('refuses %j', async (flags, message) => {
    const { status, error } = await runJson(RehearsalPlay, 'rehearsal-play', [...flags, ...shippedCampaign()]);
    expect(status).toBe(2);
    expect(error?.message).toMatch(message);
  });

  it('opens with what it plays, tells one line a day, and ends with who waits, the commands of a morning and the report', async () => {
    const { argv, folder } = smallCampaign();
    const { stdout, exit } = await run(RehearsalPlay, 'rehearsal play', ['--days', '2', ...argv]);
    expect(exit).toBe(68);
    const lines = stdout.split('\n');
    expect(lines[0]).toBe(
      'Plays the campaign small (4 sites, 9 queues) day by day in a world of its own: scenario fresh, seed 1.',
    );
    expect(lines[3]).toBe('');
    expect(lines[4]).toMatch(/^Mon 2030-01-07 {2}flipped BETA; .*asked .*BETA/);
    expect(lines[5]).toMatch(/^Tue 2030-01-08 {2}flipped ALPHA/);
    expect(lines[6]).toBe('');
    expect(stdout).toMatch(/^waiting +for +since +what$/m);
    expect(stdout).toMatch(/^migrate next +choose/m);
    const file = join(folder, 'state', 'migrate', 'small', 'play.html');
    expect(stdout).toContain(`The report is in ${file}.`);
    expect(readFileSync(file, 'utf8')).toContain('<svg');
  });

  it('--verbose tells everything, and --report says where', async () => {
    const { argv, folder } = smallCampaign();
    const file = join(folder, 'mine', 'end.html');
    const flags = ['--days', '1', '--verbose', '--report', file];
    const { stdout } = await run(RehearsalPlay, 'rehearsal play', [...flags, ...argv]);
    expect(stdout).toMatch(/^Mon 2030-01-07\n( {2}.*\n)* {2}BETA: request sent\n/m);
    expect(existsSync(file)).toBe(true);
  });
});
