import { Args, Flags } from '@oclif/core';
import { goesAheadOf } from '../src/planning/requested/ahead.js';
import { flipIntent } from '../src/planning/requested/flip.js';
import { ActingCommand, type ActingFlags } from '../src/cli/acting-command.js';
import { ask, canAsk } from '../src/cli/terminal/prompts.js';
import type { Envelope } from '../src/cli/envelope.js';
import { fieldValues } from '../src/cli/args/field-values.js';
import type { Result } from '../src/report/results/results.js';

export default class Flip extends ActingCommand {
  static override summary = 'Moves sites or queues to the new pilot, or back to what they were before.';
  static override description =
    'Forward obeys readiness, pace and limits, and waits until a site was asked and has had its time, unless --early. Back restores the exact strings from before the flip; where this ledger did not flip the queue it needs --value.';
  static override examples = [
    { description: 'What flipping a site would change', command: '<%= config.bin %> flip OSCER --to 2 --dry-run' },
    {
      description: 'One queue back to the old pilot',
      command: '<%= config.bin %> flip ANALY_TRIUMF --to 1 --reason "1305 on every node"',
    },
    {
      description: 'Back where somebody else had flipped it',
      command:
        '<%= config.bin %> flip ANALY_TRIUMF --to 1 --value pilot_version=1 --value container_type=singularity:wrapper',
    },
  ];
  static override strict = false;
  static override args = {
    'site|queue': Args.string({ ignoreStdin: true, required: true, description: 'sites, ATLAS sites or queues' }),
  };
  static override flags = {
    to: Flags.string({
      required: true,
      summary: "The campaign's new pilot, or its old one to go back.",
      helpValue: '2|1',
    }),
    reason: Flags.string({ aliases: ['because'], summary: 'Why; it stands in the ledger.', helpValue: 'TEXT' }),
    early: Flags.boolean({ summary: 'Forward also where the site was not asked, or has not had its time.' }),
    value: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      summary: 'What to go back to, where the ledger does not know.',
      helpValue: 'FIELD=TEXT',
    }),
  };

  async run(): Promise<Envelope<Result<'flip'>>> {
    const { argv, flags } = await this.parse(Flip);
    const values = fieldValues(flags.value ?? []);
    return this.order(flags, 'flip', async (situation, plan) => {
      const { from } = situation.inventory.campaign.pilot ?? {};
      const reason = flags.reason ?? (flags.to === from ? await this.reasonForBack(flags) : null);
      const { early } = flags;
      const intent = flipIntent(situation, argv as string[], { version: flags.to, reason, values, early });
      for (const sentence of goesAheadOf(intent.operations, plan, situation)) this.caution(sentence);
      return intent;
    });
  }

  /** A person is asked for it; null: nobody is there, and a verdict has to give it. */
  private async reasonForBack(flags: ActingFlags): Promise<string | null> {
    if (flags['dry-run']) return 'An operator asks for it.';
    if (!canAsk(this.noInput(flags))) return null;
    const words = await ask({
      message: 'Why back? It stands in the ledger (empty: the verdict says it):',
      initial: '',
      check: () => null,
    });
    return words.trim() === '' ? null : words.trim();
  }
}
