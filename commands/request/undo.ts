import { Args, Flags } from '@oclif/core';
import { stepOf } from '../../src/app/requests/request-drafts.js';
import { takenBack } from '../../src/app/requests/take-back.js';
import { requiredReason } from '../../src/cli/args/reason.js';
import type { Envelope } from '../../src/cli/envelope.js';
import { RecordingCommand } from '../../src/cli/recording-command.js';
import type { Result } from '../../src/report/results/results.js';

export default class RequestUndo extends RecordingCommand {
  static override summary = 'Takes back what was last recorded by hand of requests, for the wrong site for example.';
  static override description =
    'What stood before it counts again. Both stay in the history. What this program sent, or the helpdesk shows, is not taken back.';
  static override examples = [
    '<%= config.bin %> request undo IL-TAU --reason "it was TECHNION that was asked"',
    '<%= config.bin %> request undo IL-TAU --template reminder --reason "not sent after all"',
  ];
  static override strict = false;
  static override args = {
    site: Args.string({ ignoreStdin: true, required: true, description: 'sites of the inventory' }),
  };
  static override flags = {
    template: Flags.string({
      summary: "What was recorded, where it was not of the campaign's request.",
      helpValue: 'NAME',
    }),
    reason: requiredReason,
  };

  async run(): Promise<Envelope<Result<'request-undo'>>> {
    const { argv, flags } = await this.parse(RequestUndo);
    return this.withSession(flags, async (session) => {
      const step = stepOf(flags.template, session.inventory);
      const changes = await takenBack(session, argv as string[], { step, reason: flags.reason });
      return this.record(session, changes, flags);
    });
  }
}
