import { Args, Flags } from '@oclif/core';
import { endings, eventKinds, findEvents, type EventKind, type EventsWanted } from '../src/app/ledger/find-events.js';
import { sinceMoment } from '../src/cli/args/batch-date.js';
import { MigrateCommand } from '../src/cli/base-command.js';
import type { Session } from '../src/app/session.js';
import type { Envelope } from '../src/cli/envelope.js';
import { verifyLedger } from '../src/app/ledger/verify-ledger.js';
import { subject } from '../src/app/names.js';
import { changeOf } from '../src/report/actions/event-text.js';
import { renderHistory } from '../src/report/actions/history.js';
import type { Result } from '../src/report/results/results.js';

interface HistoryFlags {
  readonly since?: string | undefined;
  readonly by?: string | undefined;
  readonly kind?: readonly EventKind[] | undefined;
  readonly outcome?: readonly string[] | undefined;
  readonly limit?: number | undefined;
}

export default class History extends MigrateCommand {
  static override summary = 'Shows what was done, by whom and when, from the ledger.';
  static override examples = [
    { description: 'Everything of a site', command: '<%= config.bin %> history OSCER' },
    {
      description: 'What a colleague flipped since Monday',
      command: '<%= config.bin %> history --kind flip --by anna --since 2019-08-05',
    },
    {
      description: 'What did not go as meant in the last two days',
      command: '<%= config.bin %> history --outcome failed --outcome conflict --since 2d',
    },
    { description: 'The last ten events', command: '<%= config.bin %> history --limit 10' },
    { description: 'Whether the ledger is whole', command: '<%= config.bin %> history --verify' },
    '<%= config.bin %> history --verify --expect 83146d67a59a8c1989e881e210c8cb657aff933cbc2806cb961a17fbf23025d8',
  ];
  static override args = { 'site|queue': Args.string({ ignoreStdin: true, description: 'only this site or queue' }) };
  static override flags = {
    since: Flags.string({
      summary: 'Only from this day, or so long ago, on: 2019-08-05, 08-05, 2d.',
      helpValue: 'DATE|TIME',
    }),
    by: Flags.string({ summary: 'Only what this person did.', helpValue: 'NAME' }),
    kind: Flags.option({
      options: eventKinds,
      multiple: true,
      multipleNonGreedy: true,
      summary: 'Only this kind of operation or note; may be repeated.',
    })(),
    outcome: Flags.option({
      options: endings,
      multiple: true,
      multipleNonGreedy: true,
      summary: 'Only operations that ended so; may be repeated.',
    })(),
    limit: Flags.integer({ min: 1, summary: 'Only the newest so many.', helpValue: 'N' }),
    verify: Flags.boolean({
      summary: 'Check that nothing in the ledger was changed after it was written; 3 where something was.',
    }),
    expect: Flags.string({
      summary: 'A head of the ledger that a command printed before: 3 where the ledger does not go back to it.',
      helpValue: 'HASH',
      dependsOn: ['verify'],
    }),
  };

  async run(): Promise<Envelope<Result<'history'>>> {
    const { args, flags } = await this.parse(History);
    return this.withSession(flags, async (session) => {
      const ledger = await session.openLedger('read');
      try {
        const checked = flags.verify
          ? await this.stages('Checking the ledger', () => verifyLedger(ledger, flags.expect))
          : null;
        const all = await ledger.events(args['site|queue'] === undefined ? {} : filterOf(args['site|queue'], session));
        const events = findEvents(all, await wantedOf(flags, session));
        const changes = new Map(all.flatMap((event) => (event.key === null ? [] : pair(event.key, changeOf(event)))));
        const result = { events, ...(checked && { verified: checked.verified }) };
        return this.answer(result, renderHistory(result, changes, this.style), checked?.holds === false ? 3 : 0);
      } finally {
        await ledger.close();
      }
    });
  }
}

async function wantedOf(
  { since, by, kind, outcome, limit }: HistoryFlags,
  { inventory, grid }: Session,
): Promise<EventsWanted> {
  return {
    ...(since !== undefined && {
      since: sinceMoment(since, { timezone: inventory.campaign.timezone, nowMs: await grid.clock.now() }),
    }),
    ...(by !== undefined && { by }),
    ...(kind && { kinds: new Set(kind) }),
    ...(outcome && { outcomes: new Set(outcome) }),
    ...(limit !== undefined && { limit }),
  };
}

function pair(key: string, change: string | null): readonly (readonly [string, string])[] {
  return change === null ? [] : [[key, change]];
}

function filterOf(name: string, { inventory }: Session): { readonly site: string } | { readonly queue: string } {
  const found = subject(name, inventory);
  return found.is === 'site' ? { site: found.site.name } : { queue: found.queue };
}
