import { Flags } from '@oclif/core';
import { withLedger } from '../../src/app/session.js';
import { verifyLedger } from '../../src/app/ledger/verify-ledger.js';
import { MigrateCommand } from '../../src/cli/base-command.js';
import type { Envelope } from '../../src/cli/envelope.js';
import { renderVerified } from '../../src/report/actions/history.js';
import type { Result } from '../../src/report/results/results.js';

export default class LedgerVerify extends MigrateCommand {
  static override summary =
    'Checks that nothing in the ledger was changed after it was written; 3 where something was.';
  static override examples = ['<%= config.bin %> ledger verify', '<%= config.bin %> ledger verify --json'];
  static override flags = {
    expect: Flags.string({
      summary: 'A head of the ledger that a command printed before: 3 where the ledger does not go back to it.',
      helpValue: 'HASH',
    }),
  };

  async run(): Promise<Envelope<Result<'ledger-verify'>>> {
    const { flags } = await this.parse(LedgerVerify);
    return this.withSession(flags, async (session) => {
      const { verified, holds } = await withLedger(session, 'read', (ledger) =>
        this.stages('Checking the ledger', () => verifyLedger(ledger, flags.expect)),
      );
      const { head: chain, ...found } = verified;
      return this.answer({ ...found, chain }, renderVerified(verified, this.style), holds ? 0 : 3);
    });
  }
}
