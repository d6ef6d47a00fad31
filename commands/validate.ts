import { existsSync } from 'node:fs';
import { Flags } from '@oclif/core';
import { catalogueFindings } from '../src/app/site-readiness.js';
import { MigrateCommand } from '../src/cli/base-command.js';
import { noInventory } from '../src/cli/context.js';
import type { Envelope } from '../src/cli/envelope.js';
import { scenarioOf } from '../src/cli/wiring/rehearsal-grid.js';
import { layersOf, resolveSetting } from '../src/cli/settings/settings.js';
import { loadInventory } from '../src/inventory/load.js';
import type { Result } from '../src/report/results/results.js';
import { renderValidate } from '../src/report/set-up/validate.js';

export default class Validate extends MigrateCommand {
  static override summary =
    'Checks sites.yaml and the templates of texts to sites: every error and every warning with its place.';
  static override description = 'Ends with 3 where there is an error and with 5 where there are only warnings.';
  static override examples = [
    '<%= config.bin %> validate',
    '<%= config.bin %> validate --inventory proposed.yaml',
    '<%= config.bin %> validate --against-catalogue',
  ];

  static override flags = {
    'against-catalogue': Flags.boolean({
      summary: 'Holds the inventory against the records of the catalogue as well (the rules of `migrate ready`).',
    }),
  };

  async run(): Promise<Envelope<Result<'validate'>>> {
    const { flags } = await this.parse(Validate);
    const { value: file, source } = resolveSetting('inventory', await layersOf(flags));
    if (source === 'default' && !existsSync(file)) throw noInventory(file);
    const loaded = await loadInventory(file, null);
    const { templateFindings } = await import('../src/app/inventory/check-templates.js');
    const { pinFindings } = await import('../src/app/inventory/check-pins.js');
    const inventory = loaded.ok ? loaded.inventory : null;
    const against = flags['against-catalogue'] && inventory !== null;
    const findings = [
      ...loaded.findings,
      ...templateFindings(file, inventory),
      ...(inventory ? pinFindings(inventory) : []),
      ...(against ? await this.withSession(flags, catalogueFindings) : []),
    ];
    const result = {
      file,
      campaign: inventory?.campaign.name ?? null,
      sites: inventory?.sites.length ?? 0,
      queues: inventory?.sites.reduce((sum, { queues }) => sum + Object.keys(queues).length, 0) ?? 0,
      retirements: inventory?.retirements.length ?? 0,
      findings,
    };
    // Only the rehearsal knows which scenarios there are.
    if (inventory?.grid.use === 'rehearsal' && inventory.grid.rehearsal.url === null) scenarioOf(inventory);
    const exit = findings.some(({ severity }) => severity === 'error') ? 3 : findings.length > 0 ? 5 : 0;
    return this.answer(result, renderValidate(result, this.style), exit);
  }
}
