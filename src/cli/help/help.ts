import { CommandHelp, Help } from '@oclif/core';
import { exitCodes } from '../../model/exit-codes.js';
import { rootHelp } from './root-help.js';

type Sections = ReturnType<CommandHelp['sections']>;

/** oclif's help with examples first and the exit codes last. */
export default class MigrateHelp extends Help {
  protected override CommandHelpClass = ExamplesFirst;

  protected override showRootHelp(): Promise<void> {
    process.stdout.write(rootHelp());
    return Promise.resolve();
  }
}

class ExamplesFirst extends CommandHelp {
  /** Long names first, or the first line of a list, whose leading spaces are lost, stands out of its column. */
  protected override flagHelpLabel(...flag: Parameters<CommandHelp['flagHelpLabel']>): string {
    return super
      .flagHelpLabel(...flag)
      .trimStart()
      .replace(/^(-\w), (--[\w-]+)/, '$2, $1');
  }

  protected override sections(): Sections {
    const sections = super.sections();
    const examples = sections.filter(({ header }) => header === 'EXAMPLES');
    const others = sections.filter(({ header }) => header !== 'EXAMPLES');
    return [
      ...examples,
      ...others,
      { header: 'EXIT CODES', generate: () => ({ header: 'EXIT CODES', body: exitCodeRows() }) },
    ];
  }
}

function exitCodeRows(): [string, string][] {
  return exitCodes.map(({ code, meaning }) => [String(code), meaning]);
}
