import { Flags } from '@oclif/core';
import { notePause, readPause } from '../src/app/ledger/pause.js';
import { priceOfPause } from '../src/app/ledger/pause-price.js';
import { ActingCommand } from '../src/cli/acting-command.js';
import { batchDate } from '../src/cli/args/batch-date.js';
import type { Envelope } from '../src/cli/envelope.js';
import { canAsk } from '../src/cli/terminal/prompts.js';
import { localDate } from '../src/model/dates.js';
import { renderPause, renderPrice } from '../src/report/actions/pause.js';
import type { Result } from '../src/report/results/results.js';

export default class Pause extends ActingCommand {
  static override summary =
    'Stops the campaign, a cloud or a site: nothing new is begun there, by anybody, until it is resumed.';
  static override description =
    'It first shows what the pause costs in finish date. What is in flight is ended. The ledger decides: an agent or operator with an older plan is stopped as well. Off a terminal it pauses without --yes.';
  static override examples = [
    '<%= config.bin %> pause --reason "the weekend" --until 2019-08-12',
    '<%= config.bin %> pause --scope cloud=UK --reason "the storage of RAL is down" --except site=UKI-LT2-QMUL',
    '<%= config.bin %> pause --now --reason "every flip fails" --except rollback --except containers-off',
  ];
  static override flags = {
    scope: Flags.string({ summary: 'campaign (the default), cloud=UK or site=OSCER.', helpValue: 'SCOPE' }),
    reason: Flags.string({ required: true, summary: 'Why; it stands in the ledger.', helpValue: 'TEXT' }),
    until: Flags.string({
      summary: 'It is over at the beginning of this day; else it lasts until `resume`.',
      helpValue: 'YYYY-MM-DD|MM-DD',
    }),
    except: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      summary: 'What goes on all the same: site=OSCER, cloud=UK or a kind of operation. May be repeated.',
      helpValue: 'SITE|CLOUD|KIND',
    }),
    now: Flags.boolean({ summary: 'Pause at once: the grid is not read, and the price not reckoned.' }),
  };

  async run(): Promise<Envelope<Result<'pause'>>> {
    const { flags } = await this.parse(Pause);
    return this.withSession(flags, async (session) => {
      const today = localDate(await session.grid.clock.now(), session.inventory.campaign.timezone);
      const pause = await readPause(session, {
        scope: flags.scope,
        reason: flags.reason,
        until: flags.until === undefined ? null : batchDate(flags.until, today, []),
        except: flags.except ?? [],
        readsGrid: !flags.now,
      });
      const price = flags.now ? null : await priceOfPause(session, pause);
      // A brake is not refused because nobody can be asked.
      const yes = flags.yes || !canAsk(this.noInput(flags));
      const go = await this.agreedTo(
        { ...flags, yes },
        {
          preview: price === null ? '' : renderPrice(price, this.style),
          question: `Pause ${pause.scope}? ${pause.reason}`,
          done: 'paused',
        },
      );
      const noted = go ? await notePause(session, pause) : pause;
      const result = { ...noted, until: noted.until ?? null, except: [...(noted.except ?? [])], price };
      return this.answer(result, renderPause(result, this.style, { dryRun: !go, isPriceTold: go && !yes }));
    });
  }
}
