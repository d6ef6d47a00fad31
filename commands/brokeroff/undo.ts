import { Args } from '@oclif/core';
import { MigrateCommand } from '../../src/cli/base-command.js';
import { inventoryOf } from '../../src/cli/context.js';
import { editRetirements } from '../../src/app/edit-retirements.js';
import type { Envelope } from '../../src/cli/envelope.js';
import { undoRetirement } from '../../src/inventory/edits/edit.js';
import { editedScreen } from '../../src/report/actions/edited.js';
import type { Result } from '../../src/report/results/results.js';

export default class BrokeroffUndo extends MigrateCommand {
  static override summary = 'Takes the retirement of a queue out of sites.yaml.';
  static override description =
    'The catalogue is not touched: a queue that is brokeroff already stays so until a person removes the rule.';
  static override examples = ['<%= config.bin %> brokeroff undo ANALY_GOEGRID'];
  static override args = {
    queue: Args.string({ ignoreStdin: true, required: true, description: 'a queue that is to retire' }),
  };

  async run(): Promise<Envelope<Result<'brokeroff-undo'>>> {
    const { args, flags } = await this.parse(BrokeroffUndo);
    const result = await editRetirements(await inventoryOf(flags), [args.queue], (text, [queue = '']) =>
      undoRetirement(text, queue),
    );
    return this.answer(result, editedScreen(result, this.paper));
  }
}
