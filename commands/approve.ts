import { Args, Flags } from '@oclif/core';
import { approvePlan } from '../src/app/ledger/approve.js';
import { MigrateCommand } from '../src/cli/base-command.js';
import type { Envelope } from '../src/cli/envelope.js';
import { checkBelongs, readSavedPlan } from '../src/cli/saved-plan.js';
import { confirm } from '../src/cli/terminal/prompts.js';
import { UserError } from '../src/model/user-error.js';
import { renderApproved } from '../src/report/actions/approve.js';
import { operationsTable } from '../src/report/plans/operations.js';
import type { Result } from '../src/report/results/results.js';

export default class Approve extends MigrateCommand {
  static override summary = "Approves another operator's saved plan, where the campaign asks for approvals.";
  static override description =
    'The approval holds for exactly these operations, until the plan is older than `approvals.max_age_hours`.';
  static override examples = ['<%= config.bin %> approve today.json', '<%= config.bin %> approve today.json --yes'];
  static override args = { file: Args.file({ required: true, ignoreStdin: true, description: 'the saved plan' }) };
  static override flags = {
    reason: Flags.string({ summary: 'What was looked at; it stands in the ledger.', helpValue: 'TEXT' }),
    yes: Flags.boolean({ char: 'y', summary: 'Go ahead without asking.' }),
  };

  async run(): Promise<Envelope<Result<'approve'>>> {
    const { args, flags } = await this.parse(Approve);
    const saved = await readSavedPlan(args.file);
    return this.withSession(flags, async (session) => {
      checkBelongs(saved, session.inventory.campaign.name, session.grid.identity);
      const agreed =
        flags.yes ||
        (await confirm({
          preview: operationsTable(saved.operations, this.styleFor(process.stderr)),
          message: 'Approve this plan?',
          beforehand: 'Add --yes to approve it.',
          noInput: flags['no-input'] || this.jsonEnabled(),
        }));
      if (!agreed) throw new UserError(4, 'not-confirmed', 'Not confirmed; nothing was approved.');
      const result = await approvePlan(session, saved, flags.reason ?? null);
      return this.answer(result, renderApproved(result));
    });
  }
}
