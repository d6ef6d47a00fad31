/** What strikes every job alike, and what the monitor lists wrongly, makes no queue good. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import Commission from '../../commands/commission.js';
import Flip from '../../commands/flip.js';
import Status from '../../commands/status.js';
import { goWrong, pass, smallCampaign, someoneElse } from './campaigns.js';
import { resultOf } from './run-command.js';

/** The small campaign with few jobs at BETA, in the cloud CERN. */
function fewJobs(slots: number): ReturnType<typeof smallCampaign> {
  const campaign = smallCampaign();
  const { file } = campaign;
  writeFileSync(file, readFileSync(file, 'utf8').replace('BETA: { contact', `BETA: { slots: ${slots}, contact`));
  return campaign;
}

it('an outage in which every job of the cloud fails makes no queue good, and its site is not migrated', async () => {
  const { argv, file } = fewJobs(200);
  const on = { cloud: 'CERN', from: '2030-01-07T08:00:00Z' };
  await someoneElse(file, { edit: 'trouble', trouble: { kind: 'stage-in outage', share: 1, on } });
  await resultOf(Flip, 'flip', ['BETA', '--to', '2', '--yes', ...argv]);
  for (const { hours, verdict, isFinal } of [
    { hours: 24, verdict: 'not enough jobs', isFinal: false },
    { hours: 72, verdict: 'inconclusive', isFinal: true },
  ]) {
    await pass(file, hours);
    const { verdicts } = await resultOf(Commission, 'commission', argv);
    expect(verdicts).toMatchObject([
      { queue: 'BETA_MCORE', verdict, isFinal, remedy: 'none' },
      { queue: 'ANALY_BETA', verdict, isFinal, remedy: 'none' },
    ]);
    for (const { reason } of verdicts) expect(reason).toMatch(/to 100\.0 %\): they are left out/);
    expect((await resultOf(Status, 'status', argv)).sites).toMatchObject({ commissioning: 1, migrated: 0 });
  }
});

it('jobs that are listed many times count once: a few are too few for a verdict', async () => {
  const { argv, file } = fewJobs(2);
  await resultOf(Flip, 'flip', ['ANALY_BETA', '--to', '2', '--yes', ...argv]);
  await pass(file, 4);
  const look = async () => (await resultOf(Commission, 'commission', ['ANALY_BETA', '--dry-run', ...argv])).verdicts[0];
  const once = await look();
  await goWrong(file, { kind: 'listed again', times: 30, count: 999, on: { endpoint: 'jobs' } });
  const often = await look();
  expect(once?.evidence?.jobs).toBe(2);
  expect(often?.evidence?.left['seen before']).toBeGreaterThan(29);
  expect(often).toMatchObject({ verdict: 'not enough jobs', reason: '2 of at least 10 jobs so far.' });
  expect(often?.evidence).toEqual({ ...once?.evidence, left: often?.evidence?.left });
});
