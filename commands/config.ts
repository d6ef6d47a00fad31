import { MigrateCommand } from '../src/cli/base-command.js';
import type { Envelope } from '../src/cli/envelope.js';
import { layersOf, settingNames, settle } from '../src/cli/settings.js';
import { configScreen } from '../src/report/config.js';
import type { Result } from '../src/report/results.js';

export default class Config extends MigrateCommand {
  static override summary = 'Shows every setting and which of its sources won.';
  static override description =
    'A flag wins over the environment (MIGRATE_INVENTORY, MIGRATE_LEDGER, MIGRATE_OPERATOR), that over sites.yaml, that over the user file, that over the default.';
  static override examples = ['<%= config.bin %> config', '<%= config.bin %> config --inventory other.yaml --json'];

  async run(): Promise<Envelope<Result<'config'>>> {
    const { flags } = await this.parse(Config);
    const layers = await layersOf(flags);
    const result = { settings: settingNames.map((name) => settle(name, layers)) };
    return this.answer(result, configScreen(result, this.paper));
  }
}
