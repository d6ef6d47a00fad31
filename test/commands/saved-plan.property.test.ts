import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import Apply from '../../commands/apply.js';
import Commission from '../../commands/commission.js';
import ContainersOff from '../../commands/containers/off.js';
import Flip from '../../commands/flip.js';
import History from '../../commands/history.js';
import Off from '../../commands/off.js';
import Plan from '../../commands/plan.js';
import RequestAccept from '../../commands/request/accept.js';
import RequestDecline from '../../commands/request/decline.js';
import RequestOpen from '../../commands/request/open.js';
import RequestSent from '../../commands/request/sent.js';
import RequestStatus from '../../commands/request/status.js';
import { smallCampaign } from './campaigns.js';
import { resultOf, run, runJson, type CommandClass } from './run-command.js';

type Deed = readonly [command: CommandClass, id: string, ...argv: readonly string[]];

/** Every way to tell the ledger something, and to be first with what the plan holds. */
const deeds: readonly Deed[] = [
  [RequestSent, 'request:sent', 'BETA', '--ref', 'T-1', '--yes'],
  [RequestAccept, 'request:accept', 'BETA', '--reason', 'they said so', '--yes'],
  [RequestDecline, 'request:decline', 'BETA', '--reason', 'not now', '--yes'],
  [RequestOpen, 'request:open', 'BETA', '--yes'],
  [Commission, 'commission', 'BETA_MCORE', '--verdict', 'pilot fault', '--reason', 'seen', '--yes'],
  [Flip, 'flip', 'BETA_MCORE', '--to', '2', '--yes'],
  [ContainersOff, 'containers:off', 'ANALY_BETA', '--yes'],
  [Off, 'off', 'ANALY_GAMMA_SL6', '--yes'],
];

/** What is known of the request to BETA; undefined: nothing. */
async function answerOf(argv: readonly string[]): Promise<unknown> {
  const { requests } = await resultOf(RequestStatus, 'request-status', argv);
  return requests.find(({ site, step }) => site === 'BETA' && step === 'migration');
}

it('whatever was noted since a plan was saved, applying it repeats no write and no request', async () => {
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray([...deeds], { minLength: 1, maxLength: 4 }), async (chosen) => {
      const { argv, folder } = smallCampaign();
      const file = join(folder, 'plan.json');
      await resultOf(Plan, 'plan', ['--out', file, ...argv]);
      for (const [command, id, ...words] of chosen) await run(command, id, [...words, ...argv, '--json']);
      const told = await answerOf(argv);
      await run(Apply, 'apply', [file, '--yes', '--json', ...argv]);
      await run(Apply, 'apply', [file, '--yes', '--json', ...argv]);
      const { events } = await resultOf(History, 'history', argv);
      const attempts = events.filter(({ what, key }) => what === 'acting' && key?.startsWith('small/BETA/migration#'));
      const recorded = events.some(({ what, key }) => what === 'request' && key === null);
      expect(
        attempts.length + (recorded && !chosen.some(([, id]) => id === 'request:open') ? 1 : 0),
      ).toBeLessThanOrEqual(1);
      const asked = chosen.findLast(([, id]) => id.startsWith('request:'))?.[1];
      if (asked !== undefined && asked !== 'request:open') expect(await answerOf(argv)).toEqual(told);
      const written = events.flatMap(({ what, key }) => (what === 'acting' && key !== null ? [key] : []));
      expect(new Set(written).size).toBe(written.length);
      const { verified } = await resultOf(History, 'history', ['--verify', ...argv]);
      expect(verified).toMatchObject({ brokenAt: null, differences: [] });
    }),
    { numRuns: 5, examples: deeds.slice(0, 3).map((deed): [Deed[]] => [[deed]]) },
  );
}, 120_000);

it('a request that a person recorded is not sent again by a plan that was saved before', async () => {
  const { argv, folder } = smallCampaign();
  const file = join(folder, 'plan.json');
  await resultOf(Plan, 'plan', ['--out', file, ...argv]);
  expect(readFileSync(file, 'utf8')).toContain('"small/BETA/migration#1"');
  await resultOf(RequestSent, 'request-sent', ['--yes', 'BETA', ...argv]);
  const { result } = await runJson(Apply, 'apply', [file, '--yes', ...argv]);
  const refused = result?.outcomes?.find(({ key }) => key === 'small/BETA/migration#1');
  expect(refused?.outcome).toBe('refused');
  expect(refused?.message).toMatch(
    /^BETA: request "sent" was noted by maria at .*, after this was planned\. Plan again\.$/,
  );
});
