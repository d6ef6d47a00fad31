import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import Commission from '../../commands/commission.js';
import Flip from '../../commands/flip.js';
import Next from '../../commands/next.js';
import Advance from '../../commands/rehearsal/advance.js';
import Status from '../../commands/status.js';
import { smallCampaign } from './campaigns.js';
import { resultOf, run } from './run-command.js';

it('where nobody looks at the jobs for ten days, the first line says so, and commission still finds them', async () => {
  const { argv } = smallCampaign();
  await run(Flip, 'flip', ['BETA', '--to', '2', '--yes', ...argv]);
  await run(Advance, 'rehearsal:advance', [...argv, '10d']);
  const overdue = /^\s*[12] verdicts? (is|are) overdue, the first since .*: BETA\. Run `migrate commission`/;
  expect((await run(Status, 'status', argv)).stdout).toMatch(overdue);
  expect((await run(Next, 'next', ['--dry-run', ...argv])).stdout).toMatch(overdue);
  const { verdicts } = await resultOf(Commission, 'commission', argv);
  expect(verdicts.map(({ site }) => site)).toContain('BETA');
  expect((await resultOf(Status, 'status', argv)).overdue).toBeNull();
});

it('where the overdue site takes the only place in commissioning, next and status name it, its command and what waits', async () => {
  const { argv, file } = smallCampaign();
  const limited = readFileSync(file, 'utf8').replace(/^ {2}order:/m, '  limits: { in_commissioning: 1 }\n  order:');
  writeFileSync(file, limited.replace('BETA: { contact', 'BETA: { slots: 20, contact'));
  await run(Flip, 'flip', ['BETA', '--to', '2', '--yes', ...argv]);
  const taken =
    /overdue, the first since [^:]+:.*: BETA\. Run `migrate commission`.*They take all of limits\.in_commissioning \(1\): no other site goes before that/;
  expect((await resultOf(Status, 'status', argv)).overdue).toBeNull();
  await run(Advance, 'rehearsal:advance', [...argv, '4d']);
  expect((await resultOf(Status, 'status', argv)).overdue).toMatch(taken);
  const { overdue, operations } = await resultOf(Next, 'next', ['--dry-run', ...argv]);
  expect(overdue).toMatch(taken);
  expect(operations.filter(({ kind }) => kind === 'flip')).toEqual([]);
  await resultOf(Commission, 'commission', argv);
  expect((await resultOf(Next, 'next', ['--dry-run', ...argv])).overdue).toBeNull();
});
