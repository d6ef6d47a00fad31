import { Args, Flags } from '@oclif/core';
import { ActingCommand, type ActingFlags } from '../src/cli/acting-command.js';
import type { Session } from '../src/app/session.js';
import { durationMs, interval } from '../src/cli/args/duration.js';
import type { Envelope } from '../src/cli/envelope.js';
import { UserError } from '../src/model/user-error.js';
import { endings, noteVerdicts, verdictKinds, verdictsBy, type Judgement } from '../src/app/ledger/record-verdict.js';
import { lookAgain } from '../src/cli/terminal/look-again.js';
import { renderCommission } from '../src/report/jobs/commission.js';
import type { Result } from '../src/report/results/results.js';

export default class Commission extends ActingCommand {
  static override summary =
    'Looks at the jobs of the queues under watch and gives a verdict on each; `next` offers the remedy.';
  static override description =
    'Compares the jobs since the change with those before it, however often you look. With --verdict an operator says it instead. A verdict is of the record as it stands: the next change of the queue ends it.';
  static override examples = [
    '<%= config.bin %> commission',
    '<%= config.bin %> commission OSCER --watch --every 5m',
    '<%= config.bin %> commission OSCER --verdict good --reason "200 jobs, as before"',
    '<%= config.bin %> commission ANALY_TRIUMF --verdict "container fault" --reason "1340 at every job"',
  ];
  static override strict = false;
  static override args = {
    'site|queue': Args.string({ ignoreStdin: true, description: 'sites or queues; none: all under watch' }),
  };
  static override flags = {
    'dry-run': Flags.boolean({ summary: 'Show the verdicts; note nothing in the ledger.', exclusive: ['yes'] }),
    yes: Flags.boolean({ char: 'y', summary: "Note an operator's verdict without asking.", dependsOn: ['verdict'] }),
    late: Flags.boolean({
      summary: 'Look at the queues that were found good and can still go back, by their jobs of the last day.',
      exclusive: ['verdict', 'watch'],
    }),
    watch: Flags.boolean({ summary: 'Look again and again until every verdict is final.', exclusive: ['verdict'] }),
    every: Flags.string({ default: '1m', summary: 'Between two looks of --watch.', helpValue: 'TIME' }),
    verdict: Flags.option({
      options: verdictKinds,
      summary: "An operator's own verdict.",
      helpValue: 'VERDICT',
      dependsOn: ['reason'],
    })(),
    reason: Flags.string({
      aliases: ['because'],
      summary: 'Why; it stands in the ledger.',
      helpValue: 'TEXT',
      dependsOn: ['verdict'],
    }),
    ends: Flags.option({
      options: endings,
      summary: "How long an operator's verdict stands (default: next-change).",
      dependsOn: ['verdict'],
    })(),
  };

  async run(): Promise<Envelope<Result<'commission'>>> {
    const { argv, flags } = await this.parse(Commission);
    const names = argv as string[];
    const { verdict, reason = '', ends = 'next-change' } = flags;
    if (verdict !== undefined && names.length === 0)
      throw new UserError(2, 'usage', 'A verdict is of sites or queues: name them.');
    const everyMs = durationMs(flags.every, interval);
    return this.withSession(flags, async (session) => {
      const result =
        verdict === undefined
          ? await this.look(session, names, flags, everyMs)
          : await this.judged(session, names, { verdict, reason, ends }, flags);
      return this.answer(result, renderCommission(result, this.style));
    });
  }

  private async judged(
    session: Session,
    names: readonly string[],
    judgement: Judgement,
    flags: ActingFlags,
  ): Promise<Result<'commission'>> {
    const { result, verdicts } = await verdictsBy(session, names, judgement);
    const preview = renderCommission(result, this.styleFor(process.stderr));
    const question = `Record the verdict "${judgement.verdict}"?`;
    if (await this.agreedTo(flags, { preview, question, done: 'recorded' })) await noteVerdicts(session, verdicts);
    return result;
  }

  protected override get actsInAName(): boolean {
    return this.argv.some((word) => word.startsWith('--verdict'));
  }

  private async look(
    session: Session,
    names: readonly string[],
    flags: { watch: boolean; late: boolean; every: string; 'dry-run': boolean },
    everyMs: number,
  ): Promise<Result<'commission'>> {
    const { lookAtJobs } = await import('../src/app/judge.js');
    const asked = { names, late: flags.late, dryRun: flags['dry-run'], memory: new Map() };
    const first = await lookAtJobs(session, asked);
    if (!flags.watch) return first;
    return lookAgain({
      first,
      again: () => lookAtJobs(session, asked),
      wait: (signal) => session.grid.clock.wait(everyMs, signal),
      isOver: ({ verdicts }) => !verdicts.some(({ isFinal }) => isFinal === false),
      screen: this.jsonEnabled() ? null : (seen) => renderCommission(seen, this.styleFor(process.stderr)),
      afterFailure: ` Looked at again in ${flags.every}.`,
    });
  }
}
