import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { actor, carryThrough, flip, intent, openLedger, stored } from './builders.js';

it('a ledger of format 2 is read without a byte of it being written', async () => {
  const file = stored('format-2.sqlite');
  const before = readFileSync(file);
  const ledger = await openLedger({ file, readonly: true });
  const { queues, openRequests } = await ledger.history();
  expect(queues.get('DONE')?.verdict).toMatchObject({ verdict: 'good' });
  expect(queues.get('OPEN')?.open).toMatchObject({ state: 'unconfirmed', actor: 'anna' });
  expect(openRequests.size).toBe(0);
  expect((await ledger.events({})).map(({ origin }) => origin)).toEqual(Array(26).fill(null));
  expect(await ledger.verify()).toMatchObject({ events: 26, broken: null, differences: [] });
  await ledger.close();
  expect(readFileSync(file).equals(before)).toBe(true);
});

it('one who writes brings it into the present format, and what is written then has an origin', async () => {
  const file = stored('format-2.sqlite');
  const looker = await openLedger({ file, readonly: true });
  const [events, history] = [await looker.events({}), await looker.history()];
  await looker.close();

  const ledger = await openLedger({ file });
  expect(await ledger.events({})).toEqual(events);
  expect(await ledger.history()).toEqual(history);
  const by = { ...actor('ben', 7), command: 'migrate next --yes' };
  await carryThrough(ledger, flip('NEW'), 'done', intent({ actor: by, plan: 'abc' }));
  const added = (await ledger.events({})).slice(events.length);
  const origin = { host: 'desk', pid: 7, command: 'migrate next --yes', plan: 'abc' };
  expect(added.map(({ what, origin }) => [what, origin])).toEqual([
    ['intended', origin],
    ['acting', null],
    ['settled', null],
  ]);
  expect(await ledger.verify()).toMatchObject({ events: 29, broken: null, differences: [] });
});
