import { Args, Flags } from '@oclif/core';
import { MigrateCommand } from '../../src/cli/base-command.js';
import type { Envelope } from '../../src/cli/envelope.js';
import { previewOf } from '../../src/app/requests/preview-request.js';
import { siteNamed } from '../../src/app/names.js';
import { renderRequestPreview } from '../../src/report/requests.js';
import type { Result } from '../../src/report/results/results.js';

export default class RequestPreview extends MigrateCommand {
  static override summary = 'Shows the text that a site would get; nothing is sent.';
  static override description =
    'Templates in a folder `templates` beside the inventory win over those that come with the program.';
  static override examples = [
    '<%= config.bin %> request preview OSCER',
    '<%= config.bin %> request preview OSCER --template roll-back',
  ];
  static override args = {
    site: Args.string({ required: true, ignoreStdin: true, name: 'SITE', description: 'a site of the inventory' }),
  };
  static override flags = {
    template: Flags.string({ summary: "Another text than the campaign's request.", helpValue: 'NAME' }),
    reason: Flags.string({ aliases: ['because'], summary: 'Why, as the notices say it.', helpValue: 'TEXT' }),
  };

  async run(): Promise<Envelope<Result<'request-preview'>>> {
    const { args, flags } = await this.parse(RequestPreview);
    return this.withSession(flags, async (session) => {
      const { name: site } = siteNamed(args.site, session.inventory);
      const result = await previewOf(session, { site, template: flags.template, reason: flags.reason ?? null });
      return this.answer(result, renderRequestPreview(result, this.style));
    });
  }
}
