import { Args, Flags } from '@oclif/core';
import { MigrateCommand } from '../src/cli/base-command.js';
import type { Envelope } from '../src/cli/envelope.js';
import { endings, recordVerdicts, verdictKinds } from '../src/cli/record-verdict.js';
import { commissionScreen } from '../src/report/commission.js';
import type { Result } from '../src/report/results.js';

export default class Commission extends MigrateCommand {
  static override summary = "Records an operator's verdict on flipped sites or queues; `next` offers the remedy.";
  static override description = 'A verdict is of the record as it stands: the next change of the queue ends it.';
  static override examples = [
    '<%= config.bin %> commission OSCER --verdict good --because "200 jobs, as before"',
    '<%= config.bin %> commission ANALY_TRIUMF --verdict "container fault" --because "1340 at every job"',
  ];
  static override strict = false;
  static override args = { 'site|queue': Args.string({ required: true, description: 'sites or queues' }) };
  static override flags = {
    verdict: Flags.option({ options: verdictKinds, required: true, summary: 'What it is.', helpValue: 'VERDICT' })(),
    because: Flags.string({ required: true, summary: 'Why; it stands in the ledger.', helpValue: 'TEXT' }),
    ends: Flags.option({ options: endings, default: 'next-change', summary: 'How long it stands.' })(),
  };

  async run(): Promise<Envelope<Result<'commission'>>> {
    const { argv, flags } = await this.parse(Commission);
    return this.withDesk(flags, async (desk) => {
      const result = await recordVerdicts(desk, argv as string[], flags);
      return this.answer(result, commissionScreen(result, this.paper));
    });
  }
}
