import { setTimeout } from 'node:timers/promises';
import { Args, Flags } from '@oclif/core';
import { siteOf } from '../src/app/names.js';
import { takeSnapshot } from '../src/app/snapshot.js';
import { durationMs, interval } from '../src/cli/args/duration.js';
import { MigrateCommand } from '../src/cli/base-command.js';
import { unwatched, withLedger, type Session } from '../src/app/session.js';
import type { Envelope } from '../src/cli/envelope.js';
import { lookAgain } from '../src/cli/terminal/look-again.js';
import { stages } from '../src/model/plan.js';
import { siteStatuses } from '../src/planning/overview/site-status.js';
import { statusOf } from '../src/planning/overview/status.js';
import { renderStatus } from '../src/report/plans/status.js';
import type { Result } from '../src/report/results/results.js';
import { presentStatus } from '../src/report/status-model/present-status.js';
import { verdictRows } from '../src/report/status-model/verdicts.js';
import type { Style } from '../src/report/terminal/style.js';
import { renderSiteStatus } from '../src/report/site-status.js';

export default class Status extends MigrateCommand {
  static override summary = 'Shows where the campaign stands, or everything of some sites.';
  static override examples = [
    {
      description: 'What needs somebody, the counts, who is next, today, who waits, what retires',
      command: '<%= config.bin %> status',
    },
    { description: 'Everything of a site, with its queues', command: '<%= config.bin %> status OSCER' },
    {
      description: 'Which sites are blocked, by what, and what to do',
      command: '<%= config.bin %> status --stage blocked',
    },
  ];
  static override strict = false;
  static override args = {
    site: Args.string({ ignoreStdin: true, description: 'sites; a queue stands for its site' }),
  };
  static override flags = {
    stage: Flags.option({
      options: stages,
      multiple: true,
      multipleNonGreedy: true,
      summary: 'All sites at this stage; may be repeated.',
      helpValue: 'STAGE',
    })(),
    watch: Flags.boolean({ summary: 'Look again and again, in place, until Ctrl-C.' }),
    every: Flags.string({ default: '1m', summary: 'Between two looks of --watch.', helpValue: 'TIME' }),
  };

  async run(): Promise<Envelope<Result<'status'>>> {
    const { argv, flags } = await this.parse(Status);
    const everyMs = durationMs(flags.every, interval);
    return this.withSession(flags, async (session) => {
      const names = (argv as string[]).map((name) => siteOf(name, session.inventory).name);
      const narrowed = names.length > 0 || flags.stage !== undefined;
      const wanted = narrowed ? { sites: new Set(names), stages: new Set(flags.stage) } : null;
      const first = await readStatus(session, wanted);
      for (const warning of first.warnings) this.caution(warning);
      const last = flags.watch ? await this.watched(session, wanted, first, everyMs) : first;
      return this.answer(last.status, screenOf(last.status, this.style));
    });
  }

  /** Looks again and again until it is interrupted. */
  private watched(session: Session, wanted: Wanted, first: StatusReading, everyMs: number): Promise<StatusReading> {
    return lookAgain({
      first,
      again: () => readStatus(unwatched(session), wanted),
      wait: (signal) => setTimeout(everyMs, undefined, { signal }),
      isOver: () => false,
      screen: this.jsonEnabled() ? null : ({ status }) => screenOf(status, this.styleFor(process.stderr)),
      afterFailure: '',
    });
  }
}

type Wanted = Omit<Parameters<typeof siteStatuses>[2], 'turns'> | null;

interface StatusReading {
  readonly status: Result<'status'>;
  readonly warnings: readonly string[];
}

async function readStatus(session: Session, wanted: Wanted): Promise<StatusReading> {
  const snapshot = await takeSnapshot(session);
  const { plan, situation } = snapshot;
  const events = await withLedger(session, 'read', (ledger) => ledger.events({}));
  const verdicts = verdictRows({ plan, situation, judged: null }, []);
  const status = { ...statusOf(plan), ...presentStatus({ plan, situation, events }, verdicts) };
  const named = wanted && siteStatuses(plan.sites, situation, { ...wanted, turns: status.turns.sites });
  return { status: named ? { ...status, named } : status, warnings: plan.warnings };
}

function screenOf(status: Result<'status'>, style: Style): string {
  return status.named ? renderSiteStatus(status.named, style) : renderStatus(status, style);
}
