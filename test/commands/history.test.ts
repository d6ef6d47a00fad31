import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import Flip from '../../commands/flip.js';
import History from '../../commands/history.js';
import RehearsalAdvance from '../../commands/rehearsal/advance.js';
import Pause from '../../commands/pause.js';
import Report from '../../commands/report.js';
import Resume from '../../commands/resume.js';
import { smallCampaign } from './campaigns.js';
import { resultOf, run, runJson } from './run-command.js';

describe('history', () => {
  it('says on the screen what was before and what is now, and shows no JSON', async () => {
    const { argv, folder } = smallCampaign();
    await resultOf(Flip, 'flip', ['BETA_MCORE', '--to', '2', '--yes', ...argv]);
    await run(Report, 'report', ['--out', join(folder, 'report.md'), ...argv]);
    const { stdout } = await run(History, 'history', argv);
    expect(stdout).toMatch(
      /settled +small\/BETA_MCORE\/flip#0 +done: container_type .* → .*, pilot_version 1 → 2; Written/,
    );
    expect(stdout).toContain(`md in ${join(folder, 'report.md')}`);
    expect(stdout).not.toMatch(/[{}]/);
  });

  it('narrows by day, person, kind and outcome, to the newest', async () => {
    const { argv } = smallCampaign();
    await resultOf(Flip, 'flip', ['BETA_MCORE', '--to', '2', '--yes', ...argv]);
    await resultOf(RehearsalAdvance, 'rehearsal-advance', ['2d', ...argv]);
    await resultOf(Flip, 'flip', ['ALPHA', '--to', '2', '--yes', ...argv]);
    const told = async (...flags: readonly string[]): Promise<readonly (string | null)[]> =>
      (await resultOf(History, 'history', [...flags, ...argv])).events.map(({ queue, what }) => `${queue} ${what}`);
    expect(await told('--since', '2030-01-09', '--outcome', 'done')).toEqual(['ALPHA settled', 'ANALY_ALPHA settled']);
    expect(await told('--since', '1d', '--limit', '1')).toEqual(['ANALY_ALPHA settled']);
    expect(await told('--kind', 'brokeroff')).toEqual([]);
    expect(await told('--by', 'heinz')).toEqual([]);
    expect(await told('--by', 'maria', '--kind', 'flip', '--outcome', 'done')).toHaveLength(3);
  });

  it('tells pauses, and what ended them', async () => {
    const { argv } = smallCampaign();
    await run(Pause, 'pause', ['--scope', 'site=BETA', '--reason', 'storage', '--yes', ...argv]);
    await run(Resume, 'resume', ['--scope', 'site=BETA', '--reason', 'mended', '--yes', ...argv]);
    const told = async (...kinds: readonly string[]): Promise<readonly string[]> =>
      (await resultOf(History, 'history', [...kinds.flatMap((kind) => ['--kind', kind]), ...argv])).events.map(
        ({ what }) => what,
      );
    expect(await told('paused')).toEqual(['paused']);
    expect(await told('paused', 'resumed')).toEqual(['paused', 'resumed']);
    expect(await told('approved')).toEqual([]);
  });

  it.each(['2030-02-30', 'yesterday'])('refuses --since %s', async (since) => {
    const { argv } = smallCampaign();
    expect((await runJson(History, 'history', ['--since', since, ...argv])).status).toBe(2);
  });
});
