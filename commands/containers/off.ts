import { Args } from '@oclif/core';
import { containersIntent } from '../../src/planning/requested/changes.js';
import { ActingCommand } from '../../src/cli/acting-command.js';
import { requiredReason } from '../../src/cli/args/reason.js';
import type { Envelope } from '../../src/cli/envelope.js';
import type { Result } from '../../src/report/results/results.js';

export default class ContainersOff extends ActingCommand {
  static override summary =
    'Switches containers off and stays on the new pilot; the exact strings are kept for switching on again.';
  static override examples = [
    '<%= config.bin %> containers off OSCER --reason "1340 at every job since the flip"',
    '<%= config.bin %> containers off ANALY_TRIUMF --reason "1340 at every job since the flip" --dry-run',
  ];
  static override strict = false;
  static override args = {
    'site|queue': Args.string({ ignoreStdin: true, required: true, description: 'sites, ATLAS sites or queues' }),
  };
  static override flags = { reason: requiredReason };

  async run(): Promise<Envelope<Result<'flip'>>> {
    const { argv, flags } = await this.parse(ContainersOff);
    return this.order(flags, 'containers-off', (situation) =>
      containersIntent(situation, argv as string[], 'off', flags.reason),
    );
  }
}
