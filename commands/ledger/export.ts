import { Flags } from '@oclif/core';
import { withLedger } from '../../src/app/session.js';
import { MigrateCommand } from '../../src/cli/base-command.js';
import type { Envelope } from '../../src/cli/envelope.js';
import { UserError } from '../../src/model/user-error.js';
import { writeOut } from '../../src/cli/report/write-out.js';
import { exportFormats, exportText } from '../../src/report/actions/export.js';
import { renderExported } from '../../src/report/actions/ledger.js';
import type { Result } from '../../src/report/results/results.js';

export default class LedgerExport extends MigrateCommand {
  static override summary = "Writes the ledger's events out, for other programs: a line of JSON each, or a table.";
  static override examples = [
    '<%= config.bin %> ledger export --format ndjson > events.ndjson',
    '<%= config.bin %> ledger export --format csv --out events.csv',
  ];
  static override flags = {
    format: Flags.option({
      options: exportFormats,
      required: true,
      summary: 'A line of JSON each, or comma-separated values.',
    })(),
    out: Flags.string({ summary: 'A file in the place of stdout.', helpValue: 'FILE' }),
  };

  async run(): Promise<Envelope<Result<'ledger-export'>>> {
    const { flags } = await this.parse(LedgerExport);
    const { format, out } = flags;
    if (this.jsonEnabled() && out === undefined)
      throw new UserError(2, 'usage', 'With --json stdout holds the result alone: name a file with --out FILE.');
    return this.withSession(flags, async (session) => {
      const events = await this.stages('Reading the ledger', () =>
        withLedger(session, 'read', (ledger) => ledger.events({})),
      );
      const text = exportText(events, format);
      if (out === undefined) process.stdout.write(text);
      else writeOut('export', out, text);
      const chain = events.at(-1)?.hash ?? '0'.repeat(64);
      const result = { file: out ?? null, format, events: events.length, chain };
      return this.answer(result, out === undefined ? '' : renderExported(result));
    });
  }
}
