import { Args, Flags } from '@oclif/core';
import { MigrateCommand } from '../src/cli/base-command.js';
import type { Session } from '../src/app/session.js';
import type { Envelope } from '../src/cli/envelope.js';
import { verifyLedger } from '../src/app/verify-ledger.js';
import { subject } from '../src/app/names.js';
import { historyScreen } from '../src/report/actions/history.js';
import type { Result } from '../src/report/results/results.js';

export default class History extends MigrateCommand {
  static override summary = 'Shows what was done, by whom and when, from the ledger.';
  static override examples = [
    '<%= config.bin %> history OSCER',
    '<%= config.bin %> history ANALY_GOEGRID --json',
    '<%= config.bin %> history --verify',
    '<%= config.bin %> history --verify --expect 83146d67a59a8c1989e881e210c8cb657aff933cbc2806cb961a17fbf23025d8',
  ];
  static override args = { 'site|queue': Args.string({ ignoreStdin: true, description: 'only this site or queue' }) };
  static override flags = {
    verify: Flags.boolean({
      summary: 'Check that nothing in the ledger was changed after it was written; 3 where something was.',
    }),
    expect: Flags.string({
      summary: 'A head of the ledger that a command printed before: 3 where the ledger does not go back to it.',
      helpValue: 'HASH',
      dependsOn: ['verify'],
    }),
  };

  async run(): Promise<Envelope<Result<'history'>>> {
    const { args, flags } = await this.parse(History);
    return this.withSession(flags, async (session) => {
      const ledger = await session.openLedger('read');
      try {
        const checked = flags.verify ? await verifyLedger(ledger, flags.expect) : null;
        const events = await ledger.events(
          args['site|queue'] === undefined ? {} : filterOf(args['site|queue'], session),
        );
        const result = { events, ...(checked && { verified: checked.verified }) };
        return this.answer(result, historyScreen(result, this.paper), checked?.holds === false ? 3 : 0);
      } finally {
        await ledger.close();
      }
    });
  }
}

function filterOf(name: string, { inventory }: Session): { readonly site: string } | { readonly queue: string } {
  const found = subject(name, inventory);
  return found.is === 'site' ? { site: found.site.name } : { queue: found.queue };
}
