import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSqlite, transaction, placeTrouble } from '../../src/storage/sqlite.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sqlite-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

it('is durable on every open, not only the first', () => {
  const file = join(folder, 'a.sqlite');
  openSqlite(file).close();
  const again = openSqlite(file);
  expect(again.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
  expect(again.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
  again.close();
});

it('takes nothing of a transaction that throws', () => {
  const database = openSqlite(join(folder, 'b.sqlite'));
  database.exec('CREATE TABLE t (n INTEGER) STRICT');
  expect(() =>
    transaction(database, () => {
      database.exec('INSERT INTO t VALUES (1)');
      throw new Error('half way');
    }),
  ).toThrow('half way');
  expect(database.prepare('SELECT count(*) AS n FROM t').get()).toEqual({ n: 0 });
  transaction(database, () => {
    database.exec('INSERT INTO t VALUES (2)');
  });
  expect(database.prepare('SELECT n FROM t').get()).toEqual({ n: 2 });
  database.close();
});

it.each([
  ['database or disk is full', 'no room'],
  ['disk I/O error', 'no room'],
  ['unable to open database file', 'not writable'],
  ['attempt to write a readonly database', 'not writable'],
  ['database disk image is malformed', null],
  ['file is not a database', null],
])('%s: %s', (message, trouble) => {
  expect(placeTrouble(message)).toBe(trouble);
});
