import { Args, Flags } from '@oclif/core';
import { MigrateCommand } from '../../src/cli/base-command.js';
import { inventoryOf } from '../../src/cli/context.js';
import type { Envelope } from '../../src/cli/envelope.js';
import { UserError } from '../../src/model/user-error.js';
import { renderEdited } from '../../src/report/actions/edited.js';
import type { Result } from '../../src/report/results/results.js';

export default class BrokeroffSchedule extends MigrateCommand {
  static override summary =
    'Writes the date of a brokeroff into sites.yaml; comments and the rest of the file stay as they are.';
  static override examples = [
    {
      description: 'Say what happens to the data of the last analysis queue of a site; the date is kept',
      command: '<%= config.bin %> brokeroff schedule ANALY_UIO --data "moved to NDGF"',
    },
    { description: 'Move a date', command: '<%= config.bin %> brokeroff schedule ANALY_GOEGRID --on 2019-08-29' },
    {
      description: 'A queue that was not to retire so far',
      command:
        '<%= config.bin %> brokeroff schedule ANALY_CSCS --on 2019-09-02 --reason "CentOS7 queue exists" --data "other queues of the site read it"',
    },
  ];
  static override strict = false;
  static override args = {
    queue: Args.string({ ignoreStdin: true, required: true, description: 'queues of the inventory' }),
  };
  static override flags = {
    on: Flags.string({ summary: 'The day; without it that of the entry is kept.', helpValue: 'YYYY-MM-DD' }),
    reason: Flags.string({
      aliases: ['because'],
      summary: 'Why; needed for a queue that has no entry yet.',
      helpValue: 'TEXT',
    }),
    data: Flags.string({ summary: "What happens to data that only this queue's jobs read.", helpValue: 'TEXT' }),
  };

  async run(): Promise<Envelope<Result<'brokeroff-schedule'>>> {
    const { argv, flags } = await this.parse(BrokeroffSchedule);
    const { on, reason, data } = flags;
    if (on === undefined && reason === undefined && data === undefined)
      throw new UserError(2, 'usage', 'What is to be written?', ['Add --on, --data or --reason.']);
    const { scheduleRetirements } = await import('../../src/inventory/edits/edit.js');
    const { editRetirements } = await import('../../src/app/inventory/edit-retirements.js');
    const result = await editRetirements(
      await inventoryOf(flags),
      argv as string[],
      (text, queues, { retirements }) => {
        const fresh = queues.find((queue) => !retirements.some((retirement) => retirement.queue === queue));
        if (fresh !== undefined && (reason === undefined || on === undefined)) {
          const missing = [...(on === undefined ? ['--on'] : []), ...(reason === undefined ? ['--reason'] : [])];
          throw new UserError(
            2,
            'usage',
            `${fresh} has no retirement yet, and a new one needs its day and its reason.`,
            [`Add ${missing.join(' and ')}.`],
          );
        }
        return scheduleRetirements(
          text,
          queues.map((queue) => ({ queue, on, reason, data })),
        );
      },
    );
    return this.answer(result, renderEdited(result, this.style));
  }
}
