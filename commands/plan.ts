import { Flags } from '@oclif/core';
import { draft, type Draft } from '../src/planning/plan.js';
import { compareWaves } from '../src/waves/compare.js';
import { MigrateCommand } from '../src/cli/base-command.js';
import { withChanges } from '../src/cli/args/campaign-change.js';
import { thinking, withLedger, type Session } from '../src/app/session.js';
import type { Envelope } from '../src/cli/envelope.js';
import { takeSnapshot } from '../src/app/snapshot.js';
import { checkBelongs, readSavedPlan, savePlan } from '../src/cli/saved-plan/saved-plan.js';
import { siteNamed } from '../src/app/names.js';
import { waveOverrides, type WaveFlags } from '../src/cli/args/plan-overrides.js';
import { planResult, renderPlan, renderSaved, type PlanExtras } from '../src/report/plans/plan.js';
import type { Result } from '../src/report/results/results.js';
import { renderExplanation } from '../src/report/plans/what-if.js';

const changing = ['set', 'pin', 'exclude', 'before', 'effort', 'from'] as const;

interface Asked extends WaveFlags {
  readonly set?: readonly string[] | undefined;
  readonly from?: string | undefined;
  readonly explain?: string | undefined;
  readonly compare: boolean;
}

export default class Plan extends MigrateCommand {
  static override summary = "Shows today's operations, the waves to come and when it all ends.";
  static override description = [
    'Changes nothing. All commands make the same search where the first plan is above the bound, so `migrate next` plans the same; a plan saved with --out is carried out by `migrate apply`, as long as what it rests on still holds.',
    'The bound is a date that no plan of the same sites can beat; the forecast replays what was done of what the pace allowed.',
  ].join(' ');
  static override examples = [
    { description: 'What is planned, and when it ends', command: '<%= config.bin %> plan' },
    { description: 'Which rule keeps a site from each earlier day', command: '<%= config.bin %> plan --explain NET2' },
    {
      description: 'What another rule would change',
      command: '<%= config.bin %> plan --set limits.per_cloud_per_day=3 --compare',
    },
    {
      description: 'Waves by hand',
      command: '<%= config.bin %> plan --pin OSCER=2019-08-09 --exclude NET2 --before AGLT2,TRIUMF',
    },
    {
      description: "Save today's operations for a colleague to look at and apply",
      command: '<%= config.bin %> plan --out today.json',
    },
    {
      description: "After a day's surprises: move as few sites as possible",
      command: '<%= config.bin %> plan --from today.json',
    },
  ];
  static override flags = {
    out: Flags.string({
      summary: "Save today's operations, and the waves for --from, to FILE.",
      helpValue: 'FILE',
      exclusive: ['set'],
    }),
    explain: Flags.string({ summary: 'Why this site goes on its day and no earlier.', helpValue: 'SITE' }),
    set: several('Plan with another rule of the campaign; may be repeated.', 'KEY=VALUE'),
    pin: several('A site on this day and no other; may be repeated.', 'SITE=DATE'),
    exclude: several('Leave out this site; may be repeated.', 'SITE'),
    before: several('Site A on an earlier day than site B; may be repeated.', 'A,B'),
    effort: Flags.integer({
      min: 0,
      max: 10_000_000,
      summary:
        'Iterations of the search for an earlier finish, where the first plan is above the bound; 0: no search. Default: 20000, about a second; in campaigns of more than 2000 sites 0.',
      helpValue: 'N',
    }),
    from: Flags.string({ summary: 'Keep the days of a saved plan where they still hold.', helpValue: 'FILE' }),
    compare: Flags.boolean({
      summary: 'Show the plan without the changes beside it.',
      relationships: [{ type: 'some', flags: [...changing] }],
    }),
  };

  async run(): Promise<Envelope<Result<'plan'>>> {
    const { flags } = await this.parse(Plan);
    return this.withSession(flags, async (session) => {
      // Read first: what is noted while this plans was not known to the plan.
      const ledgerHead = await withLedger(session, 'read', (ledger) => ledger.head());
      const { drafted, extras } = await this.planned(session, flags);
      for (const warning of drafted.plan.warnings) this.caution(warning);
      const { outlook } = await import('../src/planning/outlook/outlook.js');
      const foreseen = await this.stages('Forecasting', () => outlook(drafted), thinking(session));
      const result = planResult(drafted.plan, foreseen, extras);
      const screen = result.explain ? renderExplanation(result.explain, this.style) : renderPlan(result, this.style);
      if (flags.out === undefined) return this.answer(result, screen);
      savePlan(flags.out, drafted.plan, { grid: session.grid.identity, ledgerHead, plannedBy: session.actor.name });
      return this.answer(result, `${screen}\n\n${renderSaved(result, flags.out, this.style)}`);
    });
  }

  /** The plan by the flags, and what they ask for beside it. */
  private async planned(
    session: Session,
    flags: Asked,
  ): Promise<{ readonly drafted: Draft; readonly extras: PlanExtras }> {
    const explained = flags.explain === undefined ? null : siteNamed(flags.explain, session.inventory).name;
    const previous = flags.from === undefined ? null : await readSavedPlan(flags.from);
    if (previous) checkBelongs(previous, session.inventory.campaign.name, session.grid.identity);
    const inventory = await withChanges(session.inventory, flags.set ?? []);
    const { made, ...overrides } = await waveOverrides(flags, previous, inventory);
    const {
      draft: drafted,
      view,
      history,
      nowMs,
    } = await takeSnapshot({ ...session, inventory }, { overrides: overrides });
    const { replanned } = made;
    const extras: PlanExtras = {
      search: drafted.search,
      ...(replanned && { moved: replanned.moved }),
      ...(explained !== null && { explain: await explanation(drafted, explained) }),
    };
    if (!flags.compare) return { drafted, extras };
    const unchanged = draft(session.inventory, view, history, nowMs, { solver: session.solver });
    return { drafted, extras: { ...extras, compare: compareWaves(unchanged.waves, drafted.waves) } };
  }
}

function several(summary: string, helpValue: string) {
  return Flags.string({ multiple: true, multipleNonGreedy: true, summary, helpValue });
}

/** Days that a rule closes to the site; a site without a wave has the reason for that. */
async function explanation({ plan, problem, waves }: Draft, site: string): Promise<NonNullable<PlanExtras['explain']>> {
  const { explainSite } = await import('../src/waves/why/explain.js');
  const found = explainSite(problem, waves, site);
  const planned = plan.sites.find((one) => one.site === site);
  const never = plan.unplanned.find((one) => one.site === site)?.reason;
  const stop = planned?.paused == null ? '' : `${planned.paused} `;
  const reason =
    never === undefined || planned?.stage === 'rolledBack' ? (planned?.reason ?? never ?? '') : `${stop}${never}`;
  return { site, date: found?.date ?? planned?.date ?? null, reason, notBefore: found?.notBefore ?? [] };
}
