import { Args, Flags } from '@oclif/core';
import { MigrateCommand } from '../src/cli/base-command.js';
import type { Envelope } from '../src/cli/envelope.js';
import { siteReadiness } from '../src/app/site-readiness.js';
import { renderReady } from '../src/report/ready.js';
import { UserError } from '../src/model/user-error.js';
import type { Result } from '../src/report/results/results.js';

export default class Ready extends MigrateCommand {
  static override summary = 'Every rule of readiness and what it says of each site: pass, warn or block.';
  static override description =
    'One table of rules, each with its source and a switch (campaign.readiness in sites.yaml). Without a name: all sites that are left to be flipped.';
  static override examples = [
    '<%= config.bin %> ready',
    { description: 'One site, with the rules that pass', command: '<%= config.bin %> ready TRIUMF' },
  ];
  static override flags = {
    jobs: Flags.boolean({ summary: 'Reads the jobs of the last day too: did any fail by large logs?' }),
  };
  static override strict = false;
  static override args = { site: Args.string({ ignoreStdin: true, description: 'sites of the inventory' }) };

  async run(): Promise<Envelope<Result<'ready'>>> {
    const { argv, flags } = await this.parse(Ready);
    if (flags.jobs && argv.length === 0)
      throw new UserError(2, 'usage', '--jobs needs the names of sites: the monitor is asked queue by queue.', [
        'migrate ready SITE --jobs',
      ]);
    return this.withSession(flags, async (session) => {
      const result = await siteReadiness(session, argv as string[], { jobs: flags.jobs });
      return this.answer(result, renderReady(result, this.style));
    });
  }
}
