import { Args } from '@oclif/core';
import { MigrateCommand } from '../../src/cli/base-command.js';
import { durationMs } from '../../src/cli/args/duration.js';
import type { Envelope } from '../../src/cli/envelope.js';
import { requireRehearsal, worldNow } from '../../src/cli/rehearsal/rehearsal.js';
import { renderRehearsal } from '../../src/report/rehearsal/rehearsal.js';
import type { Result } from '../../src/report/results/results.js';

export default class RehearsalAdvance extends MigrateCommand {
  static override summary = "Moves the rehearsal's clock, and lets happen what happens until then.";
  static override description = 'The clock stands still between commands and moves when a command waits.';
  static override examples = [
    '<%= config.bin %> rehearsal advance 1d',
    '<%= config.bin %> rehearsal advance 90m --json',
  ];
  static override args = {
    time: Args.string({
      ignoreStdin: true,
      required: true,
      description: 'how far: 30m, 2h, 1d, 1w, 1d12h; 52w at most',
    }),
  };

  async run(): Promise<Envelope<Result<'rehearsal-advance'>>> {
    const { args, flags } = await this.parse(RehearsalAdvance);
    // What happens in a year is worked out at once: nobody could end it in between.
    const ms = durationMs(args.time, { most: '52w' });
    return this.withSession(flags, async ({ inventory, grid }) => {
      requireRehearsal(inventory);
      await grid.clock.wait(ms);
      const result = await worldNow(inventory, grid);
      return this.answer(result, renderRehearsal(result, this.style));
    });
  }
}
