import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { Grid } from '../grid/ports.js';
import { describeFinding } from '../inventory/finding.js';
import { loadInventory } from '../inventory/load.js';
import type { Actor, Ledger } from '../ledger/port.js';
import { openSqliteLedger } from '../ledger/sqlite.js';
import { thisProcess } from '../ledger/process.js';
import { isDatabase, type Inventory } from '../model/inventory.js';
import { OperatorError } from './failure.js';
import { folder } from './settings/folders.js';
import { layersOf, settle, type Layers, type Setting, type Values } from './settings/settings.js';
import { openGridOf } from './wiring/wire.js';

/** Everything a command works with: the inventory, the grid it names, and the way to the campaign's ledger. */
export interface Desk {
  readonly inventory: Inventory;
  readonly grid: Grid;
  readonly actor: Actor;
  readonly ledgerPlace: string;
  /** Tells the operator something that does not change the result. */
  readonly notice: (text: string) => void;
  /** `read` creates nothing: a ledger that does not exist has an empty history. */
  readonly openLedger: (how: 'read' | 'write') => Promise<Ledger>;
  readonly close: () => Promise<void>;
}

/** Flags of a command that says where and how to work. */
export type DeskFlags = Values & { readonly 'dry-run'?: boolean };

export async function openDesk(flags: DeskFlags, notice: (text: string) => void): Promise<Desk> {
  const layers = await layersOf(flags);
  const inventory = await readInventory(settle('inventory', layers));
  const operator = settle('operator', layers).value;
  const grid = await openGridOf(inventory, { operator, dryRun: flags['dry-run'] ?? false, notice });
  const { value: ledgerPlace, source, where } = ledgerSetting(inventory, grid.identity, layers);
  const { name } = inventory.campaign;
  return {
    inventory,
    grid,
    actor: thisProcess(operator),
    ledgerPlace,
    notice,
    openLedger(how) {
      if (isDatabase(ledgerPlace)) {
        throw new OperatorError(3, 'ledger-refused', 'This version keeps its ledger in a file; PostgreSQL is not supported.', [
          'Name a file with --ledger FILE or `ledger:` in sites.yaml.',
        ]);
      }
      if (how === 'read' && source !== 'default' && !existsSync(ledgerPlace)) notice(`There is no ledger ${ledgerPlace} yet (${where}): nothing is known of the past.`);
      return openSqliteLedger(ledgerPlace, { campaign: name, grid: grid.identity, readonly: how === 'read' });
    },
    close: () => grid.close(),
  };
}

/** The inventory, or an OperatorError (exit 3) with every error in it. */
export async function readInventory({ value: file, source, where }: Setting): Promise<Inventory> {
  const loaded = await loadInventory(file);
  if (loaded.ok) return loaded.inventory;
  const errors = loaded.findings.filter(({ severity }) => severity === 'error');
  const named = source === 'default' ? [`Name another file with --inventory FILE.`] : [`The file was named by ${where}.`];
  throw new OperatorError(
    3,
    'bad-inventory',
    [`${file} has ${errors.length === 1 ? 'an error' : `${errors.length} errors`}.`, ...errors.map(describeFinding)].join('\n'),
    named,
  );
}

/** Where the ledger is, and who says so. Each campaign has its own on each grid: a new rehearsal world begins a new one. */
export function ledgerSetting({ file, campaign, ledger }: Inventory, gridIdentity: string, layers: Layers): Setting {
  const named = ledger === null || isAbsolute(ledger) || ledger.includes('://') ? ledger : resolve(dirname(file), ledger);
  const byDefault = join(folder('state'), campaign.name, `${gridIdentity.replaceAll(/[^\w.-]+/g, '-')}.ledger.sqlite`);
  return settle('ledger', { ...layers, inventory: named === null ? {} : { ledger: named }, defaults: { ...layers.defaults, ledger: byDefault } });
}
