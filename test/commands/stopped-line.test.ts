import { describe, expect, it } from 'vitest';
import { writeFileSync } from 'node:fs';
import Commission from '../../commands/commission.js';
import Next from '../../commands/next.js';
import Plan from '../../commands/plan.js';
import Advance from '../../commands/rehearsal/advance.js';
import Resume from '../../commands/resume.js';
import { smallCampaign } from './campaigns.js';
import { resultOf, run, runJson } from './run-command.js';

const old = 'singularity 2.6';
/** Even sites have the old tool. */
const sites = Array.from({ length: 16 }, (_, index) => ({ name: `S${index}`, isOld: index % 2 === 0 }));

/** Six sites of each kind go on the first day, two of each wait. */
function aCampaign(plant: string, perDay = 16): { readonly argv: readonly string[]; readonly file: string } {
  const { argv, file } = smallCampaign();
  const entries = sites.map(
    ({ name, isOld }, index) => `  ${name}:
    slots: ${1_000 - 50 * index}
    contact: support@site.example
    cloud: C${index}${isOld ? '\n    traits: { singularity: "2.6" }' : ''}${index < 12 ? '' : '\n    ready_on: 2030-01-08'}
    queues: { ANALY_${name}: {} }`,
  );
  writeFileSync(
    file,
    `campaign:
  name: traits
  pilot: { from: 1, to: 2 }
  ready_when: { os: centos7, pilot_manager: Harvester }
  timezone: UTC
  pace: [{ sites_per_day: ${perDay} }]
  requests: { channel: mail, lead_days: 0 }
grid: { use: rehearsal, rehearsal: { scenario: fresh, start: 2030-01-07T08:00:00Z, seed: 1, plant: ${plant} } }
defaults: { os: { is: centos7, evidence: site survey, on: 2029-11-30 } }
sites:
${entries.join('\n')}
`,
  );
  return { argv, file };
}

async function judged(argv: readonly string[]): Promise<void> {
  await run(Next, 'next', [...argv, '--yes']);
  await resultOf(Advance, 'rehearsal-advance', [...argv, '1d']);
  for (const { name, isOld } of sites.slice(0, 12)) {
    const verdict = isOld ? 'container fault' : 'good';
    await resultOf(Commission, 'commission', [name, ...argv, '--yes', '--verdict', verdict, '--reason', 'looked at']);
  }
}

const flipsOf = (operations: readonly { readonly kind: string; readonly site?: string }[]): readonly unknown[] =>
  operations.flatMap(({ kind, site }) => (kind === 'flip' ? [site] : [])).sort();

describe('a stop of the line, by the commands', () => {
  it('holds the sites of the trait until an operator says that it is mended', async () => {
    const { argv } = aCampaign('{}');
    await judged(argv);
    const stopped = await resultOf(Next, 'next', [...argv, '--dry-run']);
    expect(flipsOf(stopped.operations)).toEqual(['S13', 'S15']);
    expect(stopped.stops).toMatchObject([{ traits: [old], held: ['S12', 'S14'], lifted: null }]);

    const scope = ['--scope', `trait=${old}`, '--reason', 'singularity 3.5 is installed', '--yes'];
    const until = await resultOf(Resume, 'resume', [...argv, ...scope, '--until', '2030-01-09']);
    expect(until).toMatchObject({ scope: `trait=${old}`, by: 'maria', until: '2030-01-09' });
    const goOn = await resultOf(Next, 'next', [...argv, '--dry-run']);
    expect(flipsOf(goOn.operations)).toEqual(['S12', 'S13', 'S14', 'S15']);
    expect(goOn.stops).toMatchObject([{ held: [], lifted: { by: 'maria', until: '2030-01-09' } }]);

    expect(await resultOf(Resume, 'resume', [...argv, ...scope, '--mended'])).toMatchObject({ until: null });
    const mended = await resultOf(Next, 'next', [...argv, '--dry-run']);
    expect(mended.stops).toEqual([]);
    expect(flipsOf(mended.operations)).toEqual(['S12', 'S13', 'S14', 'S15']);
    expect((await runJson(Resume, 'resume', [...argv, ...scope, '--mended'])).error).toMatchObject({
      message: `No stop of the line stands on "${old}".`,
    });
  });

  it('`plan --set learning.order=learn --compare` shows both orders', async () => {
    const { argv } = aCampaign('{}', 2);
    const set = ['--set', 'learning.order=learn'];
    const { compare, waves, finish } = await resultOf(Plan, 'plan', [...argv, ...set, '--compare']);
    const asItStands = await resultOf(Plan, 'plan', argv);
    const dayOf = (plan: typeof asItStands.waves, name: string): number =>
      plan.findIndex((wave) => wave.sites.includes(name));
    // Small sites before large, whatever day they became ready.
    expect(dayOf(asItStands.waves, 'S15')).toBeGreaterThan(dayOf(asItStands.waves, 'S0'));
    expect(dayOf(waves, 'S15')).toBeLessThan(dayOf(waves, 'S9'));
    expect(compare?.finish).toEqual({ before: asItStands.finish, after: finish });
    expect(compare?.moved.map(({ site }) => site)).toContain('S15');
    expect((await runJson(Plan, 'plan', [...argv, '--set', 'learning.order=quick'])).error?.message).toContain(
      '--set learning.order: found "quick", expected',
    );
  });
});

it('a trait that no site has cannot be planted', async () => {
  const { argv } = aCampaign('{ "copy tool lsm": 0.5 }');
  expect(await runJson(Next, 'next', [...argv, '--dry-run'])).toMatchObject({
    status: 3,
    error: {
      code: 'unknown-trait',
      message: expect.stringContaining('No site has the trait "copy tool lsm"') as string,
      advice: [`There are: ${old}.`],
    },
  });
});
