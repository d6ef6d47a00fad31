import { Flags } from '@oclif/core';
import { thinking, type Session } from '../src/app/session.js';
import type { StatusAsked } from '../src/app/status.js';
import { rendered, reportFormats, type ReportFormat } from '../src/cli/report/rendered.js';
import { MigrateCommand } from '../src/cli/base-command.js';
import type { Envelope } from '../src/cli/envelope.js';
import { sinceMoment } from '../src/cli/args/batch-date.js';
import { UserError } from '../src/model/user-error.js';
import { renderReportFile } from '../src/report/report-file.js';
import type { Result } from '../src/report/results/results.js';

export default class Report extends MigrateCommand {
  static override summary = 'Writes the status of the campaign for people: slides, a page, or data.';
  static override description = [
    'Markdown with `---` between slides opens in Marp, reveal and pandoc; HTML is one file that opens offline.',
    'The ledger remembers each report, so that `--since last` tells what is new. The grid is not changed.',
  ].join(' ');
  static override examples = [
    { description: 'The weekly document', command: '<%= config.bin %> report --since last' },
    {
      description: 'The same as slides of PowerPoint',
      command: '<%= config.bin %> report --format pptx --out status.pptx',
    },
    { description: 'A page to send around', command: '<%= config.bin %> report --format html --out status.html' },
    { description: 'What changed since Monday', command: '<%= config.bin %> report --since 2019-08-05' },
  ];
  static override flags = {
    format: Flags.custom<ReportFormat>({ options: [...reportFormats] })({
      default: 'md',
      summary: 'The form of the report.',
    }),
    since: Flags.string({
      summary: 'Tell the changes since this day, or so long ago, or since the last report.',
      helpValue: 'DATE|TIME|last',
    }),
    out: Flags.string({ summary: 'Write it to FILE instead of stdout.', helpValue: 'FILE' }),
  };

  async run(): Promise<Envelope<Result<'report'>>> {
    const { flags } = await this.parse(Report);
    const { format, out } = flags;
    if ((format === 'pdf' || format === 'pptx') && out === undefined) {
      const what = format === 'pdf' ? 'A PDF' : 'A presentation';
      throw new UserError(2, 'usage', `${what} is not for the screen: name a file with --out FILE.`);
    }
    return this.withSession(flags, async (session) => {
      const { campaignStatus, noteReport } = await import('../src/app/status.js');
      const since = flags.since === undefined ? {} : await sinceOf(flags.since, session);
      const model = await campaignStatus(session, since);
      for (const warning of model.warnings) this.caution(warning);
      const content =
        this.jsonEnabled() && out === undefined
          ? ''
          : await this.stages('Making the report', () => rendered(model, format), thinking(session));
      if (out !== undefined) {
        const { writeOut } = await import('../src/cli/report/write-out.js');
        writeOut('report', out, content);
      }
      await noteReport(session, model, { format, file: out ?? null });
      return out === undefined
        ? this.answer(model, String(content).trimEnd())
        : this.answer({ ...model, file: out }, renderReportFile(out, this.style));
    });
  }
}

async function sinceOf(written: string, { inventory, grid }: Session): Promise<Pick<StatusAsked, 'since'>> {
  if (written === 'last') return { since: 'last report' };
  const { timezone } = inventory.campaign;
  return { since: { at: sinceMoment(written, { timezone, nowMs: await grid.clock.now() }) } };
}
