import { Flags } from '@oclif/core';
import type { Intent } from '../planning/requested/carry.js';
import type { Situation } from '../planning/situation.js';
import type { Operation, OperationKind, Outcome } from '../model/operation.js';
import type { Plan } from '../model/plan.js';
import { renderActed } from '../report/actions/acted.js';
import { preview } from '../report/plans/preview.js';
import type { Result } from '../report/results/results.js';
import { MigrateCommand } from './base-command.js';
import { executeWithProgress } from './execute.js';
import type { Session } from '../app/session.js';
import type { SessionFlags } from './context.js';
import type { Envelope } from './envelope.js';
import { exitCodeOf } from '../model/exit-codes.js';
import { UserError } from '../model/user-error.js';
import { stillOpen } from '../app/still-open.js';
import { takeSnapshot, type Snapshot } from '../app/snapshot.js';
import { requestDrafts } from '../app/requests/request-drafts.js';
import { confirm } from './terminal/prompts.js';
import { refusedKey } from '../model/keys/operation-keys.js';

/** The question itself, and the command line above it. */
const rowsOfTheQuestion = 4;

/** Flags of a command that acts. */
export type ActingFlags = SessionFlags & {
  readonly 'dry-run': boolean;
  readonly yes: boolean;
  readonly 'no-input': boolean;
};

export interface OrderOptions {
  /** Operations that the command names where others have left them open; absent: none but its own. */
  readonly concerns?: (operation: Operation) => boolean;
  /** Whether a silent service kept from being known what the command is to do. */
  readonly isUnread?: (situation: Situation, session: Session) => boolean;
}

/** What operations were planned from, and the fingerprint of the plan that they are a part of. */
export interface Planned {
  readonly of: Pick<Snapshot, 'plan' | 'ledgerHead'>;
  readonly planId?: string;
}

/** A command that changes the grid: it shows what it would do, asks, does it, and answers an outcome for everything. */
export abstract class ActingCommand extends MigrateCommand {
  static override baseFlags = {
    ...MigrateCommand.baseFlags,
    'dry-run': Flags.boolean({ summary: 'Show exactly what would be done; change nothing.', exclusive: ['yes'] }),
    yes: Flags.boolean({ char: 'y', summary: 'Go ahead without asking.' }),
  };

  /** Carries out an operator's order. `kind` names what is refused. */
  protected order(
    flags: ActingFlags,
    kind: OperationKind,
    intentOf: (situation: Situation, plan: Plan) => Intent | Promise<Intent>,
    { concerns, isUnread = () => false }: OrderOptions = {},
  ): Promise<Envelope<Result<'flip'>>> {
    return this.withSession(flags, async (session) => {
      const snapshot = await takeSnapshot(session);
      const { plan, situation } = snapshot;
      const { operations, already, refusals } = await intentOf(situation, plan);
      const unknown = refusals.filter(({ isUnknown }) => isUnknown);
      if (unknown.length > 0)
        throw new UserError(
          2,
          'unknown-name',
          [...unknown.map(({ sentence }) => sentence), 'Nothing was done.'].join(' '),
          unknown.map(({ advice }) => advice),
        );
      const refused = refusals.map(({ subject, sentence, advice }): Outcome => ({
        key: refusedKey(plan.campaign, subject, kind),
        ...(situation.siteOf.has(subject) ? { site: subject } : { queue: subject }),
        kind,
        outcome: 'refused',
        message: `${sentence} ${advice}`,
      }));
      const acted = await this.act(session, operations, flags, { of: snapshot });
      const open =
        acted && concerns
          ? await stillOpen(session, acted, { isTold: (operation) => !concerns(operation), endsUnsent: false })
          : [];
      return this.acted(plan, operations, [...already, ...(acted ?? []), ...open, ...refused], {
        unread: acted !== null && isUnread(situation, session),
      });
    });
  }

  /** Ends the command with what it did, or would do. */
  protected acted(
    { campaign, asOf }: Snapshot['plan'],
    operations: readonly Operation[],
    outcomes: readonly Outcome[],
    { unread = false } = {},
  ): Envelope<Result<'flip'>> {
    const result = { campaign, asOf, operations, ...(outcomes.length > 0 && { outcomes }) };
    return this.answer(result, renderActed(result, this.style), exitCodeOf(outcomes, { unread }));
  }

  /** Shows, asks unless `--yes`, and carries out what nobody has contradicted meanwhile. null with `--dry-run`: nothing was changed. */
  protected async act(
    session: Session,
    operations: readonly Operation[],
    flags: ActingFlags,
    { of: { plan, ledgerHead }, planId }: Planned,
  ): Promise<readonly Outcome[] | null> {
    const draftOf = await requestDrafts(session, operations);
    if (flags['dry-run']) return null;
    if (operations.length === 0) return [];
    if (!flags.yes) await this.agree(operations, flags);
    return executeWithProgress(session, operations, {
      draftOf,
      silent: this.jsonEnabled() || !this.showsProgress,
      plannedAt: { head: ledgerHead, plan },
      ...(planId !== undefined && { plan: planId }),
    });
  }

  /**
   * Whether the operator agrees to what is shown: false with `--dry-run`, where nothing is done. Throws a UserError
   * (exit 4) for a no, and where nobody can be asked.
   */
  protected async agreedTo(
    flags: ActingFlags,
    {
      preview,
      question,
      done = 'done',
    }: { readonly preview: string; readonly question: string; readonly done?: string },
  ): Promise<boolean> {
    if (flags['dry-run']) return false;
    if (flags.yes) return true;
    const style = this.styleFor(process.stderr);
    const agreed = await confirm({
      preview,
      message: `${question}${style.grid === null ? '' : ` (${style.grid})`}`,
      beforehand: 'Add --yes to go ahead, or --dry-run to see what would be done.',
      noInput: this.noInput(flags),
    });
    if (!agreed) throw new UserError(4, 'not-confirmed', `Not confirmed; nothing was ${done}.`);
    return true;
  }

  protected override get actsInAName(): boolean {
    return true;
  }

  /** Whether each step is told on stderr besides what the command ends with. */
  protected get showsProgress(): boolean {
    return true;
  }

  /** A UserError (exit 4) unless the operator says yes to these operations. */
  protected async agree(operations: readonly Operation[], flags: ActingFlags): Promise<void> {
    const style = this.styleFor(process.stderr);
    const where = style.grid === null ? '' : ` on ${style.grid}`;
    const what = operations.length === 1 ? 'Carry it out' : `Carry out these ${operations.length} operations`;
    const agreed = await confirm({
      preview: preview(operations, (process.stderr.rows || 24) - rowsOfTheQuestion, style),
      message: `${what}${where}?`,
      beforehand: 'Add --yes to go ahead, or --dry-run to see what would be done.',
      noInput: this.noInput(flags),
    });
    if (!agreed) throw new UserError(4, 'not-confirmed', 'Not confirmed; nothing was done.');
  }

  /** Whether nobody is to be asked: a program reads the JSON. */
  protected noInput(flags: ActingFlags): boolean {
    return flags['no-input'] || this.jsonEnabled();
  }
}
