import { Flags } from '@oclif/core';
import { MigrateCommand } from '../../src/cli/base-command.js';
import type { Envelope } from '../../src/cli/envelope.js';
import { moveLedgerTo } from '../../src/cli/move-ledger.js';
import { confirm } from '../../src/cli/terminal/prompts.js';
import { UserError } from '../../src/model/user-error.js';
import { renderMoved } from '../../src/report/actions/ledger.js';
import type { Result } from '../../src/report/results/results.js';

export default class LedgerMove extends MigrateCommand {
  static override summary = "Moves the campaign's ledger into a database, a file, or back.";
  static override description =
    'The chain of events is checked, copied and checked again; then the old ledger is sealed: it acts no more and says where it went. Ended at any moment, exactly one of the two acts, and moving again completes it.';
  static override examples = [
    '<%= config.bin %> ledger move --to postgres://anna@db.example/campaigns',
    {
      description: 'Back into a file',
      command: '<%= config.bin %> ledger move --ledger postgres://anna@db.example/campaigns --to pilot2.sqlite',
    },
  ];
  static override flags = {
    to: Flags.string({ required: true, summary: 'Where it goes: a file, or postgres://….', helpValue: 'PLACE' }),
    yes: Flags.boolean({ char: 'y', summary: 'Go ahead without asking.' }),
  };

  async run(): Promise<Envelope<Result<'ledger-move'>>> {
    const { flags } = await this.parse(LedgerMove);
    return this.withSession(flags, async (session) => {
      const agreed =
        flags.yes ||
        (await confirm({
          preview: `from ${session.ledgerPlace}\nto   ${flags.to}`,
          message: 'Move the ledger?',
          beforehand: 'Add --yes to go ahead.',
          noInput: flags['no-input'] || this.jsonEnabled(),
        }));
      if (!agreed) throw new UserError(4, 'not-confirmed', 'Not confirmed; nothing was moved.');
      const { from, to, events, head } = await this.stages('Moving the ledger', () => moveLedgerTo(session, flags.to));
      const result = { from, to, events, chain: head };
      return this.answer(result, renderMoved(result, this.style));
    });
  }
}
