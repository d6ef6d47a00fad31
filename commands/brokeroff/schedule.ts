import { Args, Flags } from '@oclif/core';
import { ActingCommand } from '../../src/cli/acting-command.js';
import { inventoryOf } from '../../src/cli/context.js';
import type { Envelope } from '../../src/cli/envelope.js';
import { UserError } from '../../src/model/user-error.js';
import type { Inventory } from '../../src/model/inventory.js';
import { editedTable, renderEdited } from '../../src/report/actions/edited.js';
import type { RetirementEdit } from '../../src/inventory/edits/edit.js';
import type { Result } from '../../src/report/results/results.js';

export default class BrokeroffSchedule extends ActingCommand {
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
    const { editRetirements, queuesNamed, scheduled } = await import('../../src/app/inventory/edit-retirements.js');
    const inventory = await inventoryOf(flags);
    this.place(inventory);
    const queues = queuesNamed(argv as string[], inventory);
    checkNew(queues, inventory, { on, reason });
    const entries = queues.map((queue): RetirementEdit => ({ queue, on, because: reason, data }));
    const changed = queues.map((queue) => scheduled(queue, inventory, { on, reason, data }));
    const go = await this.agreedTo(flags, {
      preview: editedTable(changed, this.styleFor(process.stderr)),
      question: `Write this into ${inventory.file}?`,
      done: 'written',
    });
    if (!go) {
      const would = { file: inventory.file, changed };
      return this.answer(would, `Would be written into ${inventory.file}:\n${editedTable(changed, this.style)}`);
    }
    const result = await editRetirements(inventory, queues, (text) => scheduleRetirements(text, entries));
    return this.answer(result, renderEdited(result, this.style));
  }

  /** It edits a reviewed file, in nobody's name. */
  protected override get actsInAName(): boolean {
    return false;
  }
}

/** A queue that has no entry yet needs its day and its reason. */
function checkNew(
  queues: readonly string[],
  { retirements }: Inventory,
  { on, reason }: { readonly on: string | undefined; readonly reason: string | undefined },
): void {
  const fresh = queues.find((queue) => !retirements.some((retirement) => retirement.queue === queue));
  if (fresh === undefined || (reason !== undefined && on !== undefined)) return;
  const missing = [...(on === undefined ? ['--on'] : []), ...(reason === undefined ? ['--reason'] : [])];
  throw new UserError(2, 'usage', `${fresh} has no retirement yet, and a new one needs its day and its reason.`, [
    `Add ${missing.join(' and ')}.`,
  ]);
}
