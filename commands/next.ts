import { Flags } from '@oclif/core';
import { nextResult, trackOf, type NextResult, type Selection } from '../src/planning/overview/results.js';
import { ActingCommand, type ActingFlags } from '../src/cli/acting-command.js';
import type { Session } from '../src/app/session.js';
import type { Envelope } from '../src/cli/envelope.js';
import { exitCodeOf } from '../src/model/exit-codes.js';
import { takeSnapshot } from '../src/app/snapshot.js';
import { canAsk, choose } from '../src/cli/terminal/prompts.js';
import { siteNamed } from '../src/app/names.js';
import { interruptedBy } from '../src/cli/interrupt.js';
import { noteFound } from '../src/app/execute.js';
import { stillOpen } from '../src/app/still-open.js';
import type { Operation } from '../src/model/operation.js';
import { UserError } from '../src/model/user-error.js';
import { withAdvice } from '../src/grid/ports.js';
import { migrationStep, stepOfKey, templateOfStep } from '../src/model/keys/operation-keys.js';
import { renderDue, renderNext, siteChoice } from '../src/report/plans/next.js';
import type { Result } from '../src/report/results/results.js';

export default class Next extends ActingCommand {
  static override summary = "The morning's work: shows who comes next, and carries out today's operations.";
  static override description =
    'Today is what the calendar, the readiness of the sites, the requests and the verdicts allow, over all tracks. On a terminal you choose the sites; a second run finishes what was left.';
  static override examples = [
    { description: 'What would be done this morning', command: '<%= config.bin %> next --dry-run' },
    { description: 'Choose, look, confirm, and watch it being done', command: '<%= config.bin %> next' },
    { description: 'From cron, all that is due', command: '<%= config.bin %> next --yes' },
    { description: 'Only the first three sites with work due', command: '<%= config.bin %> next --count 3' },
    {
      description: 'Only the containers of one site',
      command: '<%= config.bin %> next --site OSCER --track containers',
    },
  ];
  static override flags = {
    count: Flags.integer({ min: 1, summary: 'At most so many sites with work due.', helpValue: 'N' }),
    site: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      summary: 'Only this site; may be repeated.',
      helpValue: 'SITE',
    }),
    track: Flags.option({ options: ['pilot', 'containers', 'retirement'] as const, summary: 'Only this track.' })(),
  };

  async run(): Promise<Envelope<Result<'next'>>> {
    const { flags } = await this.parse(Next);
    return this.withSession(flags, async (session) => {
      const snapshot = await takeSnapshot(session);
      const { plan } = snapshot;
      for (const warning of plan.warnings) this.caution(warning);
      const sites = flags.site?.map((name) => siteNamed(name, session.inventory).name);
      const wanted = { ...(sites && { sites: new Set(sites) }), ...(flags.track && { track: flags.track }) };
      const coming = nextResult(plan, { ...wanted, ...(flags.count !== undefined && { count: flags.count }) });
      const doable = this.withoutUnsendable(coming.operations, session);
      const chosen = flags['dry-run'] || flags.yes ? doable : await this.chosen(coming, doable, flags);
      const acted = await this.act(session, chosen, flags, { of: snapshot, planId: plan.id });
      const isNoted = acted === null || (await noteFound(session, plan, acted));
      const planned = new Set(plan.operations.map(({ key }) => key));
      const outcomes = acted && [
        ...acted,
        ...(await stillOpen(session, acted, {
          isTold: (operation) => planned.has(operation.key) || !isWanted(operation, wanted),
          endsUnsent: true,
        })),
      ];
      const again =
        flags.count === undefined ? wanted : { ...wanted, sites: new Set(coming.next.map(({ site }) => site)) };
      const now = acted && acted.length > 0 ? await this.seenAnew(session, coming, again) : coming;
      // A site that nobody knows the answer of was left alone: that is no end of the morning's work.
      const isUnread = outcomes !== null && snapshot.situation.requests.unread;
      const result = { ...now, operations: coming.operations, ...(outcomes && { outcomes }) };
      return this.answer(
        result,
        renderNext(result, this.style),
        exitCodeOf(outcomes ?? [], { unread: isUnread || !isNoted }),
      );
    });
  }

  /** Requests wait for a person where no helpdesk is configured. */
  private withoutUnsendable(operations: readonly Operation[], { grid }: Session): readonly Operation[] {
    if (grid.helpdesk) return operations;
    const unsendable = operations.filter(({ kind }) => kind === 'request');
    for (const operation of unsendable) this.caution(byHand(operation));
    return operations.filter(({ kind }) => kind !== 'request');
  }

  private async chosen(
    coming: NextResult,
    doable: readonly Operation[],
    flags: ActingFlags,
  ): Promise<readonly Operation[]> {
    const sites = coming.next.filter(({ site }) => doable.some((operation) => operation.site === site));
    if (sites.length < 2 || !canAsk(this.noInput(flags))) return doable;
    const style = this.styleFor(process.stderr);
    const chosen = await choose({
      preview: renderDue(coming, doable, style),
      message: `Which sites today${style.grid === null ? '' : `, on ${style.grid}`}?`,
      choices: sites.map((entry) => siteChoice(entry, style)),
    });
    return doable.filter(({ site }) => chosen.includes(site));
  }

  /** Who comes next after what was done; as it was where the grid or the ledger does not answer any more. */
  private async seenAnew(session: Session, before: NextResult, wanted: Selection): Promise<NextResult> {
    if (interruptedBy() !== null) return before;
    try {
      return nextResult((await takeSnapshot(session)).plan, wanted);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.caution(`What comes next is as it was before: ${withAdvice(error)}`);
      return before;
    }
  }
}

function isWanted(operation: Operation, { sites, track }: Selection): boolean {
  return (sites?.has(operation.site) ?? true) && (track === undefined || trackOf(operation) === track);
}

/** What a person does where no helpdesk is configured. */
function byHand({ site, key, reason }: Operation): string {
  const step = stepOfKey(key);
  if (step === migrationStep) return `Ask ${site}, and record it with \`migrate request sent ${site}\`. ${reason}`;
  const template = `${site} --template ${templateOfStep(step)}`;
  return `Write to ${site} (\`migrate request preview ${template}\`), and record it with \`migrate request sent ${template}\`. ${reason}`;
}
