import { basename } from 'node:path';
import { Args, Flags } from '@oclif/core';
import { MigrateCommand } from '../../src/cli/base-command.js';
import { inventoryOf } from '../../src/cli/context.js';
import type { Envelope } from '../../src/cli/envelope.js';
import { readTextFile } from '../../src/inventory/read-text.js';
import { localDate } from '../../src/model/dates.js';
import { UserError } from '../../src/model/user-error.js';
import { renderImportOs } from '../../src/report/set-up/import.js';
import type { Result } from '../../src/report/results/results.js';

export default class ImportOs extends MigrateCommand {
  static override summary = 'Takes the table of operating systems of a wiki (HTML or CSV) as hints into sites.yaml.';
  static override description =
    'A hint counts for nothing until a person takes `hint: true` out; what people have confirmed is never written over. Ends with 5 where a person has to confirm or decide.';
  static override examples = [
    {
      description: 'What the table would add',
      command: '<%= config.bin %> import os CentOS7Deployment.html --dry-run',
    },
    {
      description: 'A table that says done, of another system',
      command: '<%= config.bin %> import os el9.csv --os el9',
    },
  ];
  static override args = {
    file: Args.string({
      ignoreStdin: true,
      required: true,
      description: 'the page saved as HTML, or its table as CSV',
    }),
  };
  static override flags = {
    os: Flags.string({
      summary: 'What the table is about where its titles do not say it (default: what ready_when asks for).',
      helpValue: 'OS',
    }),
    'dry-run': Flags.boolean({ summary: 'Show the differences; change nothing.' }),
  };

  async run(): Promise<Envelope<Result<'import-os'>>> {
    const { args, flags } = await this.parse(ImportOs);
    const inventory = await inventoryOf(flags);
    const read = readTextFile(args.file, 'a page in HTML, or a table as CSV');
    if (!read.ok)
      throw new UserError(1, 'bad-table', `${args.file}: found ${read.found}, expected ${read.expected}.`, [
        'Name the page of a wiki saved as HTML, or a table as CSV.',
      ]);
    const os = flags.os ?? inventory.campaign.ready_when['os']?.[0] ?? null;
    const { readOsTable } = await import('../../src/inventory/os-table/read-os-table.js');
    const { rows } = await readOsTable(read.text, { file: args.file, os });
    const { importOs } = await import('../../src/app/inventory/import-os.js');
    const result = await importOs(
      inventory,
      { from: basename(args.file), rows },
      { today: localDate(Date.now(), inventory.campaign.timezone), dryRun: flags['dry-run'] },
    );
    const { hints, waiting, undecided } = result;
    const exit = hints.length + waiting.length + undecided.length > 0 ? 5 : 0;
    return this.answer(result, renderImportOs(result, flags['dry-run'], this.style), exit);
  }
}
