import { Flags } from '@oclif/core';
import { MigrateCommand } from '../../src/cli/base-command.js';
import { readInventory } from '../../src/cli/context.js';
import type { Envelope } from '../../src/cli/envelope.js';
import { UserError } from '../../src/model/user-error.js';
import { interruptible } from '../../src/cli/interrupt.js';
import { openPlay } from '../../src/cli/wiring/play.js';
import { layersOf, resolveSetting } from '../../src/cli/settings/settings.js';
import { dayNumber, localDate } from '../../src/model/dates.js';
import type { Inventory } from '../../src/model/inventory.js';
import { policyResult } from '../../src/play/comparison.js';
import { play, type PlayResult } from '../../src/play/play.js';
import { policyOf, withPolicy, type Policy } from '../../src/play/policy.js';
import type { PlayedDay, PlaySetup } from '../../src/play/setup.js';
import { playedDay, playScreen } from '../../src/report/play.js';
import type { Result } from '../../src/report/results/results.js';

const longestDays = 1_000;

export default class RehearsalPlay extends MigrateCommand {
  static override summary =
    'Plays the whole campaign day by day in a world of its own, with everything that goes wrong.';
  static override description =
    'An operator by policy acts with the same plan and the same protocol as the commands; a referee judges by the journal of the world. Your own rehearsal and ledger are not touched. The same seed plays the same.';
  static override examples = [
    '<%= config.bin %> rehearsal play',
    '<%= config.bin %> rehearsal play --seed 8 --until 2019-08-16 --json',
    '<%= config.bin %> rehearsal play --policy on_container_fault=pilot-1 --compare',
  ];
  static override flags = {
    scenario: Flags.string({ summary: 'How the world begins (default: as in the inventory).', helpValue: 'NAME' }),
    days: Flags.integer({
      min: 1,
      max: longestDays,
      exclusive: ['until'],
      summary: 'Days to play at the most.',
      helpValue: 'N',
    }),
    until: Flags.string({ summary: 'The last day to play.', helpValue: 'DATE' }),
    seed: Flags.integer({
      min: 0,
      max: 4_294_967_295,
      summary: 'What chance draws from (default: as in the inventory).',
      helpValue: 'N',
    }),
    policy: Flags.string({
      multiple: true,
      summary: 'on_container_fault=containers-off|pilot-1, on_inconclusive=good|roll-back.',
      helpValue: 'KEY=VALUE',
    }),
    compare: Flags.boolean({
      summary: "Plays the inventory's own policy too, and sets both side by side.",
      dependsOn: ['policy'],
    }),
  };

  async run(): Promise<Envelope<Result<'rehearsal-play'>>> {
    const { flags } = await this.parse(RehearsalPlay);
    const inventory = await readInventory(resolveSetting('inventory', await layersOf(flags)));
    const { rehearsal } = inventory.grid;
    const scenario = flags.scenario ?? rehearsal.scenario;
    if (scenario === 'fresh' && rehearsal.start === null) {
      throw new UserError(
        3,
        'no-start',
        `${inventory.file}: a fresh world begins at a time of its own, and none is given.`,
        ['Write grid: { use: rehearsal, rehearsal: { scenario: fresh, start: 2030-01-07T08:00:00Z } }.'],
      );
    }
    const usual = policyOf(inventory);
    const policy = withPolicy(usual, flags.policy ?? []);
    if ('refusal' in policy) throw new UserError(2, 'usage', policy.refusal);
    const until = lastDay(flags);

    const { result, beside } = await interruptible(async (signal) => {
      const choice = { scenario, seed: flags.seed ?? rehearsal.seed, until, signal };
      const show = (day: PlayedDay): void => {
        if (!this.jsonEnabled()) process.stdout.write(`${playedDay(day, this.paper)}\n`);
      };
      return {
        result: await this.played(inventory, { ...choice, policy, onDay: show }),
        beside: flags.compare
          ? await this.played(inventory, { ...choice, policy: usual, onDay: () => undefined })
          : null,
      };
    });
    const comparison = beside && { comparison: [policyResult(usual, beside), policyResult(policy, result)] };
    const answer = { ...result, policy: { ...policy }, ...comparison };
    const status = result.violations.length > 0 ? 1 : result.finished === null ? 68 : 0;
    return this.answer(answer, `\n${playScreen(answer, this.paper)}`, status);
  }

  private async played(
    inventory: Inventory,
    {
      policy,
      until,
      onDay,
      ...choice
    }: Pick<PlaySetup, 'scenario' | 'seed' | 'signal' | 'until' | 'onDay'> & { readonly policy: Policy },
  ): Promise<PlayResult> {
    const stage = await openPlay(inventory, {
      ...choice,
      policy,
      notice: (text) => {
        this.caution(text);
      },
    });
    try {
      const begins = localDate(await stage.session.grid.clock.now(), inventory.campaign.timezone);
      if ('date' in until && until.date < begins)
        throw new UserError(2, 'usage', `--until ${until.date} is over before the scenario begins, on ${begins}.`);
      return await play({ ...stage, until, onDay });
    } finally {
      await stage.close();
    }
  }
}

function lastDay({
  days,
  until,
}: {
  readonly days?: number | undefined;
  readonly until?: string | undefined;
}): PlaySetup['until'] {
  if (until === undefined) return { days: days ?? longestDays };
  if (Number.isNaN(dayNumber(until)))
    throw new UserError(2, 'usage', `--until ${until} is no date, such as 2019-08-16.`);
  return { date: until };
}
