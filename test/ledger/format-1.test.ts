import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { openSqlite } from '../../src/storage/sqlite.js';
import { actor, at, flip, tokenOf, intent, openLedger, settlement, stored } from './builders.js';

const grid = 'world-0cd2c634-6eb6-4eb1-a758-69733e256955';

it('a ledger of format 1 is read without a byte of it being written', async () => {
  const file = stored('format-1.sqlite');
  const before = readFileSync(file);
  const ledger = await openLedger({ file, grid, readonly: true });
  const { queues, sites } = await ledger.history();
  expect(queues.get('OU_OSCER_ATLAS')?.verdict).toMatchObject({ verdict: 'site fault', reason: 'storage down' });
  expect(sites.get('OSCER')?.requests[0]).toEqual({
    site: 'OSCER',
    step: 'migration',
    round: 1,
    state: 'seen',
    since: '2019-07-30T12:20:00.000Z',
    ref: 'GGUS-1000001 (1)',
    by: 'ggus',
    reason: null,
  });
  expect(await ledger.verify()).toMatchObject({ events: 348, broken: null, differences: null });
  await ledger.close();
  expect(readFileSync(file).equals(before)).toBe(true);
});

it('one who writes brings it into the present format, its events and their hashes as they were', async () => {
  const file = stored('format-1.sqlite');
  const looker = await openLedger({ file, grid, readonly: true });
  const [events, history] = [await looker.events({}), await looker.history()];
  await looker.close();

  const ledger = await openLedger({ file, grid });
  const after = await ledger.events({});
  expect(after.slice(0, events.length)).toEqual(events);
  expect(after.slice(events.length)).toMatchObject([{ what: 'format', detail: { from: 1, to: 2 } }]);
  expect(await ledger.history()).toEqual(history);
  expect(await ledger.verify()).toMatchObject({ events: 349, broken: null, differences: [] });

  const token = tokenOf(await ledger.intend(flip('NEW'), intent()));
  await ledger.mark(token, at());
  await ledger.settle(token, settlement());
  await ledger.release('NEW', actor(), at(2), 'Nothing is open.');
  expect(await ledger.verify()).toMatchObject({ broken: null, differences: [] });
  await ledger.close();

  const again = await openLedger({ file, grid });
  expect(await again.events({})).toHaveLength(352);
  const database = openSqlite(file);
  database.exec(
    `UPDATE operations SET actor = replace(actor, 'root', 'anna') WHERE key = 'pilot2/OU_OSCER_ATLAS/flip#0'`,
  );
  database.close();
  const { differences } = await again.verify();
  expect(differences).toHaveLength(1);
  expect(differences?.[0]).toMatch(
    /^operations pilot2\/OU_OSCER_ATLAS\/flip#0: actor is .*"anna".*, the events tell .*"root"/,
  );
});
