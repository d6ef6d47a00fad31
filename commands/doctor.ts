import { Flags } from '@oclif/core';
import { MigrateCommand } from '../src/cli/base-command.js';
import { inventoryOf } from '../src/cli/context.js';
import { examination } from '../src/cli/doctor/examination.js';
import type { Envelope } from '../src/cli/envelope.js';
import { layersOf, resolveSetting } from '../src/cli/settings/settings.js';
import { renderDoctor } from '../src/report/set-up/doctor.js';
import type { Result } from '../src/report/results/results.js';

export default class Doctor extends MigrateCommand {
  static override summary =
    'Tries each service, secret and folder that the campaign needs: what works, and what to do.';
  static override description = 'Reads only. Ends with 5 where something does not work; a warning alone ends with 0.';
  static override examples = [
    '<%= config.bin %> doctor',
    { description: 'A profile, before grid.use names it', command: '<%= config.bin %> doctor --profile production' },
  ];
  static override flags = {
    profile: Flags.string({
      summary: 'A profile of sites.yaml, or rehearsal (default: what grid.use names).',
      helpValue: 'NAME',
    }),
  };

  async run(): Promise<Envelope<Result<'doctor'>>> {
    const { flags } = await this.parse(Doctor);
    const layers = await layersOf(flags);
    const read = await inventoryOf(flags);
    const inventory = { ...read, grid: { ...read.grid, use: flags.profile ?? read.grid.use } };
    this.place(inventory);
    const operator = resolveSetting('operator', layers).value;
    const result = await examination({ inventory, operator, layers });
    const broken = result.checks.some((check) => check.result === 'fail');
    return this.answer(result, renderDoctor(result, this.style), broken ? 5 : 0);
  }
}
