import { readFileSync, writeFileSync } from 'node:fs';
import { expect, inject, it, onTestFinished } from 'vitest';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { runAgent } from '../../../src/cli/run-agent.js';
import { openSession } from '../../../src/cli/context.js';
import type { Deed } from '../../../src/app/agents/agent.js';
import { withLedger } from '../../../src/app/session.js';
import { notePause, noteResumption, readPause, resumptionOf } from '../../../src/app/ledger/pause.js';
import { takeSnapshot } from '../../../src/app/snapshot.js';
import { smallCampaign } from '../../commands/campaigns.js';

async function told(...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgres') });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

function dropped(...schemas: readonly string[]): Promise<void> {
  return told(...schemas.map((schema) => `DROP SCHEMA IF EXISTS ${schema} CASCADE`));
}

/** The small campaign with its ledger on the run's server, agents free to flip. */
function teamCampaign() {
  const { file } = smallCampaign();
  const schema = `team_${randomBytes(5).toString('hex')}`;
  onTestFinished(() => dropped(schema, `${schema}_wake`));
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('  pace:', '  agents: { may: [brokeroff, flip, request, notice] }\n  pace:'));
  return { file, ledger: `${inject('postgres')}?schema=${schema}`, schema };
}

type Campaign = ReturnType<typeof teamCampaign>;

async function sessionOf({ file, ledger }: Campaign) {
  const session = await openSession({ inventory: file, ledger }, { command: 'migrate agent', notice: () => undefined });
  onTestFinished(() => session.close());
  return session;
}

/** Runs agents side by side until `enough` says so. */
async function run(
  campaign: Campaign,
  names: readonly string[],
  enough: (deeds: readonly Deed[]) => boolean,
  atMostMs = 15_000,
) {
  const deeds: (Deed & { readonly by: string })[] = [];
  const stop = new AbortController();
  const timer = setTimeout(() => {
    stop.abort();
  }, atMostMs);
  await Promise.all(
    names.map(async (by) => {
      const session = await sessionOf(campaign);
      await runAgent({ ...session, actor: { ...session.actor, name: by } }, stop.signal, {
        once: false,
        onDeed: (deed) => {
          deeds.push({ ...deed, by });
          if (enough(deeds)) stop.abort();
        },
        tell: () => undefined,
      });
    }),
  );
  clearTimeout(timer);
  return deeds;
}

it('two agents do together what is due, each operation once, and end when they are told to', async () => {
  const campaign = teamCampaign();
  const operator = await sessionOf(campaign);
  const { plan } = await takeSnapshot(operator);
  expect(plan.operations.length).toBeGreaterThan(2);
  const settled = (deeds: readonly Deed[]) => deeds.filter(({ outcome }) => outcome === 'done').length;
  await run(campaign, ['agent one', 'agent two'], (deeds) => settled(deeds) >= plan.operations.length);
  await withLedger(operator, 'read', async (ledger) => {
    const events = await ledger.events({});
    const done = events.filter(({ what, detail }) => what === 'settled' && detail['outcome'] === 'done');
    expect(done.map(({ key }) => key).sort()).toEqual(plan.operations.map(({ key }) => key).sort());
    expect(events.filter(({ what }) => what === 'acting')).toHaveLength(plan.operations.length);
    expect(await ledger.verify()).toMatchObject({ broken: null, differences: [] });
  });
  expect((await takeSnapshot(operator)).plan.operations).toEqual([]);
});

it('a job whose agent died is done by the next one, though the engine keeps its lock', async () => {
  const campaign = teamCampaign();
  const operator = await sessionOf(campaign);
  await notePause(
    operator,
    await readPause(operator, { scope: undefined, reason: 'nobody is to act yet', until: null, except: [] }),
  );
  await run(campaign, ['agent one'], () => false, 2000);
  await noteResumption(operator, await resumptionOf(operator, { scope: undefined, reason: 'now' }));
  // What a killed agent leaves: its lock, and a ledger where nothing was done.
  await told(
    `SELECT ${campaign.schema}_wake.add_job('serve', '{"site": "BETA"}', job_key => 'serve BETA', max_attempts => 1)`,
    `UPDATE ${campaign.schema}_wake._private_jobs SET locked_at = now(), locked_by = 'dead', attempts = 1 WHERE key = 'serve BETA'`,
  );
  const { plan } = await takeSnapshot(operator);
  expect(plan.operations.map(({ site }) => site)).toContain('BETA');
  const done = (deeds: readonly Deed[]) => deeds.filter(({ outcome }) => outcome === 'done').length;
  const deeds = await run(campaign, ['agent two'], (all) => done(all) >= plan.operations.length);
  expect(done(deeds)).toBe(plan.operations.length);
  expect((await takeSnapshot(operator)).plan.operations).toEqual([]);
});
