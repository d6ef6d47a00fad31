import { existsSync } from 'node:fs';
import { MigrateCommand } from '../src/cli/base-command.js';
import { ledgerSetting } from '../src/cli/context.js';
import type { Envelope } from '../src/cli/envelope.js';
import { folderKinds, folderSetting } from '../src/storage/folders.js';
import { gridName } from '../src/cli/grid-name.js';
import { layersOf, resolveSetting, type Layers } from '../src/cli/settings/settings.js';
import { worldFile } from '../src/cli/wiring/rehearsal-grid.js';
import { openGridOf } from '../src/cli/wiring/wire.js';
import { loadInventory } from '../src/inventory/load.js';
import type { Inventory } from '../src/model/inventory.js';
import { UserError } from '../src/model/user-error.js';
import { renderConfig } from '../src/report/set-up/config.js';
import type { Result } from '../src/report/results/results.js';

export default class Config extends MigrateCommand {
  static override summary = 'Shows every setting and which of its sources won.';
  static override description =
    'A flag wins over the environment (MIGRATE_INVENTORY, MIGRATE_LEDGER, MIGRATE_OPERATOR), that over sites.yaml, that over the user file, that over the default. The default place of the ledger is named after the grid; before a rehearsal has a world, GRID stands in its place.';
  static override examples = ['<%= config.bin %> config', '<%= config.bin %> config --inventory other.yaml --json'];

  async run(): Promise<Envelope<Result<'config'>>> {
    const { flags } = await this.parse(Config);
    const layers = await layersOf(flags);
    const inventory = resolveSetting('inventory', layers);
    const loaded = await loadInventory(inventory.value);
    if (!loaded.ok)
      this.caution(`${inventory.value} cannot be read, so what it says is missing here: migrate validate.`);
    const ledger = loaded.ok
      ? ledgerSetting(loaded.inventory, await this.identityOf(loaded.inventory, layers), layers)
      : resolveSetting('ledger', layers);
    const grid = loaded.ok
      ? [{ name: 'grid', value: gridName(loaded.inventory), source: 'sites.yaml', where: 'grid.use' } as const]
      : [];
    const folders = folderKinds.map((kind) => {
      const { value, variable } = folderSetting(kind);
      const source = variable === null ? 'default' : 'environment';
      return { name: `${kind} folder`, value, source, where: variable ?? 'XDG' } as const;
    });
    const result = { settings: [inventory, ...grid, ledger, resolveSetting('operator', layers), ...folders] };
    return this.answer(result, renderConfig(result, this.style));
  }

  /** What the ledger's place is named after. Looking makes no world. */
  private async identityOf(inventory: Inventory, layers: Layers): Promise<string> {
    const unknown = 'GRID';
    const { use, rehearsal } = inventory.grid;
    if (use === 'rehearsal' && rehearsal.url === null && !existsSync(worldFile(inventory))) return unknown;
    try {
      const operator = resolveSetting('operator', layers).value;
      const notice = (text: string): void => {
        this.caution(text);
      };
      const grid = await openGridOf(inventory, { operator, dryRun: true, notice });
      await grid.close();
      return grid.identity;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.caution(`Which grid it is cannot be told: ${error.message}`);
      return unknown;
    }
  }
}
