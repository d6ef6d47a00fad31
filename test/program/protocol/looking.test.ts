import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openWorld } from './world.js';

/** What stands in a folder: each file with its fingerprint. */
function contents(folder: string): Record<string, string> {
  const files = readdirSync(folder, { withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.name.startsWith('world.'),
  );
  return Object.fromEntries(
    files.map(({ name }) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  );
}

it('status, history and a dry-run leave the ledger as it was, and nothing where there was none', async () => {
  const world = await openWorld({ sites: ['A', 'B'], queuesPerSite: 1 });
  await world.plan();
  const untouched = contents(world.folder);
  const looks = [['status'], ['history', '--verify'], ['next', '--dry-run'], ['apply', 'plan.json', '--dry-run']];
  for (const look of looks) await world.start(look).finished;
  expect(contents(world.folder)).toEqual(untouched);
  expect(await world.writes()).toEqual([]);

  await world.applyToTheEnd();
  const applied = contents(world.folder);
  expect(Object.keys(applied)).toEqual([...Object.keys(untouched), 'ledger.sqlite'].sort());
  for (const look of looks) await world.start(look).finished;
  expect(contents(world.folder)).toEqual(applied);
});
