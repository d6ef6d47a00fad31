import { describe, expect, it } from 'vitest';
import { sentChanges, together, transactionsOn } from '../../src/ledger/transactions.js';

/** A connection that notes what it is told, and fails where it is told `refused`. */
function connection(refused: string, keepsOrder = false) {
  const told: string[] = [];
  const { add, sent } = sentChanges();
  const exec = async (text: string): Promise<void> => {
    told.push(text);
    await Promise.resolve();
    if (text === refused) throw new Error(`canceled: ${text}`);
  };
  const transactions = transactionsOn({
    exec,
    keepsOrder,
    sent,
    beginWrite: 'BEGIN; SELECT lock',
    beginRead: 'BEGIN READ ONLY',
    isStoreError: () => true,
  });
  const send = (text: string): void => {
    add(exec(text));
  };
  return { told, exec, send, ...transactions };
}

const work = (): Promise<string> => Promise.resolve('done');

it('a transaction whose lock is not had in time is taken back: the next one begins on its own', async () => {
  const { told, write, read } = connection('BEGIN; SELECT lock');
  await expect(write(work)).rejects.toThrow('canceled');
  expect(await read(work)).toBe('done');
  expect(told).toEqual(['BEGIN; SELECT lock', 'ROLLBACK', 'BEGIN READ ONLY', 'COMMIT']);
});

describe.each([true, false])('a change that is sent, on a connection that keeps order: %s', (keepsOrder) => {
  it('is made before the commit', async () => {
    const { told, send, write } = connection('', keepsOrder);
    await write(() => {
      send('UPDATE');
      return work();
    });
    expect(told).toEqual(['BEGIN; SELECT lock', 'UPDATE', 'COMMIT']);
  });

  it('fails its transaction where it fails, and no other', async () => {
    const { send, write } = connection('UPDATE', keepsOrder);
    const failed = write(() => {
      send('UPDATE');
      return work();
    });
    await expect(failed).rejects.toThrow('canceled: UPDATE');
    expect(await write(work)).toBe('done');
  });
});

it('where the order is kept, work goes out with the beginning; it fails with the reason of the beginning', async () => {
  const { told, exec, write } = connection('BEGIN; SELECT lock', true);
  const failed = write(async () => {
    await exec('SELECT');
    throw new Error('current transaction is aborted');
  });
  await expect(failed).rejects.toThrow('canceled: BEGIN; SELECT lock');
  expect(told).toEqual(['BEGIN; SELECT lock', 'SELECT', 'ROLLBACK']);
});

it('where the order is kept, the reason is the first change that failed, not what failed after it', async () => {
  const { send, exec, write } = connection('UPDATE', true);
  const failed = write(async () => {
    send('UPDATE');
    await exec('SELECT');
    throw new Error('current transaction is aborted');
  });
  await expect(failed).rejects.toThrow('canceled: UPDATE');
});

it('what is asked for together is waited for together, and the first of its errors is told', async () => {
  const answered: string[] = [];
  const slow = new Promise((resolve) => setTimeout(resolve, 5)).then(() => answered.push('slow'));
  await expect(together([Promise.reject(new Error('one')), slow])).rejects.toThrow('one');
  expect(answered).toEqual(['slow']);
});
