import { nearName } from '../model/text/near-names.js';
import { UserError, type Failure } from '../model/user-error.js';

/** The words that a command line may hold, for "did you mean". */
export interface Vocabulary {
  /** Ids: `brokeroff:schedule`. */
  readonly commands: readonly string[];
  /** Without dashes. */
  readonly flags: readonly string[];
}

/** The failure behind anything thrown. */
export function failureOf(error: unknown, vocabulary: Vocabulary): Failure {
  if (error instanceof UserError) return error;
  if (!(error instanceof Error)) return ourFault(String(error));
  return fromPrompt(error) ?? fromUsage(error, vocabulary) ?? ourFault(`${error.name}: ${error.message}`);
}

/** True where the error is not the operator's to mend. */
export function isOurFault(failure: Failure): boolean {
  return failure.code === 'internal';
}

function ourFault(message: string): Failure {
  const advice = [
    'This is a fault in migrate, not yours. What was sent stands in the ledger: `migrate history`.',
    'With DEBUG=1 the same command shows where it happened; please report that.',
  ];
  return { exit: 1, code: 'internal', message, advice };
}

function fromPrompt(error: Error): Failure | null {
  if (error.name !== 'ExitPromptError') return null;
  return { exit: 130, code: 'interrupted', message: 'Stopped at the question; nothing was done.', advice: [] };
}

function fromUsage(error: Error, { commands, flags }: Vocabulary): Failure | null {
  const command = /^command (\S+) not found\.?$/i.exec(error.message)?.[1]?.replaceAll(':', ' ');
  if (command !== undefined) {
    const near = nearName(
      command,
      commands.map((id) => id.replaceAll(':', ' ')),
    );
    return {
      exit: 2,
      code: 'unknown-command',
      message: `There is no command "${command}".`,
      advice: [near === null ? '`migrate --help` lists the commands.' : `Did you mean \`migrate ${near}\`?`],
    };
  }
  const value = /^Parsing (--\S+)\s+(.+)/.exec(error.message);
  if (value)
    return {
      exit: 2,
      code: 'usage',
      message: `${value[1] ?? ''}: ${value[2] ?? ''}`,
      advice: ['With --help the command shows its flags and examples.'],
    };
  const empty = /^Flag (--\S+) expects /.test(error.message);
  if (!empty && !('parse' in error)) return null;
  // The parser's errors carry the parser's whole state: only their sentence is meant for people.
  const message = error.message
    .replace(/^The following errors? occurred:\s+/, '')
    .replace(/\nSee more help with --help$/, '')
    .replace(/^(Missing required flag )(?=\w)/m, '$1--');
  const near = 'flags' in error && Array.isArray(error.flags) ? nearFlag(String(error.flags[0]), flags) : null;
  return {
    exit: 2,
    code: 'usage',
    message,
    advice: [near === null ? 'With --help the command shows its flags and examples.' : `Did you mean --${near}?`],
  };
}

function nearFlag(written: string, flags: readonly string[]): string | null {
  return nearName(written.replace(/^-+/, ''), flags);
}
