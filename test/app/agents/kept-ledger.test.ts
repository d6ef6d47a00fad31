import { expect, it } from 'vitest';
import { keepLedger } from '../../../src/app/agents/kept-ledger.js';
import type { Session } from '../../../src/app/session.js';
import { LedgerFailure, type Ledger } from '../../../src/ledger/port.js';

/** A session whose ledgers open when they are told to, in turn, and tell whether they were closed. */
function session() {
  const opened: { readonly open: () => void; readonly refuse: () => void; isClosed: boolean; fails: boolean }[] = [];
  const openLedger = (): Promise<Ledger> =>
    new Promise((resolve, reject) => {
      const ledger = {
        head: () => (one.fails ? Promise.reject(new LedgerFailure('lost')) : Promise.resolve('head')),
        close: () => {
          one.isClosed = true;
          return Promise.resolve();
        },
      } as Ledger;
      const one = {
        isClosed: false,
        fails: false,
        open: () => {
          resolve(ledger);
        },
        refuse: () => {
          reject(new LedgerFailure('nobody answers'));
        },
      };
      opened.push(one);
    });
  return { kept: keepLedger({ openLedger } as unknown as Session), opened };
}

const settled = (promise: Promise<unknown>) =>
  promise.then(
    () => 'well',
    () => 'failed',
  );

it('is one for all uses, until it fails; then one who comes later gets another, and all are closed in the end', async () => {
  const { kept, opened } = session();
  const [one, two] = [kept.openLedger('write'), kept.openLedger('write')];
  opened[0]?.open();
  const [first, second] = [await one, await two];
  expect(opened).toHaveLength(1);
  if (opened[0]) opened[0].fails = true;
  expect(await settled(first.head())).toBe('failed');
  expect(opened[0]?.isClosed).toBe(true);
  const later = kept.openLedger('write');
  opened[1]?.open();
  expect(await settled((await later).head())).toBe('well');
  // Somebody who still holds the lost one takes nothing away from the others.
  expect(await settled(second.head())).toBe('failed');
  expect(opened[1]?.isClosed).toBe(false);
  await kept.close();
  expect(opened.map(({ isClosed }) => isClosed)).toEqual([true, true]);
});

it('that could not be opened for two is opened anew for a third, and closed in the end', async () => {
  const { kept, opened } = session();
  const both = [kept.openLedger('write'), kept.openLedger('write')].map((opening, at) =>
    settled(opening).then((how) => {
      if (at === 0)
        void kept.openLedger('write').then(
          () => undefined,
          () => undefined,
        );
      return how;
    }),
  );
  opened[0]?.refuse();
  expect(await Promise.all(both)).toEqual(['failed', 'failed']);
  opened[1]?.open();
  await kept.close();
  expect(opened[1]?.isClosed).toBe(true);
});
