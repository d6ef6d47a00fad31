/** A manual rule that a person has set: nothing that its reason says makes it ours, or gives it an end. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import Brokeroff from '../../commands/brokeroff/index.js';
import Undo from '../../commands/brokeroff/undo.js';
import Off from '../../commands/off.js';
import type { Change } from '../../src/rehearsal/world/journal.js';
import { pass, seen, smallCampaign, someoneElse } from './campaigns.js';
import { run, runJson } from './run-command.js';

const queue = 'ANALY_GAMMA_SL6';

/** Who wrote the manual rule of the queue, in order. */
async function writers(file: string): Promise<readonly string[]> {
  const journal = (await seen(file, '/rehearsal/journal?kind=change')) as readonly Change[];
  return journal.filter(({ what, queue: of }) => what === 'rule manual' && of === queue).map(({ by }) => by);
}

/** The campaign where eve has set a rule of the queue without an end. */
async function withRule(value: string, reason: string): Promise<ReturnType<typeof smallCampaign>> {
  const campaign = smallCampaign();
  await someoneElse(campaign.file, { edit: 'rule', queue, probe: 'manual', value, reason });
  // The other retirement has no part in this.
  await run(Undo, 'brokeroff:undo', ['ANALY_DELTA', '--yes', ...campaign.argv]);
  return campaign;
}

it.each([
  ['OFFLINE', 'cooling is broken until 2030-03-01T08:00'],
  ['OFFLINE', 'by eve until 2029-01-01T00:00:00.000Z'],
  ['OFFLINE', `very-small/${queue}/brokeroff#3`],
  ['TEST', `[very-small/${queue}/brokeroff#3]`],
  ['TEST', `instead of [small/${queue}/brokeroff#0], until 2029-01-01T00:00:00.000Z`],
])('a rule %s of a person stands, whatever its reason says: %s', async (value, reason) => {
  const { argv, file } = await withRule(value, reason);
  await run(Brokeroff, 'brokeroff', ['--yes', ...argv]);
  await run(Undo, 'brokeroff:undo', [queue, '--yes', ...argv]);
  expect(await writers(file)).toEqual(['eve']);
});

it('a rule OFFLINE stands after the moment that its reason names: free text is no end', async () => {
  const reason = 'cooling is broken until 2030-03-01T08:00';
  const { argv, file } = await withRule('OFFLINE', reason);
  await pass(file, 60 * 24);
  const brokeroff = await runJson(Brokeroff, 'brokeroff', argv);
  expect([brokeroff.status, brokeroff.result?.outcomes]).toEqual([0, []]);
  expect(brokeroff.warnings).toEqual([
    expect.stringContaining(
      `Somebody else has set ${queue} OFFLINE (${reason}), which is stricter than our brokeroff: nothing is written.`,
    ),
  ]);
  const off = await runJson(Off, 'off', [queue, '--yes', ...argv]);
  expect([off.status, off.result?.outcomes?.map(({ outcome, message }) => [outcome, message])]).toEqual([
    4,
    [['refused', `${queue} is OFFLINE by ${reason} already. Nothing is left to do.`]],
  ]);
  expect(await writers(file)).toEqual(['eve']);
});

it.each([
  `very-small/${queue}/brokeroff#3`,
  `[very-small/${queue}/brokeroff#3]`,
  `[small/${queue}/brokeroff#3] of maria`,
])('a rule BROKEROFF is not ours for something like our marker in its reason: %s', async (reason) => {
  const { argv, file } = await withRule('BROKEROFF', reason);
  const brokeroff = await runJson(Brokeroff, 'brokeroff', argv);
  expect([brokeroff.status, brokeroff.result?.outcomes]).toEqual([0, []]);
  await pass(file, 4 * 7 * 24);
  const off = await runJson(Off, 'off', [queue, '--yes', ...argv]);
  expect([off.status, off.result?.outcomes]).toMatchObject([
    4,
    [
      {
        outcome: 'refused',
        message: expect.stringContaining(
          `${queue} has a manual rule of somebody else (${reason}): BROKEROFF. A manual rule of ours would replace it.`,
        ) as string,
      },
    ],
  ]);
  await run(Off, 'off', ['--yes', ...argv]);
  await run(Brokeroff, 'brokeroff', argv);
  expect(await writers(file)).toEqual(['eve']);
});

/** Keys of this and other campaigns and queues, and what is nearly one. */
const key = fc
  .tuple(
    fc.constantFrom('small', 'very-small', 'smaller', 'Small', 'x/small', ''),
    fc.constantFrom(queue, 'ANALY_GAMMA', `x/${queue}`),
    fc.constantFrom('brokeroff', 'off', 'online', 'flip'),
    fc.constantFrom('0', '3', ''),
  )
  .map(([campaign, of, kind, number]) => `${campaign}/${of}/${kind}#${number}`);

const text = fc.constantFrom(
  '',
  'disk dead ',
  'until 2030-01-08T00:00 ',
  ' by maria until 2029-01-01T00:00:00.000Z',
  ']',
  '[',
);
const reasonOfPerson = fc.oneof(
  fc.string(),
  fc
    .tuple(text, fc.constantFrom<readonly [string, string]>(['[', ']'], ['', ''], ['[', ''], ['(', ')']), key, text)
    .map(([before, [open, close], marker, after]) => `${before}${open}${marker}${close}${after}`),
);

/** What we ourselves would have written. */
function isOurMarker(value: string, reason: string): boolean {
  const kind = value === 'OFFLINE' ? 'off' : 'brokeroff';
  return new RegExp(`\\[small/${queue}/${kind}#\\d+\\]$`).test(reason.trimEnd());
}

it('no reason changes what a rule is: it stands after brokeroff and off, at once and when weeks have passed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('OFFLINE', 'BROKEROFF', 'TEST'), reasonOfPerson, async (value, reason) => {
      fc.pre(!isOurMarker(value, reason));
      const { argv, file } = await withRule(value, reason);
      await run(Brokeroff, 'brokeroff', argv);
      await pass(file, 14 * 24);
      await run(Off, 'off', [queue, '--yes', ...argv]);
      await run(Off, 'off', ['--yes', ...argv]);
      await run(Brokeroff, 'brokeroff', argv);
      expect(await writers(file)).toEqual(['eve']);
    }),
    {
      numRuns: Number(process.env['MIGRATE_TEST_RUNS'] ?? 12),
      examples: [
        ['BROKEROFF', `very-small/${queue}/brokeroff#3`],
        ['OFFLINE', 'flooded until 2030-01-08T00:00'],
      ],
    },
  );
}, 300_000);
