import { Flags } from '@oclif/core';
import { noteResumption, resumptionOf, traitScope, type ResumeRequest } from '../src/app/ledger/pause.js';
import { ActingCommand } from '../src/cli/acting-command.js';
import type { Envelope } from '../src/cli/envelope.js';
import { renderResume } from '../src/report/actions/pause.js';
import { batchDate } from '../src/cli/args/batch-date.js';
import { localDate, type IsoDate } from '../src/model/dates.js';
import { UserError } from '../src/model/user-error.js';
import type { Result } from '../src/report/results/results.js';

export default class Resume extends ActingCommand {
  static override summary = 'Goes on after a pause, after failures have used up a budget, or after a stop of the line.';
  static override description = 'The failures that were counted in the scope are forgiven: its budget begins anew.';
  static override examples = [
    '<%= config.bin %> resume --reason "the weekend"',
    '<%= config.bin %> resume --scope cloud=UK --reason "RAL is back"',
    '<%= config.bin %> resume --scope "trait=copy tool lsm" --until 2019-08-20 --reason "two sites to look at"',
  ];
  static override flags = {
    scope: Flags.string({
      summary:
        'campaign (the default), cloud=UK, site=OSCER, wave=2019-08-05, or a trait on which the line is stopped.',
      helpValue: 'SCOPE',
    }),
    reason: Flags.string({ required: true, summary: 'Why; it stands in the ledger.', helpValue: 'TEXT' }),
    until: Flags.string({
      summary: 'With a trait: its sites go before this day, and wait again from then on.',
      helpValue: 'YYYY-MM-DD|MM-DD',
      exclusive: ['mended'],
    }),
    mended: Flags.boolean({
      summary: 'With a trait: what was at fault is mended; what its sites taught before no longer counts.',
    }),
  };

  async run(): Promise<Envelope<Result<'resume'>>> {
    const { flags } = await this.parse(Resume);
    return this.withSession(flags, async (session) => {
      const today = localDate(await session.grid.clock.now(), session.inventory.campaign.timezone);
      const result = await resumptionOf(session, asked(flags, today));
      const question = `Resume ${result.scope}? ${result.reason}`;
      const go = await this.agreedTo(flags, { preview: '', question, done: 'resumed' });
      if (go) await noteResumption(session, result);
      return this.answer(result, renderResume(result, !go));
    });
  }
}

/** What the flags ask for: a day or that it is mended goes with a trait, and a trait with one of them. */
function asked({ scope, reason, until, mended }: Asked, today: IsoDate): ResumeRequest {
  const isTrait = scope?.startsWith(traitScope) === true;
  if (!isTrait && (until !== undefined || mended))
    throw new UserError(2, 'usage', '--until and --mended are for a trait: --scope "trait=…".');
  if (!isTrait) return { scope, reason };
  if (until === undefined && !mended)
    throw new UserError(2, 'usage', 'Until when do the sites of the trait go?', [
      'Give --until DATE, or --mended where what was at fault is mended.',
    ]);
  return { scope, reason, until: until === undefined ? null : batchDate(until, today, []) };
}

interface Asked {
  readonly scope: string | undefined;
  readonly reason: string;
  readonly until: string | undefined;
  readonly mended: boolean;
}
