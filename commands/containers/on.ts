import { Args } from '@oclif/core';
import { containersIntent } from '../../src/planning/requested/changes.js';
import { ActingCommand } from '../../src/cli/acting-command.js';
import { requiredReason } from '../../src/cli/args/reason.js';
import type { Envelope } from '../../src/cli/envelope.js';
import type { Result } from '../../src/report/results/results.js';

export default class ContainersOn extends ActingCommand {
  static override summary = 'Switches containers on for sites or queues that run the new pilot without.';
  static override examples = [
    '<%= config.bin %> containers on OSCER --reason "the site confirmed user namespaces"',
    '<%= config.bin %> containers on ANALY_TRIUMF --reason "the site confirmed user namespaces" --dry-run',
  ];
  static override strict = false;
  static override args = {
    'site|queue': Args.string({ ignoreStdin: true, required: true, description: 'sites, ATLAS sites or queues' }),
  };
  static override flags = { reason: requiredReason };

  async run(): Promise<Envelope<Result<'flip'>>> {
    const { argv, flags } = await this.parse(ContainersOn);
    return this.order(flags, 'containers-on', (situation) =>
      containersIntent(situation, argv as string[], 'on', flags.reason),
    );
  }
}
