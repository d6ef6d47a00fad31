import { createReadStream } from 'node:fs';
import type { CatalogueRead } from '../../app/inventory/import-catalogue.js';
import { readDump, type Chunks } from '../../grid/catalogue/dump/read-dump.js';
import type { Inventory } from '../../model/inventory.js';
import type { QueueRecord } from '../../model/record.js';
import { UserError, messageOf } from '../../model/user-error.js';
import { readingTrouble } from '../../storage/system-trouble.js';
import { networkHttp, openGridOf } from './wire.js';

const chunkBytes = 1024 * 1024;

/** Where records are read from, and for whom. */
export interface SourceAsked {
  /** null: there is none yet, and so no profile. */
  readonly inventory: Inventory | null;
  readonly operator: string;
}

/**
 * The queue records of a file, an address or a profile of the inventory (`rehearsal` is one), read only. A file or
 * an answer that is cut off or no dump is a `BadDump`.
 */
export async function catalogueFrom(from: string, { inventory, operator }: SourceAsked): Promise<CatalogueRead> {
  if (inventory !== null && (from === 'rehearsal' || Object.hasOwn(inventory.grid.profiles, from)))
    return fromProfile(from, inventory, operator);
  if (/^https?:\/\//.test(from)) return gathered(from, await fromAddress(from, operator));
  return gathered(from, fileChunks(from));
}

async function gathered(from: string, chunks: Chunks): Promise<CatalogueRead> {
  const records: QueueRecord[] = [];
  const problems: string[] = [];
  try {
    for await (const batch of readDump(chunks, from))
      for (const each of batch) {
        if ('record' in each) records.push(each.record);
        else problems.push(`${each.problem.name}: ${each.problem.why}.`);
      }
  } catch (error) {
    if (error instanceof Error && 'syscall' in error)
      throw new UserError(1, 'bad-dump', `${from} cannot be read: ${messageOf(readingTrouble(error, from))}`, [
        'Name a file, an address that begins with https://, or a profile of sites.yaml.',
      ]);
    throw error;
  }
  if (records.length === 0)
    throw new UserError(
      1,
      'bad-dump',
      problems[0] === undefined
        ? `${from} has no queue at all.`
        : `No entry of ${from} is a queue record: ${problems[0]}`,
      ['A dump of queue records has a panda_resource in every record; status rules and downtimes are other dumps.'],
    );
  return { from, records, problems };
}

function fileChunks(file: string): Chunks {
  return createReadStream(file, { highWaterMark: chunkBytes }) as AsyncIterable<Uint8Array>;
}

async function fromAddress(url: string, operator: string): Promise<Chunks> {
  const { status, body } = await networkHttp(operator)({ method: 'GET', url, timeoutMs: 300_000, effect: 'read' });
  if (status !== 200)
    throw new UserError(1, 'bad-dump', `${url} answered ${status} instead of a dump.`, [
      status === 401 || status === 403
        ? 'It asks for a certificate: write a profile with proxy_file into sites.yaml, and name the profile.'
        : 'Check the address.',
    ]);
  return [Buffer.from(body)];
}

async function fromProfile(use: string, inventory: Inventory, operator: string): Promise<CatalogueRead> {
  const problems: string[] = [];
  const profile = inventory.grid.profiles[use];
  // The catalogue alone is asked: no secret of a helpdesk is needed for that.
  const grid = {
    ...inventory.grid,
    use,
    profiles: profile ? { ...inventory.grid.profiles, [use]: { ...profile, helpdesk: {} } } : inventory.grid.profiles,
  };
  const opened = await openGridOf(
    { ...inventory, grid },
    { operator, dryRun: true, notice: (text) => problems.push(text) },
  );
  try {
    return { from: use, records: await opened.catalogue.readAll(), problems };
  } finally {
    await opened.close();
  }
}
