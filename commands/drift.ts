import { Flags } from '@oclif/core';
import { acceptDrift, findDrift } from '../src/app/find-drift.js';
import { MigrateCommand } from '../src/cli/base-command.js';
import type { Envelope } from '../src/cli/envelope.js';
import { renderDrift } from '../src/report/drift.js';
import type { Result } from '../src/report/results/results.js';

export default class Drift extends MigrateCommand {
  static override summary =
    'Where inventory, catalogue and ledger differ: what, since when, by whom, and what mends it.';
  static override description =
    'Changes nothing. Ends with 5 where a warning or an error is found, for cron; what is only to know ends with 0.';
  static override examples = [
    '<%= config.bin %> drift',
    {
      description: 'Take an outside change over as known',
      command: '<%= config.bin %> drift --accept ANALY_TRIUMF --reason "the site asked for it"',
    },
  ];
  static override flags = {
    accept: Flags.string({
      summary: 'Take what is found at this queue over as known; it stands in the ledger.',
      helpValue: 'QUEUE',
      dependsOn: ['reason'],
    }),
    reason: Flags.string({ summary: 'Why it is accepted.', helpValue: 'TEXT', dependsOn: ['accept'] }),
  };

  async run(): Promise<Envelope<Result<'drift'>>> {
    const { flags } = await this.parse(Drift);
    return this.withSession(flags, async (session) => {
      const { accept, reason = '' } = flags;
      const result = accept === undefined ? await findDrift(session) : await acceptDrift(session, accept, reason);
      const grave = result.findings.some(({ severity }) => severity !== 'info');
      return this.answer(result, renderDrift(result, this.style), grave ? 5 : 0);
    });
  }
}
