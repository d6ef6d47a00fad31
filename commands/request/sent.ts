import { Args, Flags } from '@oclif/core';
import { MigrateCommand } from '../../src/cli/base-command.js';
import type { Envelope } from '../../src/cli/envelope.js';
import { recordRequests } from '../../src/app/requests/record-request.js';
import { stepOf } from '../../src/app/requests/request-drafts.js';
import { renderRecorded } from '../../src/report/actions/recorded.js';
import type { Result } from '../../src/report/results/results.js';

export default class RequestSent extends MigrateCommand {
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

  protected override get actsInAName(): boolean {
    return true;
  }

  async run(): Promise<Envelope<Result<'request-sent'>>> {
    const { argv, flags } = await this.parse(RequestSent);
    return this.withSession(flags, async (session) => {
      const result = await recordRequests(session, argv as string[], {
        step: stepOf(flags.template, session.inventory),
        state: 'sent',
        ref: flags.ref ?? null,
        reason: null,
        again: flags.again,
      });
      return this.answer(result, renderRecorded(result, this.style));
    });
  }
}
