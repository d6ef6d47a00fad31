import { Args, Flags } from '@oclif/core';
import { costOfDay } from '../../src/app/requests/agree-day.js';
import { heardOf, noteRequests, refuseUnread, type Change } from '../../src/app/requests/record-request.js';
import { requestDrafts, type DraftOf } from '../../src/app/requests/request-drafts.js';
import type { Session } from '../../src/app/session.js';
import type { ActingFlags } from '../../src/cli/acting-command.js';
import { batchDate } from '../../src/cli/args/batch-date.js';
import type { Envelope } from '../../src/cli/envelope.js';
import { executeWithProgress } from '../../src/cli/execute.js';
import { RecordingCommand } from '../../src/cli/recording-command.js';
import { localDate, type IsoDate } from '../../src/model/dates.js';
import { exitCodeOf } from '../../src/model/exit-codes.js';
import { migrationStep } from '../../src/model/keys/operation-keys.js';
import { renderAgreedDay } from '../../src/report/actions/agreed-day.js';
import { renderOutcomes } from '../../src/report/actions/outcomes.js';
import { renderRecorded, renderToRecord } from '../../src/report/actions/recorded.js';
import type { Result } from '../../src/report/results/results.js';

type Accepted = Result<'request-accept'>;

export default class RequestAccept extends RecordingCommand {
  static override summary = 'Records that sites agreed, to any day or to one that they named.';
  static override description = [
    'With --on the plan is made again with the sites on that day, and what it costs is shown before anything is recorded: the finish, and every other site that moves.',
    'A day that no plan can give is refused with the nearest possible ones. Once it is recorded the sites are told by the template `agreed-day` where they were asked, once.',
  ].join(' ');
  static override examples = [
    '<%= config.bin %> request accept OSCER --reason "go ahead any day, says Horst"',
    {
      description: 'The site answered with a day of its own',
      command: '<%= config.bin %> request accept OSCER --on 2019-08-20 --reason "power works until the 19th"',
    },
  ];
  static override strict = false;
  static override args = {
    site: Args.string({ ignoreStdin: true, required: true, description: 'sites of the inventory' }),
  };
  static override flags = {
    on: Flags.string({
      summary: 'The day that they accept (YYYY-MM-DD or MM-DD): they go then, and not before.',
      helpValue: 'DATE',
    }),
    reason: Flags.string({ aliases: ['because'], summary: 'What they answered.', helpValue: 'TEXT' }),
    ref: Flags.string({ summary: 'Ticket or Message-ID.', helpValue: 'TEXT' }),
  };

  async run(): Promise<Envelope<Accepted>> {
    const { argv, flags } = await this.parse(RequestAccept);
    return this.withSession(flags, async (session) => {
      const on = flags.on === undefined ? null : await dayMeant(session, flags.on);
      const changes = await heardOf(session, argv as string[], {
        step: migrationStep,
        state: 'accepted',
        ref: flags.ref ?? null,
        reason: flags.reason ?? null,
        again: false,
        ...(on !== null && { on }),
      });
      return on === null ? this.record(session, changes, flags) : this.recordDay(session, on, changes, flags);
    });
  }

  private async recordDay(
    session: Session,
    on: IsoDate,
    changes: readonly Change[],
    flags: ActingFlags,
  ): Promise<Envelope<Accepted>> {
    if (flags.yes) await refuseUnread(session, changes);
    const requests = changes.map(({ request }) => request);
    const { cost, tellings, alreadyTold } = await costOfDay(session, on, requests);
    const draftOf = await requestDrafts(session, tellings);
    const { comparison, workingDays, sites, anyDay } = cost;
    const named = new Set(sites.map(({ site }) => site));
    const agreed: Accepted['agreed'] = {
      on,
      finish: comparison.finish,
      workingDays,
      sites: [...sites],
      moved: comparison.moved.filter(({ site }) => !named.has(site)).map((move) => ({ ...move })),
      ...(anyDay && { anyDay: { finish: anyDay.finish, days: [...anyDay.days] } }),
      told: tellings.map((telling) => toldBy(telling.site, draftOf(telling))),
      alreadyTold: [...alreadyTold],
    };
    const result: Accepted = { requests, agreed };
    const style = this.styleFor(process.stderr);
    const go = await this.agreedTo(flags, {
      preview: `${renderToRecord(changes, style)}\n\n${renderAgreedDay(agreed, style)}`,
      question: tellings.length === 0 ? 'Record this?' : 'Record this, and tell the sites?',
      done: 'recorded',
    });
    const shown = renderAgreedDay(agreed, this.style);
    if (!go) return this.answer(result, `Would be recorded:\n${renderToRecord(changes, this.style)}\n\n${shown}`);
    await noteRequests(session, changes);
    const outcomes = await executeWithProgress(session, tellings, {
      draftOf,
      silent: this.jsonEnabled() || !this.showsProgress,
      plan: cost.after.plan.id,
    });
    const recorded = `${renderRecorded(result, this.style)}\n\n${shown}`;
    if (outcomes.length === 0) return this.answer(result, recorded);
    return this.answer(
      { ...result, outcomes: [...outcomes] },
      `${recorded}\n\n${renderOutcomes(outcomes, this.style)}`,
      exitCodeOf(outcomes),
    );
  }
}

async function dayMeant({ grid, inventory }: Session, written: string): Promise<IsoDate> {
  const today = localDate(await grid.clock.now(), inventory.campaign.timezone);
  return batchDate(written, today, []);
}

function toldBy(
  site: string,
  { subject, thread }: ReturnType<DraftOf>,
): NonNullable<Accepted['agreed']>['told'][number] {
  return { site, subject, thread: thread ?? null };
}
