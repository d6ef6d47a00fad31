import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refusingDamage } from '../../src/ledger/file/schema.js';
import { networkFileSystem } from '../../src/ledger/file/ground.js';
import { LedgerFailure, LedgerRefusal } from '../../src/ledger/port.js';
import { openSqlite } from '../../src/storage/sqlite.js';
import { actor, at, carryThrough, flip, identity, intent, openLedger, tamper, temporaryFolder } from './builders.js';

async function refusal(opening: Promise<unknown>): Promise<string> {
  const error: unknown = await opening.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(LedgerRefusal);
  expect((error as LedgerRefusal).advice.length).toBeGreaterThan(0);
  return (error as LedgerRefusal).message;
}

describe('a ledger', () => {
  it("begins in a folder that is the operator's own", async () => {
    const file = join(temporaryFolder(), 'state', 'migrate', 'ledger.sqlite');
    await openLedger({ file });
    expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700);
  });

  it('remembers after it was closed', async () => {
    const file = join(temporaryFolder(), 'ledger.sqlite');
    await carryThrough(await openLedger({ file }), flip('Q'));
    expect((await (await openLedger({ file })).history()).queues.get('Q')?.settled).toBe(1);
  });

  it('belongs to one campaign on one grid', async () => {
    const file = join(temporaryFolder(), 'ledger.sqlite');
    await openLedger({ file });
    expect(await refusal(openLedger({ file, campaign: 'pilot3' }))).toBe(
      `The ledger ${file} belongs to campaign pilot2 on grid world-1, not to pilot3 on world-1.`,
    );
    expect(await refusal(openLedger({ file, grid: 'world-2' }))).toContain('not to pilot2 on world-2');
  });

  it('of a newer program is refused', async () => {
    const file = join(temporaryFolder(), 'ledger.sqlite');
    await (await openLedger({ file })).close();
    const database = openSqlite(file);
    database.exec('PRAGMA user_version=4');
    database.close();
    expect(await refusal(openLedger({ file }))).toContain('has format 4; this program knows format 3');
  });

  it.each([
    [
      'no database',
      (file: string) => {
        writeFileSync(file, 'sites:\n'.repeat(1000));
      },
      'cannot be opened: file is not a database',
    ],
    [
      "another program's database",
      (file: string) => {
        openSqlite(file).exec('CREATE TABLE t (n INTEGER)');
      },
      'no ledger of this program',
    ],
    [
      'a folder',
      (file: string) => {
        mkdirSync(file);
      },
      'is a folder, and no file. Nothing was done.',
    ],
  ])('is refused where it is %s', async (_, spoil, sentence) => {
    const file = join(temporaryFolder(), 'ledger.sqlite');
    spoil(file);
    expect(await refusal(openLedger({ file }))).toContain(sentence);
  });

  it('that is damaged is refused', async () => {
    const file = join(temporaryFolder(), 'ledger.sqlite');
    const ledger = await openLedger({ file });
    await carryThrough(ledger, flip('Q'));
    await ledger.close();
    for (const companion of [`${file}-wal`, `${file}-shm`]) rmSync(companion, { force: true });
    writeFileSync(file, Buffer.alloc(4096, 7), { flag: 'r+' });
    expect(await refusal(openLedger({ file }))).toContain('cannot be opened');
  });

  it('needs a folder that can be made', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    expect(await refusal(openLedger({ file: join(folder, 'file', 'ledger.sqlite') }))).toContain('cannot be created');
  });

  it('knows the file systems that have no dependable locks', () => {
    expect([0x6969, 0xff534d42, -11317950, 0xef53, 0x01021994].map(networkFileSystem)).toEqual([
      'NFS',
      'CIFS',
      'CIFS',
      null,
      null,
    ]);
  });

  it('says so when the store fails, has written nothing then, and goes on when it is well again', async () => {
    const file = join(temporaryFolder(), 'ledger.sqlite');
    const ledger = await openLedger({ file });
    const sickness = openSqlite(file);
    sickness.exec('ALTER TABLE events RENAME TO lost');
    await expect(ledger.intend(flip('Q'), intent())).rejects.toThrow(LedgerFailure);
    sickness.exec('ALTER TABLE lost RENAME TO events');
    expect((await ledger.history()).queues.size).toBe(0);
    expect(await ledger.intend(flip('Q'), intent())).toMatchObject({ is: 'ours' });
    sickness.close();
  });
});

describe('a ledger that was changed by something else is refused, to whoever acts and to whoever looks', () => {
  async function begun(): Promise<string> {
    const file = join(temporaryFolder(), 'ledger.sqlite');
    const ledger = await openLedger({ file });
    await carryThrough(ledger, flip('Q'));
    await ledger.close();
    return file;
  }

  it.each([
    ['an index dropped', 'DROP INDEX one_open_a_lane', 'the index one_open_a_lane is missing'],
    ['a table dropped', 'DROP TABLE shares', 'the table shares is missing'],
    ['its events dropped', 'DROP TABLE events', 'the table events is missing'],
    ['its identity dropped', 'DROP TABLE identity', 'the table identity is missing'],
    ['its identity emptied', 'DELETE FROM identity', 'the table identity does not say which campaign and grid'],
    ['a second identity', "INSERT INTO identity VALUES ('x', 'y', NULL)", 'does not say which campaign and grid'],
    ['a column more', 'ALTER TABLE queues ADD COLUMN note TEXT', 'the table queues was altered'],
    [
      'a trigger',
      'CREATE TRIGGER forget AFTER INSERT ON claims BEGIN DELETE FROM claims; END',
      'the trigger forget is not of this program',
    ],
  ])('%s', async (_, sql, sentence) => {
    const file = await begun();
    await tamper(file, sql);
    expect(await refusal(openLedger({ file }))).toContain(sentence);
    expect(await refusal(openLedger({ file, readonly: true }))).toContain(sentence);
  });

  it.each([
    [
      'its content lost',
      (file: string) => {
        truncateSync(file, 0);
      },
    ],
    [
      'the file gone, and what stood beside it still there',
      (file: string) => {
        renameSync(file, `${file}-wal`);
      },
    ],
    [
      'another file in its place, with no table',
      (file: string) => {
        rmSync(file);
        openSqlite(file).close();
      },
    ],
  ])('%s: it is told from one that never was', async (_, lose) => {
    const file = await begun();
    lose(file);
    expect(await refusal(openLedger({ file }))).toContain('has lost its content');
    expect(await refusal(openLedger({ file, readonly: true }))).toContain('has lost its content');
  });

  it('in its pages, seen only later', async () => {
    const file = await begun();
    const { size } = statSync(file);
    writeFileSync(file, Buffer.concat([readFileSync(file).subarray(0, 4096), Buffer.alloc(size - 4096, 0x55)]));
    const looks = openLedger({ file, readonly: true }).then((ledger) => ledger.verify());
    expect(await refusal(looks)).toContain('malformed');
  });
});

it('a beginning leaves nothing beside the ledger', async () => {
  const folder = temporaryFolder();
  await (await openLedger({ file: join(folder, 'ledger.sqlite') })).close();
  expect(readdirSync(folder).filter((name) => !name.startsWith('ledger.sqlite'))).toEqual([]);
});

describe('a look at a ledger', () => {
  it('creates nothing where none stands', async () => {
    const folder = temporaryFolder();
    const ledger = await openLedger({ file: join(folder, 'state', 'ledger.sqlite'), readonly: true });
    expect(await ledger.history()).toEqual({
      queues: new Map(),
      sites: new Map(),
      openRequests: new Map(),
      pauses: [],
      verdicts: [],
      lifts: [],
      claims: new Map(),
    });
    expect(await ledger.events({})).toEqual([]);
    expect(await ledger.verify()).toEqual({ events: 0, head: '0'.repeat(64), broken: null, differences: [] });
    await expect(ledger.intend(flip('Q'), intent())).rejects.toThrow('was opened for reading');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('shows the history and writes nothing', async () => {
    const file = join(temporaryFolder(), 'ledger.sqlite');
    const writer = await openLedger({ file });
    await carryThrough(writer, flip('Q'));
    const looker = await openLedger({ file, readonly: true });
    expect((await looker.history()).queues.get('Q')?.settled).toBe(1);
    await expect(
      looker.note(
        { what: 'adopted', adoption: { queue: 'R', site: 'S', at: at(), changedAt: null, underWatch: false } },
        actor(),
        at(),
      ),
    ).rejects.toThrow('was opened for reading');
    expect((await looker.events({})).length).toBe(3);
  });

  it("is refused like any other where the ledger is another campaign's", async () => {
    const file = join(temporaryFolder(), 'ledger.sqlite');
    await openLedger({ file });
    expect(await refusal(openLedger({ file, readonly: true, ...identity, campaign: 'pilot3' }))).toContain(
      'belongs to campaign pilot2',
    );
  });

  it('needs no right to write', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'ledger.sqlite');
    const writer = await openLedger({ file });
    await carryThrough(writer, flip('Q'));
    await writer.close();
    chmodSync(file, 0o400);
    expect((await (await openLedger({ file, readonly: true })).history()).queues.size).toBe(1);
    expect(existsSync(`${file}-journal`)).toBe(false);
  });
});

it('a folder that cannot be written to is said so, with what to do', async () => {
  const opening = openLedger({ file: '/proc/ledger.sqlite' });
  await expect(opening).rejects.toThrow(/cannot be opened: .*Nothing was done/);
  await expect(opening).rejects.toMatchObject({
    exit: 3,
    advice: [expect.stringContaining('Let this user write to /proc')],
  });
});

it('a disk without room is not called damage: the ledger is kept', async () => {
  const file = join(temporaryFolder(), 'ledger.sqlite');
  writeFileSync(file, 'what was done');
  const opened = (): never =>
    refusingDamage(file, () => {
      throw new Error('database or disk is full');
    });
  await expect(Promise.resolve().then(opened)).rejects.toMatchObject({
    exit: 3,
    message: `The ledger ${file} cannot be opened: no room is left on its disk (database or disk is full). Nothing was done.`,
    advice: [expect.stringContaining('Keep this ledger')],
  });
});
