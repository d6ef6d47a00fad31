import fc from 'fast-check';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openSqlite, type DatabaseSync } from '../../src/storage/sqlite.js';
import { storeOf } from '../../src/ledger/file/store.js';
import { verify } from '../../src/ledger/proof/verify.js';
import { openLedger, temporaryFolder } from './builders.js';
import { deed, perform, type Deed } from './past.js';

const tables = ['operations', 'queues', 'claims', 'shares', 'requests', 'events', 'sqlite_sequence'];

async function ledgerOf(deeds: readonly Deed[]) {
  const file = join(temporaryFolder(), 'ledger.sqlite');
  const ledger = await openLedger({ file, dead: new Set([1, 2, 3]) });
  for (const [step, one] of deeds.entries()) await perform(ledger, one, step * 10);
  return { file, ledger };
}

it('whatever was done, the events tell what the tables hold', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { maxLength: 25 }), async (deeds) => {
      const { ledger } = await ledgerOf(deeds);
      expect(await ledger.verify()).toMatchObject({ broken: null, differences: [] });
      await ledger.close();
    }),
    { numRuns: 25 },
  );
});

it('any one cell that is changed, and any one row that is gone, is found', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(deed, { minLength: 4, maxLength: 16 }),
      fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { minLength: 80, maxLength: 80 }),
      async (deeds, tamperings) => {
        const { file, ledger } = await ledgerOf(deeds);
        await ledger.close();
        const database = openSqlite(file);
        for (const [pick, change, whole] of tamperings) {
          database.exec('BEGIN');
          const changed = whole ? deleteRow(database, pick) : changeCell(database, pick, change);
          const { broken, differences } = await verify(storeOf(database));
          database.exec('ROLLBACK');
          expect(changed === null || broken !== null || (differences ?? []).length > 0, String(changed)).toBe(true);
        }
        database.close();
      },
    ),
    { numRuns: 10 },
  );
});

/** A lease that runs is a lock, no record: what is changed there only keeps others waiting, or not. */
function cellsOf(database: DatabaseSync) {
  return tables.flatMap((table) =>
    (database.prepare(`SELECT * FROM ${table}`).all() as Record<string, string | number | null>[]).flatMap((row) =>
      Object.keys(row)
        .filter((column) => column !== 'lease_until_ms' || row[column] === 0)
        .map((column) => ({ table, row, column })),
    ),
  );
}

function changeCell(database: DatabaseSync, pick: number, change: number): string | null {
  const cells = cellsOf(database);
  const cell = cells[pick % cells.length];
  if (!cell) return null;
  const { table, row, column } = cell;
  const value = row[column] ?? null;
  const other = typeof value === 'number' ? value + 1 + (change % 3) : changedText(value, change);
  try {
    where(database, `UPDATE ${table} SET ${column} = ?`, row, other);
  } catch {
    // A state that the table's rules refuse: nothing was changed.
    return null;
  }
  return `${table}.${column}: ${String(value)} → ${String(other)}`;
}

/** A digit or letter more, less or another. */
function changedText(value: string | null, change: number): string {
  if (value === null || value === '') return 'x';
  const at = change % value.length;
  const letter = value[at] === '0' ? '1' : '0';
  return change % 2 === 0
    ? value.slice(0, at) + letter + value.slice(at + 1)
    : `${value.slice(0, at)} ${value.slice(at)}`;
}

function deleteRow(database: DatabaseSync, pick: number): string | null {
  const cells = cellsOf(database);
  const cell = cells[pick % cells.length];
  if (!cell) return null;
  where(database, `DELETE FROM ${cell.table}`, cell.row);
  return `${cell.table}: ${JSON.stringify(cell.row)} gone`;
}

function where(
  database: DatabaseSync,
  statement: string,
  row: Record<string, string | number | null>,
  ...values: (string | number)[]
): void {
  const columns = Object.keys(row);
  database
    .prepare(`${statement} WHERE ${columns.map((column) => `${column} IS ?`).join(' AND ')}`)
    .run(...values, ...columns.map((column) => row[column] ?? null));
}
