import { describe, expect, it } from 'vitest';
import RehearsalPlay from '../../commands/rehearsal/play.js';
import { shippedCampaign } from './campaigns.js';
import { runJson } from './run-command.js';

describe('rehearsal play', () => {
  it.each([
    [['--until', '2019-02-30'], /2019-02-30 is no date/],
    [['--until', '2019-08-01'], /--until 2019-08-01 is over before the scenario begins, on 2019-08-05/],
    [['--policy', 'on_container_fault=stay'], /on_container_fault is containers-off or pilot-1, not "stay"/],
    [['--policy', 'colour=red'], /There is no policy "colour"/],
  ])('refuses %j', async (flags, message) => {
    const { status, error } = await runJson(RehearsalPlay, 'rehearsal-play', [...flags, ...shippedCampaign()]);
    expect(status).toBe(2);
    expect(error?.message).toMatch(message);
  });
});
