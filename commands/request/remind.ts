import { Args } from '@oclif/core';
import { remindIntent } from '../../src/planning/requested/requests.js';
import { ActingCommand } from '../../src/cli/acting-command.js';
import type { Envelope } from '../../src/cli/envelope.js';
import type { Result } from '../../src/report/results/results.js';

export default class RequestRemind extends ActingCommand {
  static override summary = 'Reminds sites that have not answered, in the ticket or thread they were asked in.';
  static override description =
    "Without names: every site that is silent for the campaign's `remind_days`. A request is reminded of once.";
  static override examples = [
    '<%= config.bin %> request remind --dry-run',
    '<%= config.bin %> request remind TRIUMF --yes',
  ];
  static override strict = false;
  static override args = {
    sites: Args.string({ ignoreStdin: true, name: 'SITE', description: 'sites of the inventory' }),
  };

  async run(): Promise<Envelope<Result<'request-remind'>>> {
    const { argv, flags } = await this.parse(RequestRemind);
    return this.order(flags, 'request', (situation) => {
      const intent = remindIntent(situation, argv as string[]);
      for (const { reason } of intent.operations) if (reason.includes('was asked only')) this.caution(reason);
      return intent;
    });
  }
}
