/** A queue goes offline when its jobs are counted and none is left, never because a list of them is empty. */
import { expect, it } from 'vitest';
import Brokeroff from '../../commands/brokeroff/index.js';
import Schedule from '../../commands/brokeroff/schedule.js';
import Off from '../../commands/off.js';
import type { Change } from '../../src/rehearsal/world/journal.js';
import { goRight, goWrong, pass, seen, smallCampaign } from './campaigns.js';
import { resultOf, runJson } from './run-command.js';

const both = ['ANALY_GAMMA_SL6', 'ANALY_DELTA'];
const unlisted = { kind: 'empty list', count: 999, on: { endpoint: 'jobs' } };

/** Two queues that were set brokeroff just now, with jobs that still run. */
async function twoInBrokeroff(): Promise<ReturnType<typeof smallCampaign>> {
  const campaign = smallCampaign();
  const { argv, file } = campaign;
  await pass(file, 8 * 24);
  await resultOf(Schedule, 'brokeroff-schedule', ['ANALY_DELTA', '--data', 'copied to ALPHA', '--yes', ...argv]);
  await resultOf(Brokeroff, 'brokeroff', argv);
  return campaign;
}

/** The queues that have been set offline. */
async function offline(file: string): Promise<readonly (string | null)[]> {
  const journal = (await seen(file, '/rehearsal/journal?kind=change')) as readonly Change[];
  const rules = journal.filter(({ what, new: set }) => what === 'rule manual' && set.includes('OFFLINE'));
  return rules.map(({ queue }) => queue);
}

it.each([
  ['each by its name', both],
  ['as cron runs it, without names', []],
])('off leaves queues alone whose jobs are not listed and yet are counted, %s', async (_how, named) => {
  const { argv, file } = await twoInBrokeroff();
  await goWrong(file, unlisted);
  const { status, result, warnings } = await runJson(Off, 'off', [...named, '--yes', ...argv]);
  expect(await offline(file)).toEqual([]);
  expect(result?.operations).toEqual([]);
  expect(result?.outcomes?.map(({ queue, outcome }) => [queue, outcome]) ?? []).toEqual(
    named.map((queue) => [queue, 'refused']),
  );
  for (const { message } of result?.outcomes ?? []) expect(message).toContain('list of its jobs is not whole');
  expect(status).toBe(named.length === 0 ? 68 : 4);
  expect(warnings.join()).toContain('Whether ANALY_GAMMA_SL6 and ANALY_DELTA drained is unknown');

  await goRight(file);
  await pass(file, 3 * 24);
  const drained = await resultOf(Off, 'off', [...named, '--yes', ...argv]);
  expect(drained.outcomes?.map(({ queue, outcome }) => [queue, outcome])).toEqual(both.map((queue) => [queue, 'done']));
  expect(await offline(file)).toEqual(both);
});

it('off without names takes the drained queue, and says of the other one that nobody could count its jobs', async () => {
  const { argv, file } = smallCampaign();
  await resultOf(Brokeroff, 'brokeroff', argv);
  await pass(file, 8 * 24);
  await resultOf(Schedule, 'brokeroff-schedule', ['ANALY_DELTA', '--data', 'copied to ALPHA', '--yes', ...argv]);
  await resultOf(Brokeroff, 'brokeroff', argv);
  await goWrong(file, unlisted);
  const { status, result, warnings } = await runJson(Off, 'off', ['--yes', ...argv]);
  expect(result?.outcomes).toMatchObject([{ queue: 'ANALY_GAMMA_SL6', outcome: 'done' }]);
  expect(await offline(file)).toEqual(['ANALY_GAMMA_SL6']);
  expect(warnings.join()).toContain('Whether ANALY_DELTA drained is unknown');
  expect(status).toBe(68);
});
