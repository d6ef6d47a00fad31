import { migrationStep } from '../../src/model/keys/operation-keys.js';
import { Args, Flags } from '@oclif/core';
import { MigrateCommand } from '../../src/cli/base-command.js';
import type { Envelope } from '../../src/cli/envelope.js';
import { goneAlready, recordRequests } from '../../src/app/requests/record-request.js';
import { confirm } from '../../src/cli/terminal/prompts.js';
import { names } from '../../src/model/text/sentences.js';
import { UserError } from '../../src/model/user-error.js';
import { renderRecorded } from '../../src/report/actions/recorded.js';
import type { Result } from '../../src/report/results/results.js';

export default class RequestDecline extends MigrateCommand {
  static override summary = 'Records that sites said no; they are blocked until they agree.';
  static override examples = ['<%= config.bin %> request decline AGLT2 --reason "not before the network upgrade"'];
  static override strict = false;
  static override args = {
    site: Args.string({ ignoreStdin: true, required: true, description: 'sites of the inventory' }),
  };
  static override flags = {
    reason: Flags.string({ aliases: ['because'], required: true, summary: 'What they answered.', helpValue: 'TEXT' }),
    ref: Flags.string({ summary: 'Ticket or Message-ID.', helpValue: 'TEXT' }),
    yes: Flags.boolean({ char: 'y', summary: 'Also where a site has gone already, without asking.' }),
  };

  protected override get actsInAName(): boolean {
    return true;
  }

  async run(): Promise<Envelope<Result<'request-decline'>>> {
    const { argv, flags } = await this.parse(RequestDecline);
    return this.withSession(flags, async (session) => {
      const gone = await goneAlready(session, argv as string[]);
      if (gone.length > 0 && !flags.yes) await this.agreeFor(gone, flags['no-input'] || this.jsonEnabled());
      const result = await recordRequests(session, argv as string[], {
        step: migrationStep,
        state: 'declined',
        ref: flags.ref ?? null,
        reason: flags.reason,
        again: false,
      });
      return this.answer(result, renderRecorded(result, this.style));
    });
  }

  /** A no takes nothing back: whoever says so late means something else, most likely. */
  private async agreeFor(gone: readonly string[], noInput: boolean): Promise<void> {
    const went = `${names(gone)} went to the new pilot already, and a no takes nothing back (\`migrate flip SITE --to …\` does)`;
    const agreed = await confirm({
      preview: '',
      message: `${went}. Record it all the same?`,
      beforehand: `${went}. Add --yes to record it all the same.`,
      noInput,
    });
    if (!agreed) throw new UserError(4, 'not-confirmed', 'Not confirmed; nothing was recorded.');
  }
}
