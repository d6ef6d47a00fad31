import { existsSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { During, Session } from '../app/session.js';
import { describeFinding } from '../inventory/finding.js';
import { loadInventory } from '../inventory/load.js';
import { LedgerFailure, type Ledger, type LedgerIdentity } from '../ledger/port.js';
import { openFileStore, openSqliteLedger, type LedgerOptions } from '../ledger/sqlite.js';
import type { OpenStore } from '../ledger/store.js';
import { thisProcess } from '../ledger/process.js';
import { isDatabase, type Inventory } from '../model/inventory.js';
import { UserError } from '../model/user-error.js';
import { highsSolver } from '../solver/highs.js';
import { folder } from '../storage/folders.js';
import { layersOf, resolveSetting, type Layers, type Setting, type Values } from './settings/settings.js';
import { operatorToAct } from './settings/operator.js';
import type { TellWait } from './wiring/waiting.js';
import { checkCredentials, openGridOf } from './wiring/wire.js';

/** A session as a command holds it: it says where its ledger is, and is closed at the end. */
export interface CommandSession extends Session {
  readonly ledgerPlace: string;
  /** Hash of the ledger's newest event when it was last closed after writing; null: nothing was written. */
  readonly ledgerHead: () => string | null;
  readonly close: () => Promise<void>;
}

/** Flags of a command that says where and how to work. */
export type SessionFlags = Values & { readonly 'dry-run'?: boolean; readonly 'no-input'?: boolean };

export interface SessionOf {
  /** The command line, for the record. */
  readonly command: string;
  readonly notice: (text: string) => void;
  /** Shows whoever waits what is being done. */
  readonly during?: During;
  /** Hears which service stays silent for long. */
  readonly tellWait?: TellWait;
  /** Present for what is done in somebody's name, who is asked where nobody is named; `noInput`: never. */
  readonly acts?: { readonly noInput: boolean };
}

const plainly: During = async (_what, work) => work();

/** Texts of so many bytes take half a second. */
const longBytes = 300_000;

function isLong(file: string): boolean {
  return (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > longBytes;
}

export async function openSession(
  flags: SessionFlags,
  { command, notice, acts, tellWait, during = plainly }: SessionOf,
): Promise<CommandSession> {
  const layers = await layersOf(flags);
  const setting = resolveSetting('inventory', layers);
  const inventory = await during(`Reading ${setting.value}`, () => readInventory(setting), {
    blocks: isLong(setting.value),
  });
  const named = resolveSetting('operator', layers);
  const operator = acts ? await operatorToAct(named, inventory, acts.noInput) : named.value;
  if (acts) for (const sentence of checkCredentials(inventory)) notice(sentence);
  const grid = await openGridOf(inventory, {
    operator,
    dryRun: flags['dry-run'] ?? false,
    notice,
    ...(tellWait && { tellWait }),
  });
  const { value: ledgerPlace, source, where } = ledgerSetting(inventory, grid.identity, layers);
  const { name } = inventory.campaign;
  let head: string | null = null;
  return {
    inventory,
    grid,
    actor: thisProcess(operator, command),
    solver: highsSolver(),
    ledgerPlace,
    notice,
    during,
    ledgerHead: () => head,
    async openLedger(how) {
      const readonly = how === 'read';
      if (readonly && source !== 'default' && !isDatabase(ledgerPlace) && !existsSync(ledgerPlace))
        notice(`There is no ledger ${ledgerPlace} yet (${where}): nothing is known of the past.`);
      const ledger = await openLedgerAt(ledgerPlace, { campaign: name, grid: grid.identity, readonly });
      if (readonly) return ledger;
      return {
        ...ledger,
        async close() {
          try {
            head = await ledger.head();
          } catch (error) {
            // What was done has its outcomes, whether or not the ledger can still be read.
            if (!(error instanceof LedgerFailure)) throw error;
            notice(`The ledger's head is not known: ${error.message}`);
          } finally {
            // An open connection would keep the process alive.
            await ledger.close();
          }
        },
      };
    },
    close: () => grid.close(),
  };
}

/** A ledger in a file or in a database, whose driver is loaded only then. */
export async function openLedgerAt(place: string, options: LedgerOptions): Promise<Ledger> {
  if (!isDatabase(place)) return openSqliteLedger(place, options);
  const { openPostgresLedger } = await import('../ledger/postgres.js');
  return openPostgresLedger(place, options);
}

/** The store of the ledger that stands there, for a move; null: there is none, for one who only looks. */
export async function openStoreAt(
  place: string,
  identity: LedgerIdentity,
  how: 'read' | 'write',
): Promise<OpenStore | null> {
  const readOnly = how === 'read';
  if (!isDatabase(place)) return openFileStore(place, identity, readOnly);
  const { openDatabaseStore } = await import('../ledger/postgres.js');
  return openDatabaseStore(place, identity, readOnly);
}

/** The inventory that the flags name. */
export async function inventoryOf(flags: Values): Promise<Inventory> {
  return readInventory(resolveSetting('inventory', await layersOf(flags)));
}

/** Whoever has just come stands in any folder: what is missing, and the ways to begin. */
export function noInventory(file: string): UserError {
  return new UserError(
    3,
    'no-inventory',
    `There is no ${file} in ${process.cwd()}, and no other inventory was named.`,
    [
      'Go to the folder of a campaign, or name its file with --inventory FILE.',
      '`migrate init` writes one for a campaign of your own.',
      '`migrate --demo` plays the campaign that comes with the program, and leaves its sites.yaml here.',
    ],
  );
}

/** The inventory, or a UserError (exit 3) with every error in it. */
export async function readInventory({ value: file, source, where }: Setting): Promise<Inventory> {
  const loaded = await loadInventory(file);
  if (loaded.ok) return loaded.inventory;
  if (source === 'default' && !existsSync(file)) throw noInventory(file);
  const errors = loaded.findings.filter(({ severity }) => severity === 'error');
  const named = source === 'default' ? [] : [`The file was named by ${where}.`];
  throw new UserError(
    3,
    'bad-inventory',
    [
      `${file} has ${errors.length === 1 ? 'an error' : `${errors.length} errors`}.`,
      ...errors.map(describeFinding),
    ].join('\n'),
    ['Mend each line that is named; `migrate validate` checks the file again.', ...named],
  );
}

/** Where the ledger is, and who says so. Each campaign has its own on each grid: a new rehearsal world begins a new one. */
export function ledgerSetting({ file, campaign, ledger }: Inventory, gridIdentity: string, layers: Layers): Setting {
  const named =
    ledger === null || isAbsolute(ledger) || ledger.includes('://') ? ledger : resolve(dirname(file), ledger);
  const byDefault = join(folder('state'), campaign.name, `${gridIdentity.replaceAll(/[^\w.-]+/g, '-')}.ledger.sqlite`);
  return resolveSetting('ledger', {
    ...layers,
    inventory: named === null ? {} : { ledger: named },
    defaults: { ...layers.defaults, ledger: byDefault },
  });
}
