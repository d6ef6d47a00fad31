import { Args } from '@oclif/core';
import { staleOperations } from '../src/planning/staleness.js';
import { notesSince } from '../src/app/ledger/notes-since.js';
import { stillOpen } from '../src/app/still-open.js';
import { withLedger } from '../src/app/session.js';
import { takeSnapshot } from '../src/app/snapshot.js';
import { ActingCommand } from '../src/cli/acting-command.js';
import type { Envelope } from '../src/cli/envelope.js';
import { checkGrid, readSavedPlan } from '../src/cli/saved-plan/saved-plan.js';
import type { Outcome } from '../src/model/operation.js';
import type { Result } from '../src/report/results/results.js';

export default class Apply extends ActingCommand {
  static override summary = 'Carries out a plan saved with `migrate plan --out`.';
  static override description =
    'Each operation is judged by itself: what no longer fits the catalogue, the ledger or the inventory is refused with its reason, the rest is carried out.';
  static override examples = [
    '<%= config.bin %> apply today.json --dry-run',
    '<%= config.bin %> apply today.json --yes',
  ];
  static override args = { file: Args.file({ required: true, ignoreStdin: true, description: 'the saved plan' }) };

  async run(): Promise<Envelope<Result<'apply'>>> {
    const { args, flags } = await this.parse(Apply);
    const saved = await readSavedPlan(args.file);
    return this.withSession(flags, async (session) => {
      checkGrid(saved, session.grid.identity);
      const snapshot = await takeSnapshot(session);
      const { plan, situation } = snapshot;
      const notes = await withLedger(session, 'read', (ledger) => notesSince(ledger, { head: saved.ledgerHead }));
      const stale = new Map(staleOperations(saved, situation, notes).map(({ key, sentence }) => [key, sentence]));
      const operations = saved.operations.filter(({ key }) => !stale.has(key));
      const acted = await this.act(session, operations, flags, { of: snapshot, planId: saved.id });
      const refused = saved.operations
        .filter(({ key }) => stale.has(key))
        .map((operation): Outcome => {
          const { key, kind, site, queue } = operation;
          return {
            key,
            kind,
            site,
            ...(queue !== null && { queue }),
            outcome: 'refused',
            message: `${stale.get(key) ?? ''} Plan again.`,
          };
        });
      const open =
        acted && (await stillOpen(session, acted, { isTold: ({ key }) => stale.has(key), endsUnsent: false }));
      return this.acted(plan, operations, [...(acted ?? []), ...(open ?? []), ...refused]);
    });
  }
}
