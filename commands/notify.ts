import { randomUUID } from 'node:crypto';
import { Flags } from '@oclif/core';
import { notify } from '../src/app/notify.js';
import type { Session } from '../src/app/session.js';
import type { NoticeRoute } from '../src/grid/ports.js';
import { UserError } from '../src/model/user-error.js';
import { MigrateCommand } from '../src/cli/base-command.js';
import type { Envelope } from '../src/cli/envelope.js';
import { noticeRoutes } from '../src/cli/wiring/notices.js';
import { notifyExit, renderNotify } from '../src/report/notify.js';
import type { Result } from '../src/report/results/results.js';

export default class Notify extends MigrateCommand {
  static override summary = 'Tells people what they must do: by a webhook at once, by mail once a day.';
  static override description =
    'The ways stand under `notices` in sites.yaml, and without them nothing is sent. Each news goes each way once: the ledger remembers. Verdicts that ask for somebody, open operations, held retirements, requests that want a decision.';
  static override examples = [
    { description: 'What would be told', command: '<%= config.bin %> notify --dry-run' },
    { description: 'From cron, every quarter of an hour', command: '<%= config.bin %> notify' },
  ];
  static override flags = { 'dry-run': Flags.boolean({ summary: 'Show what would be told; send nothing.' }) };

  protected override get actsInAName(): boolean {
    return true;
  }

  async run(): Promise<Envelope<Result<'notify'>>> {
    const { flags } = await this.parse(Notify);
    return this.withSession(flags, async (session) => {
      const routes = this.routes(session, flags['dry-run']);
      const result = await notify(session, routes, { dryRun: flags['dry-run'], attempt: randomUUID() });
      return this.answer(result, renderNotify(result, this.style), notifyExit(result));
    });
  }

  /** Where no way is named, a dry-run shows what a webhook would be told, and what is missing. */
  private routes({ inventory, actor }: Session, dryRun: boolean): readonly NoticeRoute[] {
    try {
      return noticeRoutes(inventory, actor.name);
    } catch (error) {
      if (!dryRun || !(error instanceof UserError) || error.code !== 'no-notices') throw error;
      this.caution(`${error.message} This is what a webhook would be told. ${error.advice.join(' ')}`);
      return [{ to: 'webhook', tell: () => Promise.reject(error) }];
    }
  }
}
