import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LedgerFailure, LedgerRefusal, type Ledger } from '../../src/ledger/port.js';
import { openSqlite } from '../../src/storage/sqlite.js';
import {
  actor,
  at,
  carryThrough,
  claim,
  flip,
  intent,
  newPlace,
  openLedger,
  request,
  tamper,
  temporaryFolder,
} from './builders.js';

/** A ledger with something in every table. */
async function ledgerWithPast(file: string): Promise<void> {
  const ledger = await openLedger({ file });
  await carryThrough(ledger, flip('Q', { claims: [claim('sites/2019-08-05', 'OSCER', 9)] }));
  await ledger.intend(flip('R', { claims: [claim('sites/2019-08-05', 'OSCER', 9)] }), intent({ leaseMs: 1e9 }));
  await carryThrough(ledger, request('OSCER'), 'unconfirmed');
  const fact = {
    site: 'NIKHEF',
    step: 'migration',
    round: 1,
    state: 'sent' as const,
    since: at(),
    ref: 'T',
    by: 'anna',
  };
  await ledger.note({ what: 'request', request: { ...fact, reason: null } }, actor(), at(2));
  const judged = { queue: 'Q', generation: 1, reason: 'Seen.', at: at(3), by: 'commissioning', ends: null };
  await ledger.note({ what: 'verdict', site: 'OSCER', verdict: { ...judged, verdict: 'good' } }, actor(), at(3));
  const pause = { scope: 'cloud US', by: 'anna', at: at(4), reason: 'Power.', until: null };
  await ledger.note({ what: 'paused', pause }, actor(), at(4));
  const approval = { plan: 'p', plannedBy: 'bert', by: 'anna', at: at(5), until: at(60), operations: { key: 'mark' } };
  await ledger.note({ what: 'approved', approval: { ...approval, reason: null } }, actor(), at(5));
  const lift = { trait: 'os=el7', by: 'anna', at: at(6), reason: 'Mended.', until: null };
  await ledger.note({ what: 'lifted', lift }, actor(), at(6));
  await ledger.close();
}

/** What reads a ledger and goes on from it. */
const uses: Readonly<Record<string, (ledger: Ledger) => Promise<unknown>>> = {
  history: (ledger) => ledger.history(),
  events: (ledger) => ledger.events({}),
  intend: (ledger) => ledger.intend(flip('R', { key: 'pilot2/R/flip#1' }), intent({ at: at(200) })),
  'intend again': (ledger) => ledger.intend(flip('R'), intent({ at: at(200) })),
  request: (ledger) => ledger.intend(request('NIKHEF', 2), intent({ at: at(200) })),
  release: (ledger) => ledger.release('R', actor(), at(200), 'Gone.'),
  note: (ledger) =>
    ledger.note(
      {
        what: 'verdict',
        site: 'OSCER',
        verdict: {
          queue: 'Q',
          generation: 1,
          verdict: 'pilot fault',
          reason: 'Seen.',
          at: at(201),
          by: 'commissioning',
          ends: null,
        },
      },
      actor(),
      at(201),
    ),
};

describe('a cell that is none of this program is told with its table and row', () => {
  it.each([
    ["UPDATE queues SET pilot = 'garbage'", /table queues, row Q: pilot is no JSON/],
    [`UPDATE queues SET pilot = '{"key":1}'`, /table queues, row Q: pilot is not a settled change: key is 1/],
    ["UPDATE queues SET verdict = 'null,null'", /table queues, row Q: verdict is no JSON|row Q: a cell is no JSON/],
    ['UPDATE queues SET settled = -1', /table queues, row Q: settled is -1/],
    ["INSERT INTO pauses VALUES ('campaign', 'not json')", /table pauses, row campaign: fact is no JSON/],
    [`INSERT INTO pauses VALUES ('campaign', '{"x":1}')`, /table pauses, row campaign: fact is not a pause: scope is/],
    ["UPDATE requests SET fact = '[]'", /table requests, row NIKHEF migration 1: fact is not what is known/],
    [
      'UPDATE operations SET lease_until_ms = 9007199254740993',
      /table operations, row .*: lease_until_ms is 90071992547409/,
    ],
    ["UPDATE operations SET actor = '{}'", /table operations, row .*: actor is not an operator: name is missing/],
    ["UPDATE operations SET since = 'yesterday'", /table operations, row .*: since is "yesterday"/],
  ])('%s', async (sql, message) => {
    const file = newPlace();
    await ledgerWithPast(file);
    await tamper(file, sql);
    const ledger = await openLedger({ file, readonly: true });
    await expect(ledger.history()).rejects.toThrow(LedgerRefusal);
    await expect(ledger.history()).rejects.toThrow(message);
    const { broken, differences } = await ledger.verify();
    expect(broken).toBeNull();
    expect(differences).not.toEqual([]);
  });

  it('whatever stands in it, nothing but the ledger itself refuses', async () => {
    const folder = temporaryFolder();
    const [whole, file] = [join(folder, 'whole.sqlite'), join(folder, 'ledger.sqlite')];
    await ledgerWithPast(whole);
    const cells = cellsOf(whole);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.oneof(
          fc.constantFrom(null, '', 'null', '[]', '{}', '5', 'false', 'not json', '{"x":1}', -1, 1.5, 1e300),
          fc.constantFrom(9007199254740993n, -9223372036854775808n, 8640000000000001n),
          fc.string(),
          fc.jsonValue().map((value) => JSON.stringify(value)),
          fc.integer(),
        ),
        fc.constantFrom(...Object.keys(uses)),
        async (pick, value, use) => {
          for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
          copyFileSync(whole, file);
          const cell = cells[pick % cells.length];
          if (!cell || !setCell(file, cell, value)) return;
          try {
            const ledger = await openLedger({ file, dead: new Set([1]) });
            const found = await ledger.verify();
            if (cell.column !== 'lease_until_ms')
              expect(found.broken !== null || (found.differences ?? []).length > 0).toBe(true);
            expect(() => JSON.stringify(found)).not.toThrow();
            await uses[use]?.(ledger).catch((error: unknown) => {
              if (!(error instanceof LedgerRefusal) && !(error instanceof LedgerFailure)) throw error;
            });
            await ledger.close();
          } catch (error) {
            if (!(error instanceof LedgerRefusal) && !(error instanceof LedgerFailure)) throw error;
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

interface Cell {
  readonly table: string;
  readonly column: string;
  /** Which row of the table, by its place. */
  readonly row: number;
}

const tables = ['operations', 'queues', 'claims', 'shares', 'requests', 'pauses', 'approvals', 'events', 'identity'];

function cellsOf(file: string): readonly Cell[] {
  const database = openSqlite(file);
  // What stands beside the file is copied with it.
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  const cells = tables.flatMap((table) =>
    (database.prepare(`SELECT * FROM ${table}`).all() as object[]).flatMap((found, row) =>
      Object.keys(found).map((column) => ({ table, column, row })),
    ),
  );
  database.close();
  return cells;
}

/** false: the tables' own rules refuse the value, or it stood there before. */
function setCell(file: string, { table, column, row }: Cell, value: string | number | bigint | null): boolean {
  const database = openSqlite(file);
  try {
    const all = database.prepare(`SELECT * FROM ${table}`).all() as Record<string, string | number | null>[];
    const cells = all[row] ?? {};
    const names = Object.keys(cells);
    database
      .prepare(`UPDATE ${table} SET ${column} = ? WHERE ${names.map((name) => `${name} IS ?`).join(' AND ')}`)
      .run(value, ...names.map((name) => cells[name] ?? null));
    return String(cells[column] ?? null) !== String(value);
  } catch {
    return false;
  } finally {
    database.close();
  }
}
