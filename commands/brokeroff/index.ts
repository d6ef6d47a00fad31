import { Flags } from '@oclif/core';
import { brokeroffIntent } from '../../src/planning/requested/changes.js';
import { toldOfBrokeroff } from '../../src/planning/requests/notices.js';
import { operationKey } from '../../src/model/keys/operation-keys.js';
import { brokeroffResult, trackOf } from '../../src/planning/overview/results.js';
import type { Situation } from '../../src/planning/situation.js';
import { queueNamed } from '../../src/app/names.js';
import type { Inventory } from '../../src/model/inventory.js';
import { stillOpen } from '../../src/app/still-open.js';
import { takeSnapshot } from '../../src/app/snapshot.js';
import { ActingCommand } from '../../src/cli/acting-command.js';
import { batchDate } from '../../src/cli/args/batch-date.js';
import type { Envelope } from '../../src/cli/envelope.js';
import { exitCodeOf } from '../../src/model/exit-codes.js';
import { UserError } from '../../src/model/user-error.js';
import { canAsk } from '../../src/cli/terminal/prompts.js';
import type { Operation, Outcome } from '../../src/model/operation.js';
import type { RetirementView } from '../../src/model/plan.js';
import { renderBrokeroff } from '../../src/report/plans/brokeroff.js';
import type { Result } from '../../src/report/results/results.js';

export default class Brokeroff extends ActingCommand {
  static override summary = 'Sets the queues to brokeroff whose retirement is due.';
  static override description =
    'The entries in the reviewed sites.yaml are the consent: from cron it acts without --yes, on a terminal it shows and asks. A queue that is the last analysis queue of its site is held until its entry says in `data:` what happens to its data.';
  static override examples = [
    { description: 'What the batch of 15 August is', command: '<%= config.bin %> brokeroff --date 08-15 --dry-run' },
    { description: 'Every morning from cron: what is due by today', command: '<%= config.bin %> brokeroff' },
  ];
  static override flags = {
    date: Flags.string({ summary: 'Due on or before this day (default: today).', helpValue: 'YYYY-MM-DD|MM-DD' }),
    early: Flags.boolean({ summary: 'Before the date too.' }),
    again: Flags.string({
      summary: 'Set this queue again although somebody took our rule back.',
      helpValue: 'QUEUE',
      multiple: true,
      multipleNonGreedy: true,
    }),
  };

  /** What went well stands on the screen; where nobody watches, as in the mail of a cron, it would come twice. */
  protected override get showsProgress(): boolean {
    return process.stderr.isTTY;
  }

  async run(): Promise<Envelope<Result<'brokeroff'>>> {
    const { flags } = await this.parse(Brokeroff);
    return this.withSession(flags, async (session) => {
      const snapshot = await takeSnapshot(session, { only: 'catalogue' });
      const { plan, situation } = snapshot;
      const dates = session.inventory.retirements.flatMap(({ on }) => on ?? []);
      const date = flags.date === undefined ? plan.day : batchDate(flags.date, plan.day, dates);
      const { operations, refusals, retirements } = brokeroffIntent(situation, date, {
        early: flags.early || flags['dry-run'],
        again: (flags.again ?? []).map((name) => retiringNamed(name, session.inventory)),
      });
      const [refusal] = refusals;
      if (refusal) throw new UserError(4, 'before-its-date', refusal.sentence, [refusal.advice]);
      for (const { on, stricter } of retirements)
        if (stricter !== undefined && (on === null || on <= date)) this.caution(stricter);
      const batch = brokeroffResult(plan, retirements, date, (site) => toldOfBrokeroff(site, situation));
      const inBatch = new Set(batch.queues.map(({ queue }) => queue));
      const yes = flags.yes || !canAsk(this.noInput(flags));
      const acted = await this.act(session, operations, { ...flags, yes }, { of: snapshot });
      const held =
        acted && retirements.filter(({ queue }) => inBatch.has(queue)).flatMap((view) => heldOutcome(view, situation));
      const told = [...(acted ?? []), ...(held ?? [])];
      const open = acted && (await stillOpen(session, told, { isTold: isNoRetirement, endsUnsent: false }));
      const outcomes = acted && [...told, ...(open ?? [])];
      const result = { ...batch, ...(outcomes && { outcomes }) };
      return this.answer(result, renderBrokeroff(result, this.style), exitCodeOf(outcomes ?? []));
    });
  }
}

function isNoRetirement(operation: Operation): boolean {
  return trackOf(operation) !== 'retirement';
}

function retiringNamed(name: string, inventory: Inventory): string {
  const queue = queueNamed(name, inventory);
  if (inventory.retirements.some((retirement) => retirement.queue === queue)) return queue;
  throw new UserError(2, 'usage', `--again ${queue}: it does not retire.`, [
    'Only queues of `retirements` in sites.yaml are set to brokeroff.',
  ]);
}

/** The outcome of a queue that is due and was left alone. */
function heldOutcome(
  { queue, site, state, held, warnings }: RetirementView,
  { inventory, history }: Situation,
): readonly Outcome[] {
  const message = held ?? (state === 'unknown queue' ? warnings[0] : undefined);
  if (message === undefined) return [];
  const key = operationKey(inventory.campaign.name, queue, 'brokeroff', history.queues.get(queue) ?? null);
  return [{ key, kind: 'brokeroff', queue, ...(site !== null && { site }), outcome: 'held', message }];
}
