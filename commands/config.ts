import { MigrateCommand } from '../src/cli/base-command.js';
import { ledgerSetting } from '../src/cli/context.js';
import type { Envelope } from '../src/cli/envelope.js';
import { folderKinds, folderSetting } from '../src/storage/folders.js';
import { layersOf, resolveSetting } from '../src/cli/settings/settings.js';
import { loadInventory } from '../src/inventory/load.js';
import { configScreen } from '../src/report/config.js';
import type { Result } from '../src/report/results/results.js';

export default class Config extends MigrateCommand {
  static override summary = 'Shows every setting and which of its sources won.';
  static override description =
    'A flag wins over the environment (MIGRATE_INVENTORY, MIGRATE_LEDGER, MIGRATE_OPERATOR), that over sites.yaml, that over the user file, that over the default. In the default place of the ledger GRID stands for the identity of the grid.';
  static override examples = ['<%= config.bin %> config', '<%= config.bin %> config --inventory other.yaml --json'];

  async run(): Promise<Envelope<Result<'config'>>> {
    const { flags } = await this.parse(Config);
    const layers = await layersOf(flags);
    const inventory = resolveSetting('inventory', layers);
    const loaded = await loadInventory(inventory.value);
    if (!loaded.ok)
      this.caution(`${inventory.value} cannot be read, so what it says is missing here: migrate validate.`);
    const ledger = loaded.ok ? ledgerSetting(loaded.inventory, 'GRID', layers) : resolveSetting('ledger', layers);
    const folders = folderKinds.map((kind) => {
      const { value, variable } = folderSetting(kind);
      const source = variable === null ? 'default' : 'environment';
      return { name: `${kind} folder`, value, source, where: variable ?? 'XDG' } as const;
    });
    const result = { settings: [inventory, ledger, resolveSetting('operator', layers), ...folders] };
    return this.answer(result, configScreen(result, this.paper));
  }
}
