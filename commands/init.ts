import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Flags } from '@oclif/core';
import { MigrateCommand } from '../src/cli/base-command.js';
import type { Envelope } from '../src/cli/envelope.js';
import { newCampaign } from '../src/cli/args/new-campaign.js';
import { layersOf, resolveSetting } from '../src/cli/settings/settings.js';
import { catalogueFrom } from '../src/cli/wiring/catalogue-source.js';
import { UserError } from '../src/model/user-error.js';
import { otherThanFile } from '../src/storage/plain-file.js';
import { replaceFile } from '../src/storage/replace-file.js';
import { localDate } from '../src/model/dates.js';
import { renderInit } from '../src/report/set-up/import.js';
import type { Result } from '../src/report/results/results.js';

export default class Init extends MigrateCommand {
  static override summary =
    'Begins a campaign: writes a commented sites.yaml with the queues of a catalogue or a dump.';
  static override description =
    'Asks for what no flag says. The campaign plays in a rehearsal on the very records until grid.use names a profile of real services.';
  static override examples = [
    { description: 'Be asked', command: '<%= config.bin %> init' },
    {
      description: 'From a dump',
      command:
        '<%= config.bin %> init --name el9 --pilot 2:3 --containers apptainer:pilot --timezone Europe/Zurich --from cric_pandaqueues.json',
    },
  ];
  static override flags = {
    name: Flags.string({ summary: "The campaign's name.", helpValue: 'NAME' }),
    pilot: Flags.string({ summary: 'The old and the new pilot_version.', helpValue: 'FROM:TO' }),
    containers: Flags.string({
      summary: 'The pair that switches containers on; without it no container track.',
      helpValue: 'TOOL:USER',
    }),
    os: Flags.string({ summary: 'The operating system that sites need, such as centos7.', helpValue: 'OS' }),
    timezone: Flags.string({ summary: "Where the campaign's days begin (default UTC).", helpValue: 'ZONE' }),
    pace: Flags.integer({ summary: 'Sites a working day (default 5).', min: 1, helpValue: 'N' }),
    channel: Flags.string({
      summary: 'How sites are asked (default ggus).',
      options: ['ggus', 'jira', 'mail', 'none'],
    }),
    from: Flags.string({ summary: 'A dump of the catalogue, or the address of one.', helpValue: 'FILE|URL' }),
    out: Flags.string({ summary: 'The file to write (default: the inventory, sites.yaml here).', helpValue: 'FILE' }),
    yes: Flags.boolean({ char: 'y', summary: 'Ask nothing: defaults for what no flag says.' }),
  };

  async run(): Promise<Envelope<Result<'init'>>> {
    const { flags } = await this.parse(Init);
    const layers = await layersOf(flags);
    const file = flags.out ?? resolveSetting('inventory', layers).value;
    const { campaign, from } = await newCampaign(flags, flags['no-input'] || flags.yes || this.jsonEnabled());
    const operator = resolveSetting('operator', layers).value;
    const read = await this.stages('Reading the catalogue', () => catalogueFrom(from, { inventory: null, operator }));
    const today = localDate(Date.now(), campaign.timezone);
    const { beginCampaign } = await import('../src/app/inventory/begin-campaign.js');
    const { files, result } = beginCampaign(campaign, read, { file, today });
    for (const { file: taken } of files) refuseTaken(taken);
    for (const { file: place, text } of files) replaceFile(place, text);
    return this.answer(result, renderInit(result, this.style), result.problems.length > 0 ? 5 : 0);
  }
}

function refuseTaken(file: string): void {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return;
  const found = otherThanFile(stats);
  if (found !== null)
    throw new UserError(4, 'file-exists', `${file} is ${found}, and no file; nothing was written.`, [
      `Name a file with --out FILE${found === 'a folder' ? `, such as ${join(file, 'sites.yaml')}` : ''}.`,
    ]);
  throw new UserError(4, 'file-exists', `${file} is there already; nothing was written.`, [
    'Bring it up to the catalogue with `migrate import`, or write another one with --out FILE.',
  ]);
}
