import { messageOf } from '../../model/user-error.js';
import { readPlainFile } from '../../storage/plain-file.js';
import { readingTrouble } from '../../storage/system-trouble.js';
import { LedgerRefusal } from '../port.js';

/** Where a ledger in PostgreSQL is. */
export interface Address {
  /** For the driver: without what only this program understands. Without a password it looks in PGPASSWORD and ~/.pgpass. */
  readonly connection: string;
  /** Each ledger has a schema of its own. */
  readonly schema: string;
  /** For people: without the password. */
  readonly shown: string;
  /** What finds this ledger again, with the schema where the address named it; without the password. */
  readonly place: string;
}

const longestName = 63;

/**
 * Reads `postgres://user@host:port/database`, with `schema=` and `password_file=` beside what the
 * driver knows (`sslmode=`, `sslrootcert=`, …). Without `schema=` it is named after the campaign.
 */
export function addressOf(url: string, campaign: string): Address {
  const address = parsed(url);
  const named = address.searchParams.get('schema');
  const schema = named ?? `migrate_${campaign.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')}`;
  if (!/^[a-z_][a-z0-9_]*$/.test(schema) || schema.length > longestName)
    throw new LedgerRefusal(`"${schema}" cannot be the schema of a ledger.`, [
      `Give \`schema=\` in the ledger's address: at most ${String(longestName)} small letters, digits and _, no digit first.`,
    ]);
  const passwordFile = address.searchParams.get('password_file');
  for (const name of ['schema', 'password_file']) address.searchParams.delete(name);
  if (passwordFile !== null) address.password = encodeURIComponent(passwordIn(passwordFile));
  const connection = address.href;
  address.password = '';
  const shown = withoutQuery(address);
  return { connection, schema, shown, place: named === null ? shown : `${shown}?schema=${named}` };
}

/** What stands in the password's file, its line end apart. */
function passwordIn(file: string): string {
  try {
    return readPlainFile(file)
      .toString('utf8')
      .replace(/\r?\n$/, '');
  } catch (error) {
    throw new LedgerRefusal(
      `The password file of the ledger cannot be read: ${messageOf(readingTrouble(error, file))}`,
      ['`password_file=` in the address of the ledger names it; it holds the password alone.'],
    );
  }
}

function withoutQuery(address: URL): string {
  return `${address.protocol}//${address.username === '' ? '' : `${address.username}@`}${address.host}${address.pathname}`;
}

function parsed(url: string): URL {
  if (URL.canParse(url) && ['postgres:', 'postgresql:'].includes(new URL(url).protocol)) return new URL(url);
  throw new LedgerRefusal(`${withoutLogin(url)} is no address of a ledger.`, [
    'An address in PostgreSQL looks like postgres://user@host:5432/database.',
  ]);
}

function withoutLogin(url: string): string {
  return url.replace(/:\/\/.*@/, '://');
}
