import { Config, run, type Interfaces } from '@oclif/core';
import { packageRoot } from '../storage/package-root.js';
import { envelopeText, failed } from './envelope.js';
import { failureOf } from './failure/failure.js';
import { watchSignals } from './interrupt.js';
import { tellFailure } from './failure/tell.js';

/** How oclif finds the commands, where not as `package.json` says. */
export interface ProgramOptions {
  readonly plugins?: Map<string, Interfaces.Plugin>;
}

/** Runs one command line. Never calls `process.exit` after output: that cuts what a pipe has not taken yet. */
export async function main(argv: readonly string[], options: ProgramOptions = {}): Promise<void> {
  // Nothing of a person's home is loaded as a part of this program.
  const program = { root: packageRoot(), userPlugins: false, ...options };
  watchSignals();
  // oclif's own ends with a stack.
  process.stdout.removeAllListeners('error');
  process.stdout.on('error', endUnheard);
  // Progress that nobody reads does not stop the work.
  process.stderr.on('error', () => undefined);
  try {
    await run(asCommand(argv), program);
  } catch (error) {
    const { commandIDs } = await Config.load(program);
    const failure = failureOf(error, { commands: commandIDs, flags: [] });
    process.exitCode = failure.exit;
    if (argv.includes('--json')) process.stdout.write(envelopeText(failed('error', failure, [], null)));
    else tellFailure(failure, error);
  }
}

/** `help next` as `next --help`; `--demo` as the play of the shipped campaign. */
function asCommand([first = '', ...rest]: readonly string[]): string[] {
  if (first === '--demo') return ['rehearsal', 'play', '--demo', ...rest];
  return first === 'help' && rest.length > 0 ? [...rest, '--help'] : [first, ...rest];
}

// `migrate history | head`: the reader has seen enough. Elsewhere, a full disk for one, the answer is lost and what was done is not.
function endUnheard(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit();
  const advice = ['What was done stands in the ledger: `migrate history`.'];
  tellFailure(
    { exit: 1, code: 'unheard', message: `The answer could not be written: ${error.message}`, advice },
    error,
  );
  process.exit(1);
}
