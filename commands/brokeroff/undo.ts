import { Args, Flags } from '@oclif/core';
import { activeManualRule, type ActiveManualRule } from '../../src/app/active-manual-rule.js';
import { queueNamed } from '../../src/app/names.js';
import { requestDrafts } from '../../src/app/requests/request-drafts.js';
import type { Session } from '../../src/app/session.js';
import { MigrateCommand } from '../../src/cli/base-command.js';
import type { Envelope } from '../../src/cli/envelope.js';
import { executeWithProgress } from '../../src/cli/execute.js';
import { canAsk, confirm } from '../../src/cli/terminal/prompts.js';
import { GridFailure, withAdvice } from '../../src/grid/ports.js';
import { exitCodeOf } from '../../src/model/exit-codes.js';
import type { Operation, Outcome } from '../../src/model/operation.js';
import { renderEdited } from '../../src/report/actions/edited.js';
import { preview } from '../../src/report/plans/preview.js';
import type { Result } from '../../src/report/results/results.js';

export default class BrokeroffUndo extends MigrateCommand {
  static override summary = 'Takes the retirement of a queue out of sites.yaml, and our own rule back.';
  static override description =
    'Where a rule keeps the queue out of service, it says which and whose. Our own it offers to take back: ONLINE is written in its place, and read back. A rule of somebody else stays.';
  static override examples = [
    '<%= config.bin %> brokeroff undo ANALY_GOEGRID',
    '<%= config.bin %> brokeroff undo ANALY_GOEGRID --yes',
  ];
  static override args = {
    queue: Args.string({ ignoreStdin: true, required: true, description: 'a queue that is to retire' }),
  };
  static override flags = { yes: Flags.boolean({ char: 'y', summary: 'Take our own rule back without asking.' }) };

  protected override get actsInAName(): boolean {
    return true;
  }

  async run(): Promise<Envelope<Result<'brokeroff-undo'>>> {
    const { args, flags } = await this.parse(BrokeroffUndo);
    return this.withSession(flags, async (session) => {
      const queue = queueNamed(args.queue, session.inventory);
      const rule = await this.ruleOf(queue, session);
      const edited = await this.withoutRetirement(queue, session, rule);
      const outcomes = rule?.back ? await this.takeBack(rule.sentence, rule.back, session, flags) : [];
      if (rule !== null && rule.back === null) this.caution(rule.sentence);
      const result = { ...edited, ...(outcomes.length > 0 && { outcomes }) };
      return this.answer(result, renderEdited(result, this.style), exitCodeOf(outcomes));
    });
  }

  /** The file is changed whether the catalogue answers or not. */
  private async ruleOf(queue: string, session: Session): Promise<ActiveManualRule | null> {
    try {
      return await activeManualRule(queue, session);
    } catch (error) {
      if (!(error instanceof GridFailure)) throw error;
      this.caution(`Whether a rule of ours keeps ${queue} out of service is not known: ${withAdvice(error)}`);
      return null;
    }
  }

  /** Where the entry is gone and our rule is not, only that is left to do. */
  private async withoutRetirement(
    queue: string,
    { inventory }: Session,
    rule: ActiveManualRule | null,
  ): Promise<Result<'brokeroff-undo'>> {
    const isListed = inventory.retirements.some((retirement) => retirement.queue === queue);
    if (!isListed && rule?.back) return { file: inventory.file, changed: [] };
    const { undoRetirement } = await import('../../src/inventory/edits/edit.js');
    const { editRetirements } = await import('../../src/app/inventory/edit-retirements.js');
    return editRetirements(inventory, [queue], (text) => undoRetirement(text, queue));
  }

  private async takeBack(
    sentence: string,
    back: Operation,
    session: Session,
    flags: { readonly yes: boolean; readonly 'no-input': boolean },
  ): Promise<readonly Outcome[]> {
    const noInput = flags['no-input'] || this.jsonEnabled();
    const later = `\`migrate brokeroff undo ${back.subject} --yes\` takes it back; then the queue gets jobs again.`;
    if (!flags.yes && !canAsk(noInput)) {
      this.caution(`${sentence} ${later}`);
      return [];
    }
    const style = this.styleFor(process.stderr);
    const agreed =
      flags.yes ||
      (await confirm({
        preview: `${sentence}\n\n${preview([back], process.stderr.rows || 24, style)}`,
        message: `Take it back${style.grid === null ? '' : ` on ${style.grid}`}? Then the queue gets jobs again.`,
        beforehand: 'Add --yes to take it back.',
        noInput,
      }));
    if (!agreed) {
      this.caution(`${sentence} It was left there; ${later}`);
      return [];
    }
    const draftOf = await requestDrafts(session, [back]);
    return executeWithProgress(session, [back], { draftOf, silent: this.jsonEnabled() });
  }
}
