import { Args, Flags } from '@oclif/core';
import { RecordingCommand } from '../../src/cli/recording-command.js';
import type { Envelope } from '../../src/cli/envelope.js';
import { goneAlready, heardOf } from '../../src/app/requests/record-request.js';
import { stepOf } from '../../src/app/requests/request-drafts.js';
import { names } from '../../src/model/text/sentences.js';
import { migrationStep } from '../../src/model/keys/operation-keys.js';
import type { Result } from '../../src/report/results/results.js';

export default class RequestSent extends RecordingCommand {
  static override summary = 'Records that sites were asked, by a ticket or mail that this program did not send.';
  static override examples = [
    '<%= config.bin %> request sent TECHNION --ref GGUS-142331',
    '<%= config.bin %> request sent IL-TAU --again',
  ];
  static override strict = false;
  static override args = {
    site: Args.string({ ignoreStdin: true, required: true, description: 'sites of the inventory' }),
  };
  static override flags = {
    template: Flags.string({
      summary: "What they were sent, where it was not the campaign's request.",
      helpValue: 'NAME',
    }),
    ref: Flags.string({ summary: 'Ticket or Message-ID.', helpValue: 'TEXT' }),
    again: Flags.boolean({ summary: 'They were asked once more: opens another round.' }),
  };

  async run(): Promise<Envelope<Result<'request-sent'>>> {
    const { argv, flags } = await this.parse(RequestSent);
    return this.withSession(flags, async (session) => {
      const step = stepOf(flags.template, session.inventory);
      const gone = step === migrationStep ? await goneAlready(session, argv as string[]) : [];
      if (gone.length > 0) this.caution(`${names(gone)} went to the new pilot already.`);
      const changes = await heardOf(session, argv as string[], {
        step,
        state: 'sent',
        ref: flags.ref ?? null,
        reason: null,
        again: flags.again,
      });
      return this.record(session, changes, flags);
    });
  }
}
