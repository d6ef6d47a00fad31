import { Flags } from '@oclif/core';
import { MigrateCommand } from '../src/cli/base-command.js';
import type { Envelope } from '../src/cli/envelope.js';
import { look } from '../src/cli/look.js';
import { savePlan } from '../src/cli/saved-plan.js';
import { planResult, planScreen, savedScreen } from '../src/report/plan.js';
import type { Result } from '../src/report/results.js';

export default class Plan extends MigrateCommand {
  static override summary = "Shows today's operations, the waves to come and when it all ends.";
  static override description = 'Changes nothing. A plan saved with --out is carried out by `migrate apply`, as long as what it rests on still holds.';
  static override examples = [
    { description: 'What is planned, and why each site is not earlier', command: '<%= config.bin %> plan' },
    { description: "Save today's operations for a colleague to look at and apply", command: '<%= config.bin %> plan --out today.json' },
  ];
  static override flags = { out: Flags.string({ summary: "Save today's operations to FILE.", helpValue: 'FILE' }) };

  async run(): Promise<Envelope<Result<'plan'>>> {
    const { flags } = await this.parse(Plan);
    return this.withDesk(flags, async (desk) => {
      const { plan } = await look(desk);
      for (const warning of plan.warnings) this.caution(warning);
      const result = planResult(plan);
      const screen = planScreen(result, this.paper);
      if (flags.out === undefined) return this.answer(result, screen);
      savePlan(flags.out, plan, desk.grid.identity);
      return this.answer(result, `${screen}\n\n${savedScreen(result, flags.out, this.paper)}`);
    });
  }
}
