import { ActingCommand } from '../../src/cli/acting-command.js';
import { readInventory } from '../../src/cli/context.js';
import type { Envelope } from '../../src/cli/envelope.js';
import { UserError } from '../../src/model/user-error.js';
import { requireRehearsal, servedAt, worldNow } from '../../src/cli/rehearsal/rehearsal.js';
import { removeRehearsalWorld, worldFile } from '../../src/cli/wiring/rehearsal-grid.js';
import { layersOf, resolveSetting } from '../../src/cli/settings/settings.js';
import { renderRehearsal } from '../../src/report/rehearsal/rehearsal.js';
import type { Result } from '../../src/report/results/results.js';

export default class RehearsalReset extends ActingCommand {
  static override summary = 'Starts the rehearsal afresh: a new world from the scenario, and with it a new ledger.';
  static override description =
    'The old world is deleted; its ledger stays as a record of what was done there. Nobody may be working in it.';
  static override examples = ['<%= config.bin %> rehearsal reset --yes'];

  /** It is nobody's campaign that is changed. */
  protected override get actsInAName(): boolean {
    return false;
  }

  async run(): Promise<Envelope<Result<'rehearsal-reset'>>> {
    const { flags } = await this.parse(RehearsalReset);
    const inventory = await readInventory(resolveSetting('inventory', await layersOf(flags)));
    requireRehearsal(inventory);
    if (servedAt(inventory) !== null) {
      throw new UserError(4, 'served-elsewhere', 'Another process serves this rehearsal.', [
        'Reset it there, with the inventory that process was started with.',
      ]);
    }
    const file = worldFile(inventory);
    this.place(inventory);
    const preview = `The world in ${file} is deleted.`;
    if (!(await this.agreedTo(flags, { preview, question: 'Start afresh?' })))
      return this.withSession(flags, async ({ grid }) =>
        this.answer(await worldNow(inventory, grid), `Would start afresh: ${preview}`),
      );
    removeRehearsalWorld(inventory);
    return this.withSession(flags, async ({ grid }) => {
      const result = await worldNow(inventory, grid);
      return this.answer(result, renderRehearsal(result, this.style));
    });
  }
}
