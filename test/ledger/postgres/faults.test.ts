import { expect, it } from 'vitest';
import { LedgerFailure, type Ledger } from '../../../src/ledger/port.js';
import { flip, intent, newPlace, openLedger, tamper } from '../builders.js';
import { cutProxy } from './cut-proxy.js';

/** An open ledger, in whose database something goes wrong as an event is written. */
async function failing(statement: string): Promise<{ place: string; ledger: Ledger; mend: () => Promise<void> }> {
  const place = newPlace();
  const ledger = await openLedger({ file: place });
  await tamper(
    place,
    `CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${statement}; RETURN NEW; END $$;
     CREATE TRIGGER fail BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION fail()`,
  );
  return { place, ledger, mend: () => tamper(place, 'DROP TRIGGER fail ON events') };
}

it.each([
  ['the connection is lost', 'PERFORM pg_terminate_backend(pg_backend_pid())', /run the command again/],
  ['the disk is full', "RAISE EXCEPTION 'no space left' USING ERRCODE = '53100'", 'no room left on its disk'],
  ['the database is a standby', "RAISE EXCEPTION 'read only' USING ERRCODE = '25006'", 'Name the primary'],
])(
  'where %s during a write, it says so, nothing is half done, and the next one goes on',
  async (_, statement, words) => {
    const { place, ledger, mend } = await failing(statement);
    const lost = ledger.intend(flip('Q'), intent());
    await expect(lost).rejects.toThrow(LedgerFailure);
    await expect(lost).rejects.toThrow(words);
    await expect(lost).rejects.toMatchObject({ exit: 1, code: 'ledger-failure' });
    await mend();
    const again = await openLedger({ file: place });
    expect(await again.events({})).toEqual([]);
    expect(await again.intend(flip('Q'), intent())).toMatchObject({ is: 'ours', resumed: null });
  },
);

/** A way to the database that is cut when a commit has reached the server and not been answered, once it is armed. */
async function losingTheAnswer(place: string): Promise<{ url: string; arm: () => void }> {
  let armed = false;
  const url = await cutProxy(place, () => (armed ? 'before its answer does' : null));
  return { url, arm: () => (armed = true) };
}

it('where the answer to a commit is lost, what was recorded is found by the next run', async () => {
  const place = newPlace();
  const { url, arm } = await losingTheAnswer(place);
  const ledger = await openLedger({ file: url });
  arm();
  await expect(ledger.intend(flip('Q'), intent())).rejects.toThrow('Whether the last step was recorded is not known');
  const again = await openLedger({ file: place, dead: new Set([1]) });
  expect((await again.history()).queues.get('Q')?.open).toMatchObject({ state: 'intended', actor: 'anna' });
  expect(await again.intend(flip('Q'), intent())).toMatchObject({ is: 'ours' });
  expect(await again.verify()).toMatchObject({ broken: null, differences: [] });
});
