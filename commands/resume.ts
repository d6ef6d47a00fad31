import { Flags } from '@oclif/core';
import { noteResumption, resumptionOf } from '../src/app/ledger/pause.js';
import { ActingCommand } from '../src/cli/acting-command.js';
import type { Envelope } from '../src/cli/envelope.js';
import { renderResume } from '../src/report/actions/pause.js';
import type { Result } from '../src/report/results/results.js';

export default class Resume extends ActingCommand {
  static override summary = 'Goes on after a pause, or after failures have used up a budget.';
  static override description = 'The failures that were counted in the scope are forgiven: its budget begins anew.';
  static override examples = [
    '<%= config.bin %> resume --reason "the weekend"',
    '<%= config.bin %> resume --scope cloud=UK --reason "RAL is back"',
  ];
  static override flags = {
    scope: Flags.string({
      summary: 'campaign (the default), cloud=UK, site=OSCER or wave=2019-08-05.',
      helpValue: 'SCOPE',
    }),
    reason: Flags.string({ required: true, summary: 'Why; it stands in the ledger.', helpValue: 'TEXT' }),
  };

  async run(): Promise<Envelope<Result<'resume'>>> {
    const { flags } = await this.parse(Resume);
    return this.withSession(flags, async (session) => {
      const result = await resumptionOf(session, { scope: flags.scope, reason: flags.reason });
      const question = `Resume ${result.scope}? ${result.reason}`;
      const go = await this.agreedTo(flags, { preview: '', question, done: 'resumed' });
      if (go) await noteResumption(session, result);
      return this.answer(result, renderResume(result, !go));
    });
  }
}
