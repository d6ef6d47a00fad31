import { Flags } from '@oclif/core';
import { acceptanceOf, findDrift, noteAcceptance } from '../src/app/find-drift.js';
import type { Session } from '../src/app/session.js';
import { ActingCommand, type ActingFlags } from '../src/cli/acting-command.js';
import type { Envelope } from '../src/cli/envelope.js';
import { renderDrift } from '../src/report/drift.js';
import type { Result } from '../src/report/results/results.js';

export default class Drift extends ActingCommand {
  static override summary =
    'Where inventory, catalogue and ledger differ: what, since when, by whom, and what mends it.';
  static override description =
    'Changes nothing. Ends with 5 where a warning or an error is found, for cron; what is only to know ends with 0.';
  static override examples = [
    '<%= config.bin %> drift',
    {
      description: 'Take an outside change over as known',
      command: '<%= config.bin %> drift --accept ANALY_TRIUMF --reason "the site asked for it"',
    },
  ];
  static override flags = {
    accept: Flags.string({
      summary: 'Take what is found at this queue over as known; it stands in the ledger.',
      helpValue: 'QUEUE',
      dependsOn: ['reason'],
    }),
    reason: Flags.string({ summary: 'Why it is accepted.', helpValue: 'TEXT', dependsOn: ['accept'] }),
  };

  async run(): Promise<Envelope<Result<'drift'>>> {
    const { flags } = await this.parse(Drift);
    return this.withSession(flags, async (session) => {
      const { accept, reason = '' } = flags;
      const result =
        accept === undefined ? await findDrift(session) : await this.accepted(session, accept, reason, flags);
      const grave = result.findings.some(({ severity }) => severity !== 'info');
      return this.answer(result, renderDrift(result, this.style), grave ? 5 : 0);
    });
  }

  /** What is found once it is taken over; with `--dry-run` what would be. */
  private async accepted(session: Session, name: string, reason: string, flags: ActingFlags): Promise<Result<'drift'>> {
    const { acceptance, found } = await acceptanceOf(session, name, reason);
    const preview = renderDrift(found, this.styleFor(process.stderr));
    const go = await this.agreedTo(flags, {
      preview,
      question: `Take this over as known: ${reason}?`,
      done: 'accepted',
    });
    if (!go) return found;
    await noteAcceptance(session, acceptance);
    return findDrift(session);
  }

  protected override get actsInAName(): boolean {
    return this.argv.some((word) => word.startsWith('--accept'));
  }
}
