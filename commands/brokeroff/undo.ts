import { Args } from '@oclif/core';
import { activeManualRule, type ActiveManualRule } from '../../src/app/active-manual-rule.js';
import { queueNamed } from '../../src/app/names.js';
import { requestDrafts } from '../../src/app/requests/request-drafts.js';
import type { Session } from '../../src/app/session.js';
import { ActingCommand } from '../../src/cli/acting-command.js';
import type { Envelope } from '../../src/cli/envelope.js';
import { executeWithProgress } from '../../src/cli/execute.js';
import { GridFailure, withAdvice } from '../../src/grid/ports.js';
import { exitCodeOf } from '../../src/model/exit-codes.js';
import type { Operation, Outcome } from '../../src/model/operation.js';
import { editedTable, renderEdited } from '../../src/report/actions/edited.js';
import { operationsTable } from '../../src/report/plans/operations.js';
import { paragraph, type Style } from '../../src/report/terminal/style.js';
import type { Result } from '../../src/report/results/results.js';

export default class BrokeroffUndo extends ActingCommand {
  static override summary = 'Takes the retirement of a queue out of sites.yaml, and our own rule back.';
  static override description =
    'Where a rule keeps the queue out of service, it says which and whose. Our own is taken back: ONLINE is written in its place, and read back. A rule of somebody else stays.';
  static override examples = [
    '<%= config.bin %> brokeroff undo ANALY_GOEGRID --dry-run',
    '<%= config.bin %> brokeroff undo ANALY_GOEGRID',
  ];
  static override args = {
    queue: Args.string({ ignoreStdin: true, required: true, description: 'a queue that is to retire' }),
  };

  async run(): Promise<Envelope<Result<'brokeroff-undo'>>> {
    const { args, flags } = await this.parse(BrokeroffUndo);
    return this.withSession(flags, async (session) => {
      const { undoRetirement } = await import('../../src/inventory/edits/edit.js');
      const { editRetirements, unscheduled } = await import('../../src/app/inventory/edit-retirements.js');
      const { inventory } = session;
      const queue = queueNamed(args.queue, inventory);
      const rule = await this.ruleOf(queue, session);
      const isListed = inventory.retirements.some((retirement) => retirement.queue === queue);
      const back = rule?.back ?? null;
      if (rule !== null && back === null) this.caution(rule.sentence);
      // Where neither is there, the edit says why nothing can be taken out.
      const changed = isListed || back === null ? [unscheduled(queue, inventory)] : [];
      const go = await this.agreedTo(flags, {
        preview: this.previewOf(changed, rule, this.styleFor(process.stderr)),
        question: back === null ? 'Take it out?' : 'Take it back? Then the queue gets jobs again.',
      });
      if (!go)
        return this.answer(
          { file: inventory.file, changed },
          `Would be done:\n${this.previewOf(changed, rule, this.style)}`,
        );
      const edited =
        changed.length === 0
          ? { file: inventory.file, changed: [] }
          : await editRetirements(inventory, [queue], (text) => undoRetirement(text, queue));
      const outcomes = back === null ? [] : await this.takeBack(back, session);
      const result = { ...edited, ...(outcomes.length > 0 && { outcomes }) };
      return this.answer(result, renderEdited(result, this.style), exitCodeOf(outcomes));
    });
  }

  private previewOf(changed: Result<'brokeroff-undo'>['changed'], rule: ActiveManualRule | null, style: Style): string {
    const parts = changed.length === 0 ? [] : [editedTable(changed, style)];
    if (rule?.back) parts.push(paragraph(rule.sentence, style), operationsTable([rule.back], style));
    return parts.join('\n\n');
  }

  /** The file can be changed whether the catalogue answers or not. */
  private async ruleOf(queue: string, session: Session): Promise<ActiveManualRule | null> {
    try {
      return await activeManualRule(queue, session);
    } catch (error) {
      if (!(error instanceof GridFailure)) throw error;
      this.caution(`Whether a rule of ours keeps ${queue} out of service is not known: ${withAdvice(error)}`);
      return null;
    }
  }

  private async takeBack(back: Operation, session: Session): Promise<readonly Outcome[]> {
    const draftOf = await requestDrafts(session, [back]);
    return executeWithProgress(session, [back], { draftOf, silent: this.jsonEnabled() });
  }
}
