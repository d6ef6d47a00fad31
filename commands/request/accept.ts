import { Args, Flags } from '@oclif/core';
import { migrationStep } from '../../src/model/keys/operation-keys.js';
import { RecordingCommand } from '../../src/cli/recording-command.js';
import type { Envelope } from '../../src/cli/envelope.js';
import { heardOf } from '../../src/app/requests/record-request.js';
import type { Result } from '../../src/report/results/results.js';

export default class RequestAccept extends RecordingCommand {
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

  async run(): Promise<Envelope<Result<'request-accept'>>> {
    const { argv, flags } = await this.parse(RequestAccept);
    return this.withSession(flags, async (session) => {
      const changes = await heardOf(session, argv as string[], {
        step: migrationStep,
        state: 'accepted',
        ref: flags.ref ?? null,
        reason: flags.reason ?? null,
        again: false,
      });
      return this.record(session, changes, flags);
    });
  }
}
