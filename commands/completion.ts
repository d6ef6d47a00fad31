import { MigrateCommand } from '../src/cli/base-command.js';
import { completionScript } from '../src/cli/completion.js';
import type { Envelope } from '../src/cli/envelope.js';
import type { Result } from '../src/report/results/results.js';

export default class Completion extends MigrateCommand {
  static override summary = 'Prints what teaches bash or zsh to complete commands and flags.';
  static override description =
    'Bash finds it there by itself; zsh takes it by `source`, after `autoload -U bashcompinit && bashcompinit`.';
  static override examples = ['<%= config.bin %> completion > ~/.local/share/bash-completion/completions/migrate'];

  async run(): Promise<Envelope<Result<'completion'>>> {
    await this.parse(Completion);
    const commands = this.config.commands.map(({ id, flags }) => ({
      name: id.replaceAll(':', ' '),
      flags: Object.keys(flags).map((flag) => `--${flag}`),
    }));
    const script = completionScript(commands);
    return this.answer({ script }, script);
  }
}
