import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { LedgerFailure, LedgerRefusal } from '../../../src/ledger/port.js';
import { openPostgresLedger } from '../../../src/ledger/postgres.js';
import { packageRoot } from '../../../src/storage/package-root.js';
import { carryThrough, flip, identity, intent, newPlace, openLedger, tamper, temporaryFolder } from '../builders.js';

function withPart(place: string, change: (address: URL) => void): string {
  const address = new URL(place);
  change(address);
  return address.href;
}

describe('a ledger in a database', () => {
  it('remembers after it was closed', async () => {
    const place = newPlace();
    await carryThrough(await openLedger({ file: place }), flip('Q'));
    expect((await (await openLedger({ file: place })).history()).queues.get('Q')?.settled).toBe(1);
  });

  it('belongs to one campaign on one grid; another one has its own schema in the same database', async () => {
    const place = newPlace();
    await openLedger({ file: place });
    const refused = openLedger({ file: place, campaign: 'pilot3' });
    await expect(refused).rejects.toThrow(LedgerRefusal);
    await expect(refused).rejects.toThrow('belongs to campaign pilot2 on grid world-1, not to pilot3 on world-1');
    await expect(openLedger({ file: place, grid: 'world-2' })).rejects.toThrow('not to pilot2 on world-2');
    const other = await openLedger({ file: newPlace(), campaign: 'pilot3' });
    expect((await other.history()).queues.size).toBe(0);
  });

  it('of a newer program is refused', async () => {
    const place = newPlace();
    await openLedger({ file: place });
    await tamper(place, 'UPDATE identity SET version = 99');
    await expect(openLedger({ file: place })).rejects.toThrow('has version 99; this program knows version');
  });

  it.each([
    ['DROP INDEX one_open_a_lane', 'the index one_open_a_lane is missing'],
    ['ALTER TABLE claims DROP CONSTRAINT claims_pkey', 'the index claims_pkey is missing'],
    ['DROP TABLE shares', 'the table shares is missing'],
    ['ALTER TABLE events DISABLE TRIGGER count_event', 'the trigger count_event is missing'],
    ['DELETE FROM identity', 'the table identity does not say which campaign and grid it belongs to'],
    ['DROP TABLE identity', 'the table identity does not say which campaign and grid it belongs to'],
  ])('that was changed by something else (%s) is refused, to whoever acts and to whoever looks', async (sql, words) => {
    const place = newPlace();
    await carryThrough(await openLedger({ file: place }), flip('Q'));
    await tamper(place, sql);
    for (const readonly of [false, true]) {
      const refused = openLedger({ file: place, readonly });
      await expect(refused).rejects.toThrow(LedgerRefusal);
      await expect(refused).rejects.toThrow(words);
    }
  });

  it('of the first version is read as it is, and brought to the present one by whoever writes', async () => {
    const place = newPlace();
    const schema = new URL(place).searchParams.get('schema') ?? '';
    await tamper(place, `CREATE SCHEMA ${schema}`);
    await tamper(place, readFileSync(join(packageRoot(), 'test/ledger/stored/database-1.sql'), 'utf8'));
    const looker = await openLedger({ file: place, readonly: true });
    const events = await looker.events({});
    expect(events.at(-1)).toMatchObject({ id: 26, origin: null });
    expect(await looker.verify()).toMatchObject({ events: 26, broken: null, differences: [] });
    const ledger = await openLedger({ file: place });
    expect(await ledger.events({})).toEqual(events);
    await carryThrough(ledger, flip('NEW'));
    expect((await ledger.events({})).at(26)?.origin).toMatchObject({ host: 'desk' });
    expect(await ledger.verify()).toMatchObject({ events: 29, broken: null, differences: [] });
  });

  it('is begun once by many at the same moment, and nobody loses a write', async () => {
    const place = newPlace();
    const ledgers = await Promise.all([1, 2, 3, 4, 5].map(() => openLedger({ file: place })));
    await Promise.all(ledgers.map((ledger, number) => carryThrough(ledger, flip(`Q${String(number)}`))));
    expect((await ledgers[0]?.history())?.queues.size).toBe(5);
    expect(await ledgers[1]?.verify()).toMatchObject({ events: 15, broken: null });
  });

  it('gives an operation to one of many that ask at the same moment', async () => {
    const place = newPlace();
    const ledgers = await Promise.all([1, 2, 3, 4].map(() => openLedger({ file: place })));
    const answers = await Promise.all(ledgers.map((ledger) => ledger.intend(flip('Q'), intent())));
    expect(answers.map(({ is }) => is).sort()).toEqual(['busy', 'busy', 'busy', 'ours']);
  });

  it('takes the password from a file that its address names', async () => {
    const place = newPlace();
    const file = join(temporaryFolder(), 'password');
    writeFileSync(file, `${new URL(place).password}\n`, { mode: 0o600 });
    const ledger = await openLedger({
      file: withPart(place, (address) => {
        address.password = '';
        address.searchParams.set('password_file', file);
      }),
    });
    expect(await ledger.intend(flip('Q'), intent())).toMatchObject({ is: 'ours' });
  });

  it('is not begun by a look', async () => {
    const place = newPlace();
    const looker = await openLedger({ file: place, readonly: true });
    expect((await looker.history()).queues.size).toBe(0);
    await expect(looker.intend(flip('Q'), intent())).rejects.toThrow('was opened for reading');
    await openLedger({ file: place });
    expect((await (await openLedger({ file: place, readonly: true })).history()).queues.size).toBe(0);
  });
});

describe('what goes wrong with a database is said so', () => {
  it('where the connection is lost, and the ledger stands as it was', async () => {
    const place = newPlace();
    const ledger = await openLedger({ file: place });
    await carryThrough(ledger, flip('Q'));
    await tamper(
      place,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'migrate ${new URL(place).searchParams.get('schema') ?? ''}'`,
    );
    const lost = ledger.intend(flip('R'), intent());
    await expect(lost).rejects.toThrow(LedgerFailure);
    await expect(lost).rejects.toThrow(/^The ledger postgres:.* failed: .*run the command again/);
    const again = await openLedger({ file: place });
    expect([...(await again.history()).queues.keys()]).toEqual(['Q']);
    expect(await again.intend(flip('R'), intent())).toMatchObject({ is: 'ours' });
  });

  it.each([
    ['nobody answers', (address: URL) => (address.port = '1'), 'ECONNREFUSED'],
    ['the password is wrong', (address: URL) => (address.password = 'wrong'), 'turns this user away'],
    ['the database is not there', (address: URL) => (address.pathname = '/nowhere'), 'is not there'],
    [
      'the schema has no good name',
      (address: URL) => address.searchParams.set('schema', 'a"b'),
      'cannot be the schema',
    ],
    [
      'the password file is missing',
      (address: URL) => address.searchParams.set('password_file', '/nonexistent/password'),
      'password file of the ledger cannot be read',
    ],
  ])('where %s, and no message shows the password', async (_, spoil, sentence) => {
    const opening = openPostgresLedger(
      withPart(inject('postgres'), (address) => {
        spoil(address);
      }),
      identity,
    );
    await expect(opening).rejects.toThrow(sentence);
    await expect(opening).rejects.not.toThrow(/secret|:wrong/);
  });
});
