import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import LedgerVerify from '../../../commands/ledger/verify.js';
import Next from '../../../commands/next.js';
import RequestOpen from '../../../commands/request/open.js';
import { openRehearsalWorld } from '../../../src/cli/wiring/rehearsal-grid.js';
import { loadInventory } from '../../../src/inventory/load.js';
import { readJournal } from '../../../src/rehearsal/world/journal.js';
import { pass, smallCampaign } from '../../commands/campaigns.js';
import { resultOf, runJson } from '../../commands/run-command.js';
import { newPlace } from '../builders.js';
import { cutProxy, type Cut } from './cut-proxy.js';

/** A way to the database that is cut at the COMMIT of this number. */
function cutAt(place: string, commit: number, cut: Cut): Promise<string> {
  let commits = 0;
  return cutProxy(place, () => (++commits === commit ? cut : null));
}

/** Keys of the writes that had an effect in the campaign's world. */
async function effectiveWrites(file: string): Promise<readonly string[]> {
  const loaded = await loadInventory(file, null);
  if (!loaded.ok) throw new Error('the campaign is not valid');
  const world = await openRehearsalWorld(loaded.inventory);
  const journal = readJournal(world);
  world.close();
  return journal.flatMap((entry) => (entry.kind === 'write' && entry.fate === 'effective' ? [entry.request] : []));
}

describe('a command that loses its database', () => {
  it.each(
    (['before it arrives', 'before its answer does'] as const).flatMap((cut) =>
      [1, 2, 3, 4, 5, 6, 7, 8].map((commit) => [commit, cut] as const),
    ),
  )('at commit %i, %s: says so, does not end with 0, and the next run does the rest once', async (commit, cut) => {
    const { argv, file } = smallCampaign();
    // What the lost run held is free when its lease has ended, for its process, this one, is still there.
    const timing = 'timing: { lease_seconds: 2, request_timeout_seconds: 1 }';
    writeFileSync(file, readFileSync(file, 'utf8').replace('use: rehearsal,', `use: rehearsal, ${timing},`));
    const place = newPlace();
    const through = (ledger: string) => [...argv, '--ledger', ledger];
    const { operations } = await resultOf(Next, 'next', [...through(place), '--dry-run']);
    const queues = operations.filter(({ queue }) => queue !== null).map(({ key }) => key);

    const lost = await runJson(Next, 'next', [...through(await cutAt(place, commit, cut)), '--yes']);
    // Where something was done before, its outcomes are kept; which operation is hit depends on what shared the commit.
    const outcomes = lost.result?.outcomes ?? [];
    const messages = outcomes.map(({ message }) => message);
    expect(lost.error?.code ?? 'outcomes').toBe(messages.length > 0 ? 'outcomes' : 'ledger-failure');
    expect(lost.status).toBe(outcomes.some(({ outcome }) => outcome === 'unconfirmed') ? 68 : 1);
    // What may be in flight is waited for.
    await pass(file, 1);
    expect([lost.error?.message, ...messages, ...lost.warnings].join('\n')).toMatch(/The ledger postgres:.* failed: /);
    await vi.waitFor(
      async () => {
        const left = (await resultOf(Next, 'next', [...through(place), '--yes'])).outcomes ?? [];
        // Its holder, this process, still lives, so a request that may have arrived is looked for as the message says.
        const unknown = left.filter(({ kind, outcome }) => kind === 'request' && outcome === 'unconfirmed');
        for (const { site = '' } of unknown)
          await resultOf(RequestOpen, 'request-open', [site, ...through(place), '--yes']);
        expect(left).toEqual([]);
      },
      { timeout: 40_000, interval: 300 },
    );
    expect([...(await effectiveWrites(file))].sort()).toEqual([...queues].sort());
    expect(await resultOf(LedgerVerify, 'ledger-verify', through(place))).toMatchObject({
      brokenAt: null,
      differences: [],
    });
  });
});
