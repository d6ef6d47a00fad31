import { Args, Flags } from '@oclif/core';
import { migrationStep } from '../../src/model/keys/operation-keys.js';
import { RecordingCommand } from '../../src/cli/recording-command.js';
import type { Envelope } from '../../src/cli/envelope.js';
import { goneAlready, heardOf } from '../../src/app/requests/record-request.js';
import { names } from '../../src/model/text/sentences.js';
import type { Result } from '../../src/report/results/results.js';

export default class RequestDecline extends RecordingCommand {
  static override summary = 'Records that sites said no; they are blocked until they agree.';
  static override examples = ['<%= config.bin %> request decline AGLT2 --reason "not before the network upgrade"'];
  static override strict = false;
  static override args = {
    site: Args.string({ ignoreStdin: true, required: true, description: 'sites of the inventory' }),
  };
  static override flags = {
    reason: Flags.string({ aliases: ['because'], required: true, summary: 'What they answered.', helpValue: 'TEXT' }),
    ref: Flags.string({ summary: 'Ticket or Message-ID.', helpValue: 'TEXT' }),
  };

  async run(): Promise<Envelope<Result<'request-decline'>>> {
    const { argv, flags } = await this.parse(RequestDecline);
    return this.withSession(flags, async (session) => {
      const gone = await goneAlready(session, argv as string[]);
      if (gone.length > 0)
        this.caution(
          `${names(gone)} went to the new pilot already, and a no takes nothing back (\`migrate flip SITE --to …\` does).`,
        );
      const changes = await heardOf(session, argv as string[], {
        step: migrationStep,
        state: 'declined',
        ref: flags.ref ?? null,
        reason: flags.reason,
        again: false,
      });
      return this.record(session, changes, flags);
    });
  }
}
