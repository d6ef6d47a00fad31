import { Args } from '@oclif/core';
import { requestLines } from '../../src/planning/requested/requests.js';
import { takeSnapshot } from '../../src/app/snapshot.js';
import { MigrateCommand } from '../../src/cli/base-command.js';
import type { Envelope } from '../../src/cli/envelope.js';
import { siteNamed } from '../../src/app/names.js';
import { renderRequestStatus } from '../../src/report/requests.js';
import type { Result } from '../../src/report/results/results.js';

export default class RequestStatus extends MigrateCommand {
  static override summary = 'Who was asked, when, in which ticket, what they answered, and what is due.';
  static override description = "The helpdesk's present state laid over the ledger's record; nothing is changed.";
  static override examples = [
    '<%= config.bin %> request status',
    '<%= config.bin %> request status OSCER TRIUMF --json',
  ];
  static override strict = false;
  static override args = { sites: Args.string({ ignoreStdin: true, name: 'SITE', description: 'only these sites' }) };

  async run(): Promise<Envelope<Result<'request-status'>>> {
    const { argv, flags } = await this.parse(RequestStatus);
    return this.withSession(flags, async (session) => {
      const wanted = new Set((argv as string[]).map((name) => siteNamed(name, session.inventory).name));
      const { plan, situation } = await takeSnapshot(session);
      const requests = requestLines(situation).filter(({ site }) => wanted.size === 0 || wanted.has(site));
      const result = { campaign: plan.campaign, asOf: plan.asOf, helpdeskRead: !situation.requests.unread, requests };
      return this.answer(result, renderRequestStatus(result, this.style));
    });
  }
}
