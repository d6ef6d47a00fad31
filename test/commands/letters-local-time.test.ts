import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import Brokeroff from '../../commands/brokeroff/index.js';
import ContainersOff from '../../commands/containers/off.js';
import Flip from '../../commands/flip.js';
import RehearsalAdvance from '../../commands/rehearsal/advance.js';
import RequestAccept from '../../commands/request/accept.js';
import RequestOpen from '../../commands/request/open.js';
import RequestPreview from '../../commands/request/preview.js';
import { packageRoot } from '../../src/storage/package-root.js';
import { smallCampaign } from './campaigns.js';
import { resultOf } from './run-command.js';

const templates = readdirSync(join(packageRoot(), 'templates')).map((name) => name.replace('.mustache', ''));

/** A campaign whose day is not that of UTC, when the story begins and a day later. */
interface Place {
  readonly timezone: string;
  readonly start: string;
  readonly later: string;
  readonly days: readonly [first: string, second: string];
}

const places: readonly Place[] = [
  {
    timezone: 'Pacific/Auckland',
    start: '2030-01-07T12:30:00Z',
    later: '2030-01-08T12:30:00Z',
    days: ['2030-01-08', '2030-01-09'],
  },
  {
    timezone: 'America/Los_Angeles',
    start: '2030-01-08T05:00:00Z',
    later: '2030-01-09T05:00:00Z',
    days: ['2030-01-07', '2030-01-08'],
  },
];

/** The days that a text names, there, and the day of UTC that it must not name: of two days in a row none is left for that. */
const daysOf: Readonly<
  Record<string, (place: Place) => readonly [there: string | readonly string[], abroad?: string]>
> = {
  'migration-request': ({ days, start }) => [days[0], start.slice(0, 10)],
  reminder: ({ days, start }) => [days[0], start.slice(0, 10)],
  'roll-back': ({ days, later }) => [days[1], later.slice(0, 10)],
  'containers-off': ({ days, later }) => [days[1], later.slice(0, 10)],
  'agreed-day': ({ later }) => ['2030-01-14', later.slice(0, 10)],
  escalation: ({ days }) => [days],
  brokeroff: ({ later }) => ['2030-01-20', later.slice(0, 10)],
};

it.each(places)('letters name the days of $timezone, in every template', async (place) => {
  const { timezone, start, later } = place;
  const { argv, file } = smallCampaign();
  const text = readFileSync(file, 'utf8')
    .replace('name: small', `name: small\n  timezone: ${timezone}`)
    .replace('lead_days: 0', 'lead_days: 0, ladder: [{ after_days: 1, step: escalate, to: the cloud }]')
    .replace('2030-01-07T08:00:00Z', start)
    .replace('on: 2030-01-15, because', 'on: 2030-01-20, because');
  writeFileSync(file, text);
  const letters = new Map<string, string>();
  const look = async (site: string, template: string): Promise<void> => {
    const { subject, body } = await resultOf(RequestPreview, 'request-preview', [
      site,
      '--template',
      template,
      '--reason',
      `Seen at ${later}`,
      ...argv,
    ]);
    letters.set(template, `${subject}\n${body}`);
  };
  await look('ALPHA', 'migration-request');
  await resultOf(RequestOpen, 'request-open', ['ALPHA', '--yes', ...argv]);
  await resultOf(RehearsalAdvance, 'rehearsal-advance', ['1d', ...argv]);
  await look('ALPHA', 'reminder');
  await look('ALPHA', 'escalation');
  await resultOf(RequestAccept, 'request-accept', ['ALPHA', '--on', '2030-01-14', '--reason', 'ok', '--yes', ...argv]);
  await look('ALPHA', 'agreed-day');
  await resultOf(Flip, 'flip', ['BETA', '--to', '2', '--yes', ...argv]);
  await resultOf(ContainersOff, 'containers-off', ['BETA', '--reason', `1340 since ${later}`, '--yes', ...argv]);
  await look('BETA', 'containers-off');
  await resultOf(Flip, 'flip', ['BETA', '--to', '1', '--reason', `worse since ${later}`, '--yes', ...argv]);
  await look('BETA', 'roll-back');
  await resultOf(Brokeroff, 'brokeroff', ['--dry-run', ...argv]);
  await look('DELTA', 'brokeroff');
  expect([...letters.keys()].sort()).toEqual([...templates].sort());
  for (const [template, letter] of letters) {
    const [there, abroad] = daysOf[template]?.(place) ?? ['no day'];
    for (const day of [there].flat()) expect(letter, template).toContain(day);
    if (abroad !== undefined) expect(letter, template).not.toContain(abroad);
    expect(letter, template).not.toMatch(/\d\d:\d\d:\d\dZ|\bUTC\b/);
  }
});
