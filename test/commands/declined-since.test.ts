/** A site said no after a plan was saved: applying the plan does not flip the site, and does not ask it again. */
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import Apply from '../../commands/apply.js';
import Plan from '../../commands/plan.js';
import RequestDecline from '../../commands/request/decline.js';
import RequestOpen from '../../commands/request/open.js';
import type { Change } from '../../src/rehearsal/world/journal.js';
import { openTicket, pass, seen, smallCampaign, touchTicket } from './campaigns.js';
import { resultOf, runJson } from './run-command.js';

const title = '[small/BETA/migration#1] Pilot 2 at BETA';

interface Saved {
  readonly argv: readonly string[];
  readonly file: string;
  readonly plan: string;
}

/** A saved plan that flips BETA; it asks BETA as well, unless BETA was asked before. */
async function savedPlan(argv: readonly string[], folder: string, asks: boolean): Promise<string> {
  const plan = join(folder, 'plan.json');
  const { operations } = await resultOf(Plan, 'plan', ['--out', plan, ...argv]);
  const kinds = operations.filter(({ site }) => site === 'BETA').map(({ kind }) => kind);
  expect([kinds.includes('flip'), kinds.includes('request')]).toEqual([true, asks]);
  return plan;
}

async function unasked(): Promise<Saved> {
  const { argv, file, folder } = smallCampaign();
  return { argv, file, plan: await savedPlan(argv, folder, true) };
}

async function asked(): Promise<Saved> {
  const { argv, file, folder } = smallCampaign();
  await resultOf(RequestOpen, 'request-open', ['BETA', '--yes', ...argv]);
  await pass(file, 1);
  return { argv, file, plan: await savedPlan(argv, folder, false) };
}

async function declinesInTicket(file: string): Promise<void> {
  await touchTicket(file, { ticket: 1, by: 'BETA support', text: 'Not with us.', state: 'unsolved' });
}

/** Applies the plan, twice: no queue of BETA is written, and BETA has so many requests. */
async function expectLeftAlone({ argv, file, plan }: Saved, requests: number): Promise<void> {
  for (let time = 1; time <= 2; time++) {
    const { result } = await runJson(Apply, 'apply', [plan, '--yes', ...argv]);
    const flips = result?.outcomes?.filter(({ kind, site }) => kind === 'flip' && site === 'BETA') ?? [];
    expect(flips.map(({ outcome }) => outcome).filter((outcome) => outcome !== 'refused')).toEqual([]);
  }
  const journal = (await seen(file, '/rehearsal/journal?kind=change')) as readonly Change[];
  expect(journal.filter(({ queue, what }) => what === 'pilot_version' && queue.includes('BETA'))).toEqual([]);
  const tickets = (await seen(file, '/rehearsal/tickets')) as readonly { readonly title: string }[];
  expect(tickets.filter((ticket) => ticket.title.includes('[small/BETA/migration#'))).toHaveLength(requests);
}

it('a plan goes ahead with BETA where nobody declined', async () => {
  const { argv, file, plan } = await asked();
  await resultOf(Apply, 'apply', [plan, '--yes', ...argv]);
  const journal = (await seen(file, '/rehearsal/journal?kind=change')) as readonly Change[];
  expect(journal.filter(({ queue, what }) => what === 'pilot_version' && queue.includes('BETA'))).toHaveLength(2);
});

describe('a plan that was saved before BETA declined leaves it alone, where', () => {
  async function bobRecords(argv: readonly string[]): Promise<void> {
    vi.stubEnv('MIGRATE_OPERATOR', 'bob');
    await resultOf(RequestDecline, 'request-decline', ['BETA', '--reason', 'not now', '--yes', ...argv]);
    vi.stubEnv('MIGRATE_OPERATOR', 'maria');
  }

  it('a colleague recorded it, and BETA was not asked yet', async () => {
    const saved = await unasked();
    await bobRecords(saved.argv);
    await expectLeftAlone(saved, 0);
  });

  it('a colleague recorded it, and BETA was asked before', async () => {
    const saved = await asked();
    await bobRecords(saved.argv);
    await expectLeftAlone(saved, 1);
  });

  it('it stands in the ticket', async () => {
    const saved = await asked();
    await declinesInTicket(saved.file);
    await expectLeftAlone(saved, 1);
  });

  it('it stands in a ticket that a colleague opened by hand since', async () => {
    const saved = await unasked();
    await openTicket(saved.file, { title, body: 'Asked by hand.' });
    await declinesInTicket(saved.file);
    await expectLeftAlone(saved, 1);
  });
});
