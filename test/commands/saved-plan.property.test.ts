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
import { openTicket, seen, smallCampaign, touchTicket } from './campaigns.js';
import { resultOf, run, runJson, type CommandClass } from './run-command.js';

/** A command, or what somebody does at the helpdesk. */
type Deed =
  | readonly [command: CommandClass, id: string, ...argv: readonly string[]]
  | readonly [atHelpdesk: (file: string) => Promise<void>, id: string];

interface Ticket {
  readonly id: number;
  readonly title: string;
}

async function ticketsOf(file: string): Promise<readonly Ticket[]> {
  const tickets = (await seen(file, '/rehearsal/tickets')) as readonly Ticket[];
  return tickets.filter(({ title }) => title.includes('[small/BETA/migration#'));
}

/** A colleague who does not use this program asks the site with the marker of the template. */
function askByHand(file: string): Promise<void> {
  return openTicket(file, { title: '[small/BETA/migration#1] Pilot 2 at BETA', body: 'Asked by hand.' });
}

/** The site writes in the ticket, where there is one, that it is to be waited for. */
async function siteSaysWait(file: string): Promise<void> {
  for (const { id } of await ticketsOf(file))
    await touchTicket(file, { ticket: id, by: 'the site', text: 'Please wait: a disk broke.', state: 'on hold' });
}

function isCommand(deed: Deed): deed is Extract<Deed, readonly [CommandClass, string, ...string[]]> {
  return deed[1] !== 'ticket' && deed[1] !== 'wait';
}

/** Every way to tell the ledger or the helpdesk something, and to be first with what the plan holds. */
const deeds: readonly Deed[] = [
  [askByHand, 'ticket'],
  [siteSaysWait, 'wait'],
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

type Events = Awaited<ReturnType<typeof resultOf<'history'>>>['events'];

/** Flips of BETA that were sent. */
function flipsIn(events: Events): readonly (string | null)[] {
  return events.flatMap(({ what, key, site }) =>
    what === 'acting' && site === 'BETA' && key?.includes('/flip#') ? [key] : [],
  );
}

it('whatever was noted since a plan was saved, applying it repeats no write and no request', async () => {
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray([...deeds], { minLength: 1, maxLength: 6 }), async (chosen) => {
      const { argv, file: inventory, folder } = smallCampaign();
      const file = join(folder, 'plan.json');
      await resultOf(Plan, 'plan', ['--out', file, ...argv]);
      for (const deed of chosen) {
        if (!isCommand(deed)) await deed[0](inventory);
        else {
          const [command, id, ...words] = deed;
          await run(command, id, [...words, ...argv, '--json']);
        }
      }
      const told = await answerOf(argv);
      const asked = (await ticketsOf(inventory)).length;
      const isToWait = asked > 0 && chosen.at(-1)?.[1] === 'wait';
      const { events: before } = await resultOf(History, 'history', argv);
      await run(Apply, 'apply', [file, '--yes', '--json', ...argv]);
      await run(Apply, 'apply', [file, '--yes', '--json', ...argv]);
      const { events } = await resultOf(History, 'history', argv);
      const attempts = events.filter(({ what, key }) => what === 'acting' && key?.startsWith('small/BETA/migration#'));
      const recorded = events.some(({ what, key }) => what === 'request' && key === null);
      expect(
        attempts.length + (recorded && !chosen.some(([, id]) => id === 'request:open') ? 1 : 0),
      ).toBeLessThanOrEqual(1);
      expect((await ticketsOf(inventory)).length).toBeLessThanOrEqual(Math.max(1, asked));
      if (isToWait) expect(flipsIn(events)).toEqual(flipsIn(before));
      const word = chosen.findLast(([, id]) => id.startsWith('request:'))?.[1];
      if (word !== undefined && word !== 'request:open') expect(await answerOf(argv)).toEqual(told);
      const written = events.flatMap(({ what, key }) => (what === 'acting' && key !== null ? [key] : []));
      expect(new Set(written).size).toBe(written.length);
      const { verified } = await resultOf(History, 'history', ['--verify', ...argv]);
      expect(verified).toMatchObject({ brokenAt: null, differences: [] });
    }),
    {
      numRuns: Number(process.env['MIGRATE_TEST_RUNS'] ?? 20),
      examples: deeds.slice(0, 5).map((deed): [Deed[]] => [[deed]]),
    },
  );
}, 900_000);

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
