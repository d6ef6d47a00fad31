import { statusOf } from '../src/planning/status.js';
import { MigrateCommand } from '../src/cli/base-command.js';
import type { Envelope } from '../src/cli/envelope.js';
import { takeSnapshot } from '../src/app/snapshot.js';
import type { Result } from '../src/report/results/results.js';
import { statusScreen } from '../src/report/plans/status.js';

export default class Status extends MigrateCommand {
  static override summary = 'Shows where the campaign stands: sites by stage, containers, retirement.';
  static override examples = ['<%= config.bin %> status', '<%= config.bin %> status --json'];

  async run(): Promise<Envelope<Result<'status'>>> {
    const { flags } = await this.parse(Status);
    return this.withSession(flags, async (session) => {
      const { plan } = await takeSnapshot(session);
      for (const warning of plan.warnings) this.caution(warning);
      const result = statusOf(plan);
      return this.answer(result, statusScreen(result, this.paper));
    });
  }
}
