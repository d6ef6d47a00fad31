import { Flags } from '@oclif/core';
import { MigrateCommand } from '../../src/cli/base-command.js';
import { inventoryOf } from '../../src/cli/context.js';
import type { Envelope } from '../../src/cli/envelope.js';
import { layersOf, resolveSetting } from '../../src/cli/settings/settings.js';
import { catalogueFrom } from '../../src/cli/wiring/catalogue-source.js';
import { localDate } from '../../src/model/dates.js';
import { UserError } from '../../src/model/user-error.js';
import { renderImport } from '../../src/report/set-up/import.js';
import type { Result } from '../../src/report/results/results.js';

export default class Import extends MigrateCommand {
  static override summary =
    'Brings sites.yaml up to the catalogue: new, gone, renamed and moved queues; comments, order and own fields stay.';
  static override description =
    'Reads AGIS and CRIC JSON, old flat records and tables with tabs. Ends with 5 where a person has to decide or confirm something.';
  static override examples = [
    {
      description: 'What the catalogue of a profile has that the file has not',
      command: '<%= config.bin %> import --from production --dry-run',
    },
    { description: 'A dump', command: '<%= config.bin %> import --from agis_schedconf.json' },
    {
      description: 'Say that a queue was renamed',
      command: '<%= config.bin %> import --from production --renamed ANALY_OLD=ANALY_NEW',
    },
  ];
  static override flags = {
    from: Flags.string({
      required: true,
      summary: 'A dump, an address, a profile of sites.yaml, or rehearsal.',
      helpValue: 'FILE|URL|PROFILE',
    }),
    renamed: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      summary: 'OLD is called NEW now; without NEW: it is another queue.',
      helpValue: 'OLD=NEW',
    }),
    'dry-run': Flags.boolean({ summary: 'Show the differences; change nothing.' }),
  };

  async run(): Promise<Envelope<Result<'import'>>> {
    const { flags } = await this.parse(Import);
    const inventory = await inventoryOf(flags);
    const operator = resolveSetting('operator', await layersOf(flags)).value;
    const read = await this.stages('Reading the catalogue', () => catalogueFrom(flags.from, { inventory, operator }));
    const { importCatalogue, needsPerson } = await import('../../src/app/inventory/import-catalogue.js');
    const result = await importCatalogue(inventory, read, {
      today: localDate(Date.now(), inventory.campaign.timezone),
      dryRun: flags['dry-run'],
      renamed: new Map((flags.renamed ?? []).map(renaming)),
    });
    return this.answer(result, renderImport(result, flags['dry-run'], this.style), needsPerson(result) ? 5 : 0);
  }
}

function renaming(text: string): readonly [old: string, now: string] {
  const [old = '', now, ...more] = text.split('=');
  if (old === '' || now === undefined || more.length > 0)
    throw new UserError(2, 'usage', `--renamed ${text}: OLD=NEW is expected.`, [
      'Write --renamed OLD=NEW, or --renamed OLD= where NEW is another queue.',
    ]);
  return [old, now];
}
