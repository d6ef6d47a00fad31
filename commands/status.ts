import { Args, Flags } from '@oclif/core';
import { siteOf } from '../src/app/names.js';
import { takeSnapshot } from '../src/app/snapshot.js';
import { MigrateCommand } from '../src/cli/base-command.js';
import type { Envelope } from '../src/cli/envelope.js';
import { stages } from '../src/model/plan.js';
import { siteStatuses } from '../src/planning/site-status.js';
import { statusOf } from '../src/planning/status.js';
import { statusScreen } from '../src/report/plans/status.js';
import type { Result } from '../src/report/results/results.js';
import { siteStatusScreen } from '../src/report/site-status.js';

export default class Status extends MigrateCommand {
  static override summary = 'Shows where the campaign stands, or everything of some sites.';
  static override examples = [
    { description: 'Sites by stage, containers, retirement', command: '<%= config.bin %> status' },
    { description: 'Everything of a site, with its queues', command: '<%= config.bin %> status OSCER' },
    {
      description: 'Which sites are blocked, by what, and what to do',
      command: '<%= config.bin %> status --stage blocked',
    },
  ];
  static override strict = false;
  static override args = {
    site: Args.string({ ignoreStdin: true, description: 'sites; a queue stands for its site' }),
  };
  static override flags = {
    stage: Flags.option({
      options: stages,
      multiple: true,
      multipleNonGreedy: true,
      summary: 'All sites at this stage; may be repeated.',
      helpValue: 'STAGE',
    })(),
  };

  async run(): Promise<Envelope<Result<'status'>>> {
    const { argv, flags } = await this.parse(Status);
    return this.withSession(flags, async (session) => {
      const names = (argv as string[]).map((name) => siteOf(name, session.inventory).name);
      const { plan, situation } = await takeSnapshot(session);
      for (const warning of plan.warnings) this.caution(warning);
      const status = statusOf(plan);
      if (names.length === 0 && flags.stage === undefined) return this.answer(status, statusScreen(status, this.paper));
      const wanted = { sites: new Set(names), stages: new Set(flags.stage) };
      const named = siteStatuses(plan.sites, situation, wanted);
      return this.answer({ ...status, named }, siteStatusScreen(named, this.paper));
    });
  }
}
