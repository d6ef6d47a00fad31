import { Args, Flags } from '@oclif/core';
import { approvalOf, approvedResult, noteApproval } from '../src/app/ledger/approve.js';
import { ActingCommand } from '../src/cli/acting-command.js';
import type { Envelope } from '../src/cli/envelope.js';
import { checkBelongs, readSavedPlan } from '../src/cli/saved-plan/saved-plan.js';
import { renderApproved } from '../src/report/actions/approve.js';
import { operationsTable } from '../src/report/plans/operations.js';
import type { Result } from '../src/report/results/results.js';

export default class Approve extends ActingCommand {
  static override summary = "Approves another operator's saved plan, where the campaign asks for approvals.";
  static override description =
    'The approval holds for exactly these operations, until the plan is older than `approvals.max_age_hours`.';
  static override examples = ['<%= config.bin %> approve today.json', '<%= config.bin %> approve today.json --yes'];
  static override args = { file: Args.file({ required: true, ignoreStdin: true, description: 'the saved plan' }) };
  static override flags = {
    reason: Flags.string({ summary: 'What was looked at; it stands in the ledger.', helpValue: 'TEXT' }),
  };

  async run(): Promise<Envelope<Result<'approve'>>> {
    const { args, flags } = await this.parse(Approve);
    const saved = await readSavedPlan(args.file);
    return this.withSession(flags, async (session) => {
      checkBelongs(saved, session.inventory.campaign.name, session.grid.identity);
      const approval = await approvalOf(session, saved, flags.reason ?? null);
      const go = await this.agreedTo(flags, {
        preview: operationsTable(saved.operations, this.styleFor(process.stderr)),
        question: 'Approve this plan?',
        done: 'approved',
      });
      if (go) await noteApproval(session, approval);
      const result = approvedResult(approval);
      return this.answer(result, `${go ? '' : 'Would be approved:\n'}${renderApproved(result, this.style)}`);
    });
  }
}
