/** What somebody took back after us waits for a person: no cron, plan or agent does it again. */
import { describe, expect, it } from 'vitest';
import Agent from '../../commands/agent.js';
import Brokeroff from '../../commands/brokeroff/index.js';
import Commission from '../../commands/commission.js';
import ContainersOn from '../../commands/containers/on.js';
import Drift from '../../commands/drift.js';
import Flip from '../../commands/flip.js';
import Next from '../../commands/next.js';
import Off from '../../commands/off.js';
import RehearsalAdvance from '../../commands/rehearsal/advance.js';
import Status from '../../commands/status.js';
import type { Change } from '../../src/rehearsal/world/journal.js';
import { seen, smallCampaign, someoneElse } from './campaigns.js';
import { resultOf, run, runJson } from './run-command.js';

const queue = 'ANALY_GAMMA_SL6';
const rule = { edit: 'rule', queue, probe: 'manual' };
const gone = { ...rule, value: null };

/** Who wrote the manual rule of the queue, in order. */
async function writers(file: string): Promise<readonly string[]> {
  const journal = (await seen(file, '/rehearsal/journal?kind=change')) as readonly Change[];
  return journal.filter(({ what, queue: of }) => what === 'rule manual' && of === queue).map(({ by }) => by);
}

describe('our brokeroff that somebody took back', () => {
  it.each([
    ['the rule is gone', gone],
    [
      'its rule is BROKEROFF, until 2030-02-01T00:00:00.000Z now',
      { ...rule, value: 'BROKEROFF', reason: `[small/${queue}/brokeroff#0]`, expiration: '2030-02-01T00:00:00Z' },
    ],
  ])('is held for a person: %s', async (now, edit) => {
    const { argv, file } = smallCampaign();
    await resultOf(Brokeroff, 'brokeroff', argv);
    await someoneElse(file, edit);
    const written = await writers(file);

    const { status, result } = await runJson(Brokeroff, 'brokeroff', argv);
    expect(status).toBe(68);
    expect(result?.outcomes).toMatchObject([{ queue, outcome: 'held' }]);
    const said = result?.outcomes?.[0]?.message ?? '';
    expect(said).toContain(`${queue} was set brokeroff on 2030-01-07 by maria, and ${now}: somebody took it back`);
    expect(said).toContain(`\`migrate brokeroff --again ${queue}\``);

    const { tasks } = await resultOf(Agent, 'agent', [...argv, '--once', '--name', 'one']);
    expect(tasks).toContainEqual({ task: 'brokeroff', subject: queue, outcome: 'held', message: said });
    await resultOf(Next, 'next', [...argv, '--yes', '--track', 'retirement']);
    expect(await writers(file)).toEqual(written);

    const { problems } = await resultOf(Status, 'status', argv);
    expect(problems).toContainEqual(expect.objectContaining({ subject: queue, sentence: said }));
  });

  it('is set again by the command that the held one names, for that queue alone', async () => {
    const { argv, file } = smallCampaign();
    await resultOf(Brokeroff, 'brokeroff', argv);
    await someoneElse(file, gone);
    const { findings } = await resultOf(Drift, 'drift', argv);
    expect(findings.find(({ kind }) => kind === 'online again')?.command).toBe(`migrate brokeroff --again ${queue}`);
    const { outcomes } = await resultOf(Brokeroff, 'brokeroff', ['--again', queue, ...argv]);
    expect(outcomes).toMatchObject([{ key: `small/${queue}/brokeroff#1`, outcome: 'done' }]);
    const none = await runJson(Brokeroff, 'brokeroff', ['--again', 'ALPHA', ...argv]);
    expect([none.status, none.error?.code]).toEqual([2, 'usage']);
  });
});

it('our off that somebody took back to brokeroff is no work for an agent or for all that drained, only by name', async () => {
  const { argv, file } = smallCampaign();
  await resultOf(Brokeroff, 'brokeroff', argv);
  await resultOf(RehearsalAdvance, 'rehearsal-advance', ['3d', ...argv]);
  expect((await resultOf(Off, 'off', ['--yes', ...argv])).outcomes).toMatchObject([{ queue, outcome: 'done' }]);
  await someoneElse(file, { ...rule, value: 'BROKEROFF', reason: `[small/${queue}/brokeroff#0]` });
  const written = await writers(file);
  expect((await resultOf(Off, 'off', ['--yes', ...argv])).outcomes ?? []).toEqual([]);
  await run(Brokeroff, 'brokeroff', argv);
  expect(await writers(file)).toEqual(written);
  expect((await resultOf(Off, 'off', [queue, '--yes', ...argv])).outcomes).toMatchObject([{ outcome: 'done' }]);
});

it('containers that somebody took off after our flip stay off until a person names the queue', async () => {
  const { argv, file } = smallCampaign();
  await resultOf(Flip, 'flip', ['BETA', '--to', '2', '--early', '--yes', ...argv]);
  for (const name of ['BETA_MCORE', 'ANALY_BETA'])
    await resultOf(Commission, 'commission', [name, '--verdict', 'good', '--reason', 'seen', '--yes', ...argv]);
  await resultOf(RehearsalAdvance, 'rehearsal-advance', ['1d', ...argv]);
  await someoneElse(file, { edit: 'attributes', queue: 'ANALY_BETA', attributes: { container_type: '' } });
  const { result, warnings } = await runJson(Next, 'next', ['--dry-run', ...argv]);
  expect(result?.operations.filter(({ kind }) => kind === 'containers-on')).toEqual([]);
  expect(warnings.join('\n')).toContain('ANALY_BETA got its containers on 2030-01-07 by maria');
  const { outcomes } = await resultOf(ContainersOn, 'containers-on', [
    'ANALY_BETA',
    '--reason',
    'eve agrees',
    '--yes',
    ...argv,
  ]);
  expect(outcomes).toMatchObject([{ queue: 'ANALY_BETA', outcome: 'done' }]);
});

it('a roll-back that somebody undid is not said to stand', async () => {
  const { argv, file } = smallCampaign();
  await resultOf(Flip, 'flip', ['ANALY_BETA', '--to', '2', '--early', '--yes', ...argv]);
  await resultOf(Flip, 'flip', ['ANALY_BETA', '--to', '1', '--reason', 'it fails', '--yes', ...argv]);
  await someoneElse(file, { edit: 'attributes', queue: 'ANALY_BETA', attributes: { pilot_version: '2' } });
  const again = ['ANALY_BETA', '--to', '1', '--reason', 'it fails', '--yes', ...argv];
  const { result } = await runJson(Flip, 'flip', again);
  expect(result?.outcomes).toMatchObject([
    { outcome: 'refused', message: expect.stringContaining('somebody set it forward') as string },
  ]);
  const { outcomes } = await resultOf(Flip, 'flip', ['--value', 'pilot_version=1', ...again]);
  expect(outcomes).toMatchObject([{ outcome: 'done' }]);
});
