import { Args, Flags } from '@oclif/core';
import { requestIntent } from '../../src/planning/requested/requests.js';
import { ActingCommand } from '../../src/cli/acting-command.js';
import type { Envelope } from '../../src/cli/envelope.js';
import { UserError } from '../../src/model/user-error.js';
import { stepOf } from '../../src/app/requests/request-drafts.js';
import type { Plan } from '../../src/model/plan.js';
import type { Result } from '../../src/report/results/results.js';

export default class RequestOpen extends ActingCommand {
  static override summary = 'Asks sites for their migration, or writes them a notice: each once, whatever happens.';
  static override description =
    'What stands at the helpdesk already is found and taken over. With an answer that is lost the helpdesk is searched before anything is sent again; by mail nobody can search, so the operator is asked.';
  static override examples = [
    { description: 'The sites of the next wave', command: '<%= config.bin %> request open --wave next' },
    { description: 'One site; only show it', command: '<%= config.bin %> request open OSCER --dry-run' },
    {
      description: 'A notice',
      command: '<%= config.bin %> request open OSCER --template containers-off --reason "1305 on every node"',
    },
    { description: 'Ask once more', command: '<%= config.bin %> request open OSCER --again' },
  ];
  static override strict = false;
  static override args = {
    sites: Args.string({ ignoreStdin: true, name: 'SITE', description: 'sites of the inventory' }),
  };
  static override flags = {
    wave: Flags.option({ options: ['next'] as const, summary: 'The sites of the next wave.' })(),
    template: Flags.string({ summary: "Another text than the campaign's request.", helpValue: 'NAME' }),
    reason: Flags.string({
      aliases: ['because'],
      summary: 'Why; it stands in the notices and in the ledger.',
      helpValue: 'TEXT',
    }),
    again: Flags.boolean({ summary: 'Also where it was sent before: opens another round.' }),
  };

  async run(): Promise<Envelope<Result<'request-open'>>> {
    const { argv, flags } = await this.parse(RequestOpen);
    const named = argv as string[];
    if (named.length === 0 && flags.wave === undefined)
      throw new UserError(2, 'usage', 'Which sites?', ['Name them, or ask the next wave with --wave next.']);
    return this.order(flags, 'request', (situation, plan) => {
      const sites = [...named, ...(flags.wave === 'next' ? nextWave(plan) : [])];
      return requestIntent(situation, {
        sites,
        step: stepOf(flags.template, situation.inventory),
        again: flags.again,
        reason: flags.reason ?? null,
      });
    });
  }
}

function nextWave({ waves }: Plan): readonly string[] {
  return waves[0]?.sites ?? [];
}
