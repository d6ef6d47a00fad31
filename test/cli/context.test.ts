import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openSession } from '../../src/cli/context.js';
import { openSqlite } from '../../src/storage/sqlite.js';
import { smallCampaign } from '../commands/campaigns.js';

it('a ledger that fails is closed all the same: an open connection would keep the process alive', async () => {
  const { file, folder } = smallCampaign();
  const place = join(folder, 'ledger.sqlite');
  const heard: string[] = [];
  const notice = (text: string) => heard.push(text);
  const session = await openSession({ inventory: file, ledger: place }, { command: 'test', notice });
  const ledger = await session.openLedger('write');
  const database = openSqlite(place);
  database.exec('ALTER TABLE events RENAME TO lost');
  await ledger.close();
  expect(heard).toEqual([expect.stringMatching(/^The ledger's head is not known: .*failed/)]);
  database.exec('ALTER TABLE lost RENAME TO events');
  database.close();
  await expect(ledger.head()).rejects.toThrow(/not open/);
  await session.close();
});
