import { Flags } from '@oclif/core';
import { ActingCommand } from '../../src/cli/acting-command.js';
import type { Envelope } from '../../src/cli/envelope.js';
import { moveLedgerTo } from '../../src/cli/move-ledger.js';
import { withLedger } from '../../src/app/session.js';
import { renderMoved } from '../../src/report/actions/ledger.js';
import type { Result } from '../../src/report/results/results.js';

export default class LedgerMove extends ActingCommand {
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
  };

  async run(): Promise<Envelope<Result<'ledger-move'>>> {
    const { flags } = await this.parse(LedgerMove);
    return this.withSession(flags, async (session) => {
      const places = `from ${session.ledgerPlace}\nto   ${flags.to}`;
      if (!(await this.agreedTo(flags, { preview: places, question: 'Move the ledger?', done: 'moved' }))) {
        const { events, head } = await withLedger(session, 'read', (ledger) => ledger.verify());
        const would = { from: session.ledgerPlace, to: flags.to, events, chain: head };
        return this.answer(would, `Would be moved, ${events} events:\n${places}`);
      }
      const { from, to, events, head } = await this.stages('Moving the ledger', () => moveLedgerTo(session, flags.to));
      const result = { from, to, events, chain: head };
      return this.answer(result, renderMoved(result, this.style));
    });
  }
}
