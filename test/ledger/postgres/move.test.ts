import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { moveSteps } from '../../../src/ledger/move.js';
import { LedgerRefusal } from '../../../src/ledger/port.js';
import { packageRoot } from '../../../src/storage/package-root.js';
import { carryThrough, flip, intent, newPlace, openLedger, stored, tamper, temporaryFolder } from '../builders.js';
import { move } from '../move.js';

const newFile = () => join(temporaryFolder(), 'ledger.sqlite');

/** A ledger with a past, in a file or in the database. */
async function filled(where: 'file' | 'database'): Promise<string> {
  const file = stored('format-2.sqlite');
  await (await openLedger({ file })).close();
  if (where === 'file') return file;
  const place = newPlace();
  await move(file, place);
  return place;
}

function moveAndDie(from: string, to: string, dieAt: string): void {
  const script = join(packageRoot(), 'test/ledger/move-and-die.ts');
  const { signal, stderr } = spawnSync(process.execPath, ['--import', 'tsx', script, from, to, dieAt]);
  expect(signal, String(stderr)).toBe('SIGKILL');
}

/** Whether a ledger acts: it takes an operation. */
async function acts(place: string): Promise<boolean> {
  try {
    const ledger = await openLedger({ file: place });
    await ledger.history();
    await ledger.intend(flip('PROBE'), intent({ leaseMs: 0 }));
    await ledger.close();
    return true;
  } catch (error) {
    if (error instanceof LedgerRefusal) return false;
    throw error;
  }
}

describe.each([
  ['file', 'database'],
  ['database', 'file'],
] as const)('a ledger is moved from a %s to a %s', (source, target) => {
  it('with all it knows: the source is sealed and says where it went', async () => {
    const from = await filled(source);
    const to = target === 'file' ? newFile() : newPlace();
    const before = await openLedger({ file: from, readonly: true });
    const [events, history] = [await before.events({}), await before.history()];
    await move(from, to);
    const ledger = await openLedger({ file: to });
    expect((await ledger.events({})).slice(0, events.length)).toEqual(events);
    expect((await ledger.events({})).slice(events.length).map(({ what }) => what)).toEqual(['moved', 'arrived']);
    expect(await ledger.history()).toEqual(history);
    expect(await ledger.verify()).toMatchObject({ broken: null, differences: [] });
    await carryThrough(ledger, flip('NEW'));

    const sealed = await openLedger({ file: from });
    await expect(sealed.intend(flip('NEW'), intent())).rejects.toThrow(/was moved to .*nothing is done by it/);
    await expect(sealed.history()).rejects.toThrow('was moved to');
    expect((await sealed.events({})).at(-1)).toMatchObject({
      what: 'moved',
      origin: { command: 'migrate ledger move' },
    });
  });

  it.each(moveSteps)('killed when it has %s, one of the two acts, and moving again completes it', async (dieAt) => {
    const from = await filled(source);
    const to = target === 'file' ? newFile() : newPlace();
    moveAndDie(from, to, dieAt);
    expect([await acts(from), await acts(to)]).toEqual([dieAt === 'copied', dieAt === 'completed']);
    await move(from, to);
    expect([await acts(from), await acts(to)]).toEqual([false, true]);
    const ledger = await openLedger({ file: to });
    expect(await ledger.verify()).toMatchObject({ broken: null, differences: [] });
    expect((await ledger.history()).queues.get('DONE')?.settled).toBe(1);
  });
});

it('a ledger comes back to the file that it left', async () => {
  const file = await filled('file');
  const place = newPlace();
  await move(file, place);
  await carryThrough(await openLedger({ file: place }), flip('NEW'));
  await move(place, file);
  const ledger = await openLedger({ file });
  expect((await ledger.history()).queues.get('NEW')?.settled).toBe(1);
  expect(await ledger.verify()).toMatchObject({ broken: null, differences: [] });
});

it('a ledger is not moved onto another one, nor twice, nor while somebody works with it', async () => {
  const from = await filled('file');
  const other = newPlace();
  await carryThrough(await openLedger({ file: other }), flip('Q'));
  await expect(move(from, other)).rejects.toThrow('holds a ledger of 3 events already');

  const ledger = await openLedger({ file: from });
  await ledger.intend(flip('HELD'), intent());
  await expect(move(from, newPlace())).rejects.toThrow(/pilot2\/HELD\/flip#0 in those of anna@desk 1/);
  await ledger.release('HELD', { name: 'ben', host: 'lab', pid: 2, startedAt: '' }, intent().at, 'it was a test');
  const to = newPlace();
  await move(from, to);
  await expect(move(from, newPlace())).rejects.toThrow('was moved to postgres:');
});

it('a ledger that somebody changed is not moved', async () => {
  const from = await filled('file');
  await tamper(from, "UPDATE queues SET settled = 7 WHERE queue = 'DONE'");
  const to = newPlace();
  await expect(move(from, to)).rejects.toThrow('is not what its events tell');
  expect((await (await openLedger({ file: to, readonly: true })).events({})).length).toBe(0);
});
