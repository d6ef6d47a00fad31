import { Flags } from '@oclif/core';
import { notePause, pauseOf } from '../src/app/ledger/pause.js';
import { ActingCommand } from '../src/cli/acting-command.js';
import type { Envelope } from '../src/cli/envelope.js';
import { canAsk } from '../src/cli/terminal/prompts.js';
import { renderPause } from '../src/report/actions/pause.js';
import type { Result } from '../src/report/results/results.js';

export default class Pause extends ActingCommand {
  static override summary =
    'Stops the campaign, a cloud or a site: nothing new is begun there, by anybody, until it is resumed.';
  static override description =
    'What is in flight is ended. The ledger decides: an agent or operator with an older plan is stopped as well. Off a terminal it pauses without --yes.';
  static override examples = [
    '<%= config.bin %> pause --reason "the weekend"',
    '<%= config.bin %> pause --scope cloud=UK --reason "the storage of RAL is down"',
  ];
  static override flags = {
    scope: Flags.string({ summary: 'campaign (the default), cloud=UK or site=OSCER.', helpValue: 'SCOPE' }),
    reason: Flags.string({ required: true, summary: 'Why; it stands in the ledger.', helpValue: 'TEXT' }),
  };

  async run(): Promise<Envelope<Result<'pause'>>> {
    const { flags } = await this.parse(Pause);
    return this.withSession(flags, async (session) => {
      const result = await pauseOf(session, { scope: flags.scope, reason: flags.reason });
      // A brake is not refused because nobody can be asked.
      const yes = flags.yes || !canAsk(this.noInput(flags));
      const go = await this.agreedTo(
        { ...flags, yes },
        { preview: '', question: `Pause ${result.scope}? ${result.reason}`, done: 'paused' },
      );
      if (go) await notePause(session, result);
      return this.answer(result, renderPause(result, !go));
    });
  }
}
