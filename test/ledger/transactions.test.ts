import { expect, it } from 'vitest';
import { transactionsOn } from '../../src/ledger/transactions.js';

/** A connection that notes what it is told, and fails where it is told `refused`. */
function connection(refused: string) {
  const told: string[] = [];
  const transactions = transactionsOn({
    exec: (text) => {
      told.push(text);
      return text === refused ? Promise.reject(new Error('canceled: lock timeout')) : Promise.resolve();
    },
    beginWrite: 'BEGIN; SELECT lock',
    beginRead: 'BEGIN READ ONLY',
    isStoreError: () => true,
  });
  return { told, ...transactions };
}

const work = (): Promise<string> => Promise.resolve('done');

it('a transaction whose lock is not had in time is taken back: the next one begins on its own', async () => {
  const { told, write, read } = connection('BEGIN; SELECT lock');
  await expect(write(work)).rejects.toThrow('lock timeout');
  expect(await read(work)).toBe('done');
  expect(told).toEqual(['BEGIN; SELECT lock', 'ROLLBACK', 'BEGIN READ ONLY', 'COMMIT']);
});
