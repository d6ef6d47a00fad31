import { Args } from '@oclif/core';
import { MigrateCommand } from '../../src/cli/base-command.js';
import { GridFailure, withAdvice } from '../../src/grid/ports.js';
import type { Session } from '../../src/app/session.js';
import { activeManualRule } from '../../src/app/active-manual-rule.js';
import { editRetirements } from '../../src/app/inventory/edit-retirements.js';
import type { Envelope } from '../../src/cli/envelope.js';
import { undoRetirement } from '../../src/inventory/edits/edit.js';
import { renderEdited } from '../../src/report/actions/edited.js';
import type { Result } from '../../src/report/results/results.js';

export default class BrokeroffUndo extends MigrateCommand {
  static override summary = 'Takes the retirement of a queue out of sites.yaml.';
  static override description =
    'The catalogue is not touched: where a rule was written already, it says what stands there and how our own is taken back.';
  static override examples = ['<%= config.bin %> brokeroff undo ANALY_GOEGRID'];
  static override args = {
    queue: Args.string({ ignoreStdin: true, required: true, description: 'a queue that is to retire' }),
  };

  async run(): Promise<Envelope<Result<'brokeroff-undo'>>> {
    const { args, flags } = await this.parse(BrokeroffUndo);
    return this.withSession(flags, async (session) => {
      const result = await editRetirements(session.inventory, [args.queue], (text, [queue = '']) =>
        undoRetirement(text, queue),
      );
      for (const { queue } of result.changed) await this.tellStanding(queue, session);
      return this.answer(result, renderEdited(result, this.style));
    });
  }

  /** The file is changed by now, whether the catalogue answers or not. */
  private async tellStanding(queue: string, session: Session): Promise<void> {
    try {
      const stands = await activeManualRule(queue, session);
      if (stands !== null) this.caution(stands);
    } catch (error) {
      if (!(error instanceof GridFailure)) throw error;
      this.caution(`Whether a rule of ours keeps ${queue} out of service is not known: ${withAdvice(error)}`);
    }
  }
}
