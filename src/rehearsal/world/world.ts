import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import { fingerprint } from '../../model/fingerprint.js';
import { openSqlite, transaction, type DatabaseSync, type StatementSync } from '../../storage/sqlite.js';
import type { Scenario, Writers } from '../scenario.js';
import { populate } from './populate.js';
import { worldTables, worldVersion } from './schema.js';

/** A rehearsal grid's whole state: one SQLite file that any number of processes share. */
export interface World {
  readonly id: string;
  readonly scenario: string;
  readonly seed: number;
  /** Who acts by rules of its own. */
  readonly writers: Writers;
  /** The file's tables; `schema.ts` names them. */
  readonly database: DatabaseSync;
  /** Prepared statements, by their text. */
  readonly statements: Map<string, StatementSync>;
  close(): void;
}

export interface WorldChoice {
  readonly file: string;
  /** How the world begins, where the file has none yet. */
  readonly scenario: Scenario | (() => Scenario);
  /** Default 1. */
  readonly seed?: number;
  /** How long the file's lock is waited for with everything standing still, ms; for a world that is asked by `handle` alone, short. */
  readonly busyMs?: number;
  /** `random` (default): every new world is another grid to a ledger. `seed`: the same scenario and seed have the same id. */
  readonly identity?: 'random' | 'seed';
}

/** Opens the world of a file, and makes it from the scenario first where there is none. */
export function openWorld(choice: WorldChoice): World {
  const { file, busyMs } = choice;
  const database = openSqlite(file, busyMs === undefined ? {} : { busyMs });
  try {
    // A rehearsal may lose its last moments with the machine; it stays consistent, and fast.
    database.exec('PRAGMA synchronous=NORMAL');
    if (!holdsWorld(database))
      transaction(database, () => (holdsWorld(database) ? undefined : create(database, choice)));
    return present(database, file);
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Makes a new world in place of the file's present one. No other process may have it open. */
export function createWorld(choice: WorldChoice): World {
  removeWorld(choice.file);
  return openWorld(choice);
}

/** True for a file that holds somebody else's data: nothing may be made of it, and it may not be deleted. */
export function isForeign(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined || (found.isFile() && found.size === 0)) return false;
  if (!found.isFile() || !isSqlite(file)) return true;
  const database = openSqlite(file, { readOnly: true });
  try {
    return !holdsWorld(database) && database.prepare('SELECT 1 AS found FROM sqlite_schema').get() !== undefined;
  } finally {
    database.close();
  }
}

function isSqlite(file: string): boolean {
  const begin = Buffer.alloc(16);
  const handle = openSync(file, 'r');
  try {
    readSync(handle, begin);
  } finally {
    closeSync(handle);
  }
  return begin.equals(Buffer.from('SQLite format 3\0'));
}

/** Deletes a world's file and its companions. */
export function removeWorld(file: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
}

/** Runs `work` in one write transaction; other processes wait. */
export function changing<T>(world: World, work: () => T): T {
  return transaction(world.database, work);
}

/** A prepared statement, made once per world. */
export function statement(world: World, sql: string): StatementSync {
  let prepared = world.statements.get(sql);
  if (!prepared) {
    prepared = world.database.prepare(sql);
    world.statements.set(sql, prepared);
  }
  return prepared;
}

/** The first row or undefined; the caller who wrote the SQL knows its columns. */
export function row(world: World, sql: string, ...values: readonly (string | number | null)[]): unknown {
  return statement(world, sql).get(...values);
}

/** All rows; the caller who wrote the SQL knows their columns. */
export function rows(world: World, sql: string, ...values: readonly (string | number | null)[]): readonly unknown[] {
  return statement(world, sql).all(...values);
}

/** Runs a statement; answers the new row's id where it inserts one. */
export function run(world: World, sql: string, ...values: readonly (string | number | null)[]): number {
  return Number(statement(world, sql).run(...values).lastInsertRowid);
}

function holdsWorld(database: DatabaseSync): boolean {
  return database.prepare("SELECT 1 AS found FROM sqlite_schema WHERE name = 'world'").get() !== undefined;
}

function create(database: DatabaseSync, choice: WorldChoice): void {
  const scenario = typeof choice.scenario === 'function' ? choice.scenario() : choice.scenario;
  const seed = choice.seed ?? 1;
  const id =
    choice.identity === 'seed' ? `world-${fingerprint([scenario, seed]).slice(0, 16)}` : `world-${randomUUID()}`;
  database.exec(worldTables);
  populate(database, scenario, { id, seed });
}

function present(database: DatabaseSync, file: string): World {
  const found = database.prepare('SELECT * FROM world').get() as
    { id: string; version: number; scenario: string; seed: number; writers: string } | undefined;
  if (found?.version !== worldVersion) {
    throw new Error(
      `${file}: a rehearsal world of version ${found?.version ?? 'unknown'}, and this program reads version ${worldVersion}. Make a new one with: migrate rehearsal reset`,
    );
  }
  return {
    id: found.id,
    scenario: found.scenario,
    seed: found.seed,
    writers: JSON.parse(found.writers) as Writers,
    database,
    statements: new Map(),
    close: () => database.close(),
  };
}
