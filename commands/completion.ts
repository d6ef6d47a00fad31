import { Flags } from '@oclif/core';
import { MigrateCommand } from '../src/cli/base-command.js';
import { completableNames, completionScript } from '../src/cli/help/completion.js';
import { inventoryOf } from '../src/cli/context.js';
import type { Envelope } from '../src/cli/envelope.js';
import type { Result } from '../src/report/results/results.js';

export default class Completion extends MigrateCommand {
  static override summary = 'Prints what teaches bash or zsh to complete commands, flags, sites and queues.';
  static override description =
    'Bash finds it there by itself; zsh takes it by `source`, after `autoload -U bashcompinit && bashcompinit`.';
  static override examples = ['<%= config.bin %> completion > ~/.local/share/bash-completion/completions/migrate'];

  static override flags = {
    names: Flags.boolean({ summary: 'Print the names of sites and queues instead, for the script.' }),
  };

  async run(): Promise<Envelope<Result<'completion'>>> {
    const { flags } = await this.parse(Completion);
    if (flags.names) {
      const names = completableNames(await inventoryOf(flags));
      return this.answer({ names }, names.join('\n'));
    }
    const commands = this.config.commands.map(({ id, flags, args }) => ({
      name: id.replaceAll(':', ' '),
      flags: Object.keys(flags).map((flag) => `--${flag}`),
      takesNames: Object.keys(args).some((name) => /^(site|queue)/.test(name)),
    }));
    const script = completionScript(commands);
    return this.answer({ script }, script);
  }
}
