import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import Agent from '../../commands/agent.js';
import Apply from '../../commands/apply.js';
import Approve from '../../commands/approve.js';
import Plan from '../../commands/plan.js';
import Advance from '../../commands/rehearsal/advance.js';
import { smallCampaign, someoneElse } from './campaigns.js';
import { resultOf, runJson } from './run-command.js';

/** A campaign that asks for approvals, with a plan that maria has saved. */
async function planned(
  rules = '  approvals: { max_age_hours: 24 }\n  agents: { may: [flip, request, brokeroff, notice] }\n',
) {
  const { argv, file, folder } = smallCampaign();
  writeFileSync(file, readFileSync(file, 'utf8').replace('  pace:', `${rules}  pace:`));
  const saved = join(folder, 'plan.json');
  await resultOf(Plan, 'plan', [...argv, '--out', saved]);
  return { argv, file, saved };
}

it('a plan is applied after another operator has approved it, its flips not before', async () => {
  const { argv, saved } = await planned();
  const before = await resultOf(Apply, 'apply', [...argv, saved, '--yes']);
  const flips = before.outcomes?.filter(({ kind }) => kind === 'flip');
  expect(new Set(flips?.map(({ outcome }) => outcome))).toEqual(new Set(['refused']));
  expect(await runJson(Approve, 'approve', [...argv, saved, '--yes'])).toMatchObject({
    status: 4,
    error: { code: 'own-plan' },
  });
  vi.stubEnv('MIGRATE_OPERATOR', 'ben');
  expect(await resultOf(Approve, 'approve', [...argv, saved, '--yes'])).toMatchObject({
    plannedBy: 'maria',
    by: 'ben',
  });
  vi.stubEnv('MIGRATE_OPERATOR', 'maria');
  const after = await resultOf(Apply, 'apply', [...argv, saved, '--yes']);
  const done = after.outcomes?.filter(({ kind }) => kind === 'flip');
  expect(done?.length).toBeGreaterThan(0);
  expect(new Set(done?.map(({ outcome }) => outcome))).toEqual(new Set(['done']));
});

it('who approves too late is told how a plan of now differs', async () => {
  const { argv, file, saved } = await planned();
  await someoneElse(file, { edit: 'attributes', queue: 'BETA_MCORE', attributes: { pilot_version: '2' } });
  await resultOf(Advance, 'rehearsal-advance', [...argv, '25h']);
  vi.stubEnv('MIGRATE_OPERATOR', 'ben');
  const { status, error } = await runJson(Approve, 'approve', [...argv, saved, '--yes']);
  expect(status).toBe(4);
  expect(error).toMatchObject({ code: 'stale-plan' });
  expect(error?.advice).toEqual([
    '1 operation is no longer planned: flip BETA_MCORE.',
    'Save the plan of now with `migrate plan --out FILE`, and have that one approved.',
  ]);
});

it('an agent acts on approved plans only', async () => {
  const { argv, saved } = await planned();
  const before = await resultOf(Agent, 'agent', [...argv, '--once']);
  expect(new Set(before.tasks.map(({ outcome }) => outcome))).toEqual(new Set(['refused']));
  vi.stubEnv('MIGRATE_OPERATOR', 'ben');
  await resultOf(Approve, 'approve', [...argv, saved, '--yes']);
  const after = await resultOf(Agent, 'agent', [...argv, '--once']);
  expect(new Set(after.tasks.map(({ outcome }) => outcome))).toEqual(new Set(['done']));
});

it('where a campaign asks for no approvals there is nothing to approve', async () => {
  const { argv, saved } = await planned('');
  expect(await runJson(Approve, 'approve', [...argv, saved, '--yes'])).toMatchObject({
    status: 4,
    error: { code: 'no-approvals' },
  });
});

it('a plan that names another operator than the one who made it was edited, and is refused', async () => {
  const { argv, saved } = await planned();
  writeFileSync(saved, readFileSync(saved, 'utf8').replace('"plannedBy": "maria"', '"plannedBy": "ben"'));
  expect(await runJson(Approve, 'approve', [...argv, saved, '--yes'])).toMatchObject({
    status: 4,
    error: { code: 'edited-plan' },
  });
});
