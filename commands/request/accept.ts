import { migrationStep } from '../../src/model/keys/operation-keys.js';
import { Args, Flags } from '@oclif/core';
import { MigrateCommand } from '../../src/cli/base-command.js';
import type { Envelope } from '../../src/cli/envelope.js';
import { recordRequests } from '../../src/app/requests/record-request.js';
import { renderRecorded } from '../../src/report/actions/recorded.js';
import type { Result } from '../../src/report/results/results.js';

export default class RequestAccept extends MigrateCommand {
  static override summary = 'Records that sites agreed.';
  static override examples = ['<%= config.bin %> request accept OSCER --reason "go ahead any day, says Horst"'];
  static override strict = false;
  static override args = {
    site: Args.string({ ignoreStdin: true, required: true, description: 'sites of the inventory' }),
  };
  static override flags = {
    reason: Flags.string({ aliases: ['because'], summary: 'What they answered.', helpValue: 'TEXT' }),
    ref: Flags.string({ summary: 'Ticket or Message-ID.', helpValue: 'TEXT' }),
  };

  protected override get actsInAName(): boolean {
    return true;
  }

  async run(): Promise<Envelope<Result<'request-accept'>>> {
    const { argv, flags } = await this.parse(RequestAccept);
    return this.withSession(flags, async (session) => {
      const result = await recordRequests(session, argv as string[], {
        step: migrationStep,
        state: 'accepted',
        ref: flags.ref ?? null,
        reason: flags.reason ?? null,
        again: false,
      });
      return this.answer(result, renderRecorded(result, this.style));
    });
  }
}
