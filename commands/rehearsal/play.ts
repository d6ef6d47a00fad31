import { Flags } from '@oclif/core';
import { constants, copyFileSync, existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { campaignStatus } from '../../src/app/status.js';
import { MigrateCommand } from '../../src/cli/base-command.js';
import { readInventory } from '../../src/cli/context.js';
import type { Envelope } from '../../src/cli/envelope.js';
import { UserError } from '../../src/model/user-error.js';
import { interruptible } from '../../src/cli/interrupt.js';
import { openPlay } from '../../src/cli/wiring/play.js';
import { layersOf, resolveSetting } from '../../src/cli/settings/settings.js';
import { addDays, dayNumber, localDate } from '../../src/model/dates.js';
import type { Inventory } from '../../src/model/inventory.js';
import { policyResult } from '../../src/play/comparison.js';
import { play, type PlayResult } from '../../src/play/play.js';
import { policyOf, withPolicy, type Policy } from '../../src/play/policy.js';
import type { PlayedDay, PlaySetup } from '../../src/play/setup.js';
import { dayLine, renderOpening, playedDay, renderPlay, type Opening } from '../../src/report/rehearsal/play.js';
import type { StatusModel } from '../../src/report/status-model/sources.js';
import { folder } from '../../src/storage/folders.js';
import { makeFolder } from '../../src/storage/make-folder.js';
import { packageRoot } from '../../src/storage/package-root.js';
import type { Result } from '../../src/report/results/results.js';

const longestDays = 1_000;

export default class RehearsalPlay extends MigrateCommand {
  static override summary =
    'Plays the whole campaign day by day in a world of its own, with everything that goes wrong.';
  static override description =
    'An operator by policy acts with the same plan and the same protocol as the commands; a referee judges by the journal of the world. Your own rehearsal and ledger are not touched. The same seed plays the same.';
  static override examples = [
    { description: 'The campaign of the inventory, one line a day', command: '<%= config.bin %> rehearsal play' },
    { description: 'With everything that happens', command: '<%= config.bin %> rehearsal play --verbose' },
    {
      description: 'The campaign that comes with the program, in an empty folder',
      command: '<%= config.bin %> rehearsal play --demo',
    },
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
      summary:
        'on_container_fault=containers-off|pilot-1, on_inconclusive=good|roll-back, on_other_day=accept|decline.',
      helpValue: 'KEY=VALUE',
    }),
    verbose: Flags.boolean({ summary: 'Tell everything that happens, not one line a day.' }),
    report: Flags.string({
      summary: 'Where the report of the end is written, as HTML (default: in the state folder).',
      helpValue: 'FILE',
    }),
    demo: Flags.boolean({
      summary: 'The campaign that comes with the program; its sites.yaml is copied here where there is none.',
      exclusive: ['inventory'],
    }),
    compare: Flags.boolean({
      summary: "Plays the inventory's own policy too, and sets both side by side.",
      dependsOn: ['policy'],
    }),
  };

  async run(): Promise<Envelope<Result<'rehearsal-play'>>> {
    const { flags } = await this.parse(RehearsalPlay);
    const copied = flags.demo && copyShipped();
    const setting = resolveSetting('inventory', await layersOf(flags));
    const inventory = await readInventory(flags.demo ? { ...setting, value: shippedInventory(copied) } : setting);
    this.place(inventory);
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

    const seed = flags.seed ?? rehearsal.seed;
    if (!this.jsonEnabled())
      process.stdout.write(`${renderOpening(openingOf(inventory, scenario, seed), this.style)}\n\n`);
    const show = flags.verbose ? playedDay : dayLine;
    const { ended, beside } = await interruptible(async (signal) => {
      const choice = { scenario, seed, until, signal };
      const onDay = (day: PlayedDay): void => {
        if (!this.jsonEnabled()) process.stdout.write(`${show(day, this.style)}\n`);
      };
      return {
        ended: await this.played(inventory, { ...choice, policy, onDay }),
        beside: flags.compare
          ? await this.played(inventory, { ...choice, policy: usual, onDay: () => undefined })
          : null,
      };
    });
    const { result, model } = ended;
    const report = this.jsonEnabled() && flags.report === undefined ? null : await written(model, flags.report);
    const comparison = beside && { comparison: [policyResult(usual, beside.result), policyResult(policy, result)] };
    const answer = { ...result, policy: { ...policy }, ...comparison, ...(report !== null && { report }) };
    const status = result.violations.length > 0 ? 1 : result.finished === null ? 68 : 0;
    if (copied)
      this.caution(
        `${join(process.cwd(), shippedName)} was written: the campaign that was played. It is yours to change.`,
      );
    const left = { waiting: model.waiting, report, command: this.config.bin };
    return this.answer(answer, `\n${renderPlay(answer, left, this.style)}`, status);
  }

  private async played(
    inventory: Inventory,
    {
      policy,
      until,
      onDay,
      ...choice
    }: Pick<PlaySetup, 'scenario' | 'seed' | 'signal' | 'until' | 'onDay'> & { readonly policy: Policy },
  ): Promise<{ readonly result: PlayResult; readonly model: StatusModel }> {
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
      const last = addDays(begins, longestDays - 1);
      if ('date' in until && until.date > last)
        throw new UserError(
          2,
          'usage',
          `--until ${until.date} is too far: the scenario begins on ${begins}, and ${longestDays} days are played at most.`,
          [`The last possible day is ${last}.`],
        );
      const result = await play({ ...stage, until, onDay });
      stage.calm();
      return { result, model: await campaignStatus(stage.session) };
    } finally {
      await stage.close();
    }
  }
}

const shippedName = 'sites.yaml';

/** Copies the shipped inventory to where a person stands; false: there is one already, which stays. */
function copyShipped(): boolean {
  if (existsSync(shippedName)) return false;
  copyFileSync(join(packageRoot(), shippedName), shippedName, constants.COPYFILE_EXCL);
  return true;
}

function shippedInventory(copied: boolean): string {
  return copied ? shippedName : join(packageRoot(), shippedName);
}

function openingOf({ campaign, sites }: Inventory, scenario: string, seed: number): Opening {
  const queues = sites.reduce((sum, site) => sum + Object.keys(site.queues).length, 0);
  return { campaign: campaign.name, scenario, seed, sites: sites.length, queues };
}

/** Writes the report of the end, and returns its file. */
async function written(model: StatusModel, named: string | undefined): Promise<string> {
  const [{ htmlReport }, { writeOut }] = await Promise.all([
    import('../../src/report/html/page.js'),
    import('../../src/cli/report/write-out.js'),
  ]);
  const file = resolve(named ?? join(folder('state'), model.campaign, 'play.html'));
  makeFolder(dirname(file));
  writeOut('report', file, htmlReport(model));
  return file;
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
