import { Args } from '@oclif/core';
import { offIntent } from '../src/planning/requested/changes.js';
import { trackOf } from '../src/planning/overview/results.js';
import { ActingCommand } from '../src/cli/acting-command.js';
import type { Envelope } from '../src/cli/envelope.js';
import type { Result } from '../src/report/results/results.js';

export default class Off extends ActingCommand {
  static override summary = 'Takes retiring queues offline that are brokeroff and have drained.';
  static override description =
    'Without names: all that have drained. A queue with activated or running jobs is refused.';
  static override examples = ['<%= config.bin %> off --dry-run', '<%= config.bin %> off ANALY_RRC-KI'];
  static override strict = false;
  static override args = { queue: Args.string({ ignoreStdin: true, description: 'only these' }) };

  async run(): Promise<Envelope<Result<'off'>>> {
    const { argv, flags } = await this.parse(Off);
    const named = argv as string[];
    return this.order(flags, 'off', (situation) => offIntent(situation, named), {
      concerns: (operation) =>
        trackOf(operation) === 'retirement' &&
        (named.length === 0 || (operation.queue !== null && named.includes(operation.queue))),
      // A queue whose jobs nobody could count was left alone, and may have drained.
      isUnread: ({ view, inventory: { retirements } }, { grid }) =>
        named.length === 0 &&
        grid.monitor !== null &&
        retirements.some(
          ({ queue }) => view.records.get(queue)?.status === 'brokeroff' && view.activity?.has(queue) !== true,
        ),
    });
  }
}
