import { Args, Flags } from '@oclif/core';
import { ActingCommand } from '../src/cli/acting-command.js';
import type { Envelope } from '../src/cli/envelope.js';
import { queueNamed } from '../src/app/names.js';
import { instant } from '../src/model/dates.js';
import { moment } from '../src/report/terminal/when.js';
import { renderRelease } from '../src/report/actions/release.js';
import type { Result } from '../src/report/results/results.js';

export default class Release extends ActingCommand {
  static override summary = 'Gives up the lease of an open operation whose holder is known to be gone.';
  static override description =
    'A lease ends by itself; this only spares the wait. If the holder still lives it writes nothing more, but a request of its may be in flight: the next run looks at the queue until the in-flight window has passed.';
  static override examples = ['<%= config.bin %> release ANALY_TRIUMF --reason "the desk machine was reinstalled"'];
  static override args = {
    queue: Args.string({ ignoreStdin: true, required: true, description: 'the queue of the operation' }),
  };
  static override flags = {
    reason: Flags.string({
      aliases: ['because'],
      required: true,
      summary: 'How you know; it stands in the ledger.',
      helpValue: 'TEXT',
    }),
  };

  async run(): Promise<Envelope<Result<'release'>>> {
    const { args, flags } = await this.parse(Release);
    return this.withSession(flags, async (session) => {
      const queue = queueNamed(args.queue, session.inventory);
      const ledger = await session.openLedger(flags['dry-run'] ? 'read' : 'write');
      try {
        const open = (await ledger.history()).queues.get(queue)?.open ?? null;
        const preview = open
          ? `${open.operation.key}: ${open.state}, held by ${open.holder} since ${moment(open.since, this.style)}`
          : '';
        const go = open !== null && (await this.agreedTo(flags, { preview, question: 'Release it?' }));
        const at = instant(await session.grid.clock.now());
        const released =
          open === null ? [] : go ? await ledger.release(queue, session.actor, at, flags.reason) : [open];
        const result = {
          released: released.map(({ operation, state, holder, since }) => ({
            key: operation.key,
            state,
            holder,
            since,
          })),
        };
        return this.answer(result, renderRelease(result, flags['dry-run'], this.style));
      } finally {
        await ledger.close();
      }
    });
  }
}
