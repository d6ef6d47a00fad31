import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import Brokeroff from '../../commands/brokeroff/index.js';
import BrokeroffUndo from '../../commands/brokeroff/undo.js';
import Commission from '../../commands/commission.js';
import ContainersOff from '../../commands/containers/off.js';
import ContainersOn from '../../commands/containers/on.js';
import Drift from '../../commands/drift.js';
import Flip from '../../commands/flip.js';
import History from '../../commands/history.js';
import Next from '../../commands/next.js';
import Off from '../../commands/off.js';
import Pause from '../../commands/pause.js';
import Plan from '../../commands/plan.js';
import Ready from '../../commands/ready.js';
import RehearsalAdvance from '../../commands/rehearsal/advance.js';
import Release from '../../commands/release.js';
import Report from '../../commands/report.js';
import RequestAccept from '../../commands/request/accept.js';
import RequestOpen from '../../commands/request/open.js';
import RequestPreview from '../../commands/request/preview.js';
import RequestRemind from '../../commands/request/remind.js';
import RequestSent from '../../commands/request/sent.js';
import RequestStatus from '../../commands/request/status.js';
import Resume from '../../commands/resume.js';
import Status from '../../commands/status.js';
import { goWrong, smallCampaign, someoneElse } from './campaigns.js';
import { run, type CommandClass } from './run-command.js';

// In Auckland it is Monday 2030-01-07, 9 in the morning, and in UTC still Sunday until the end of the story.
const auckland = (text: string): string =>
  text
    .replace('name: small', 'name: small\n  timezone: Pacific/Auckland')
    .replace('2030-01-07T08:00:00Z', '2030-01-06T20:00:00Z')
    .replace('sites_per_day: 1', 'sites_per_day: 3');

const whenAWriteIsLost = 11;
const story: readonly (readonly [CommandClass, id: string, argv: readonly string[]])[] = [
  [Status, 'status', []],
  [Next, 'next', ['--dry-run']],
  [Plan, 'plan', []],
  [Brokeroff, 'brokeroff', ['--dry-run']],
  [RequestOpen, 'request:open', ['ALPHA', '--yes']],
  [RequestStatus, 'request:status', []],
  [RequestRemind, 'request:remind', ['ALPHA', '--yes']],
  [RequestSent, 'request:sent', ['BETA', '--ref', 'GGUS-1']],
  [RequestOpen, 'request:open', ['BETA', '--yes']],
  [RequestAccept, 'request:accept', ['BETA', '--reason', 'ok']],
  [RequestStatus, 'request:status', []],
  [Flip, 'flip', ['BETA', '--to', '2', '--yes']],
  [Flip, 'flip', ['BETA', '--to', '2', '--yes']],
  [Flip, 'flip', ['BETA', '--to', '1', '--reason', 'as it was', '--yes']],
  [Release, 'release', ['ANALY_BETA', '--reason', 'gone', '--dry-run']],
  [RehearsalAdvance, 'rehearsal:advance', ['2h']],
  [Flip, 'flip', ['BETA', '--to', '2', '--yes']],
  [ContainersOff, 'containers:off', ['BETA', '--reason', 'a test', '--yes']],
  [ContainersOn, 'containers:on', ['BETA', '--reason', 'mended', '--yes']],
  [Brokeroff, 'brokeroff', ['--yes']],
  [BrokeroffUndo, 'brokeroff:undo', ['ANALY_GAMMA_SL6']],
  [Off, 'off', ['ANALY_DELTA', '--yes']],
  [Pause, 'pause', ['--reason', 'a look']],
  [Next, 'next', ['--dry-run']],
  [Flip, 'flip', ['ALPHA', '--to', '2', '--yes']],
  [Resume, 'resume', ['--yes', '--reason', 'looked']],
  [Commission, 'commission', []],
  [Drift, 'drift', []],
  [Ready, 'ready', []],
  [Ready, 'ready', ['ALPHA']],
  [Status, 'status', []],
  [Status, 'status', ['BETA']],
  [Status, 'status', ['--stage', 'blocked']],
  [History, 'history', []],
  [Report, 'report', ['--format', 'md']],
  [Report, 'report', ['--format', 'html']],
  [RequestPreview, 'request:preview', ['BETA', '--template', 'reminder']],
  [RequestPreview, 'request:preview', ['BETA', '--template', 'roll-back']],
];

it('names days and hours by the clocks of the campaign wherever a person reads', { timeout: 120_000 }, async () => {
  const { argv, file } = smallCampaign();
  writeFileSync(file, auckland(readFileSync(file, 'utf8')));
  const rule = { edit: 'rule', queue: 'ANALY_DELTA', probe: 'manual', value: 'TEST', reason: 'eve' };
  await someoneElse(file, { ...rule, expiration: '2030-01-06T23:30:00Z' });
  const outage = { atlas_site: 'GAMMA', start: '2030-01-06T12:00:00Z', end: '2030-01-06T23:00:00Z' };
  await someoneElse(file, { edit: 'downtime', downtime: { ...outage, touches: 'nothing' } });
  await someoneElse(file, { edit: 'downtime', downtime: { ...outage, atlas_site: 'ALPHA' } });
  const told: string[] = [];
  for (const [index, [command, id, own]] of story.entries()) {
    if (index === whenAWriteIsLost) await goWrong(file, { kind: 'no effect', on: { queue: 'ANALY_BETA' } });
    const { stdout, stderr, exit } = await run(command, id, [...argv, ...own]);
    const line = `migrate ${id.replace(':', ' ')} ${own.join(' ')}`;
    expect(exit, `${line}\n${stderr}`).not.toBe(2);
    told.push(`${line}\n${stdout}${stderr}`);
  }
  const abroad = /.{0,80}(?:2030-01-06|\d{4}-\d\d-\d\dT\d\d:\d\d|\bUTC\b|[ >](?:20|21|22|23):\d\d\b).{0,80}/g;
  expect(told.flatMap((text) => [...(text.match(abroad) ?? [])].map((found) => [text.split('\n')[0], found]))).toEqual(
    [],
  );
  expect(told.filter((text) => text.includes('2030-01-07')).length).toBeGreaterThan(20);
});
