import { nearName } from '../inventory/near-name.js';
import type { ExitCode } from './exit-codes.js';

/** What went wrong, for a person and for a program. `code` is stable. */
export interface Failure {
  readonly exit: ExitCode;
  readonly code: string;
  readonly message: string;
  /** What to do next. */
  readonly advice: readonly string[];
}

/** An error that the operator can do something about; anything else that is thrown is a fault of ours. */
export class OperatorError extends Error implements Failure {
  override readonly name = 'OperatorError';
  constructor(
    readonly exit: ExitCode,
    readonly code: string,
    message: string,
    readonly advice: readonly string[] = [],
  ) {
    super(message);
  }
}

/** The words that a command line may hold, for "did you mean". */
export interface Vocabulary {
  /** Ids: `brokeroff:schedule`. */
  readonly commands: readonly string[];
  /** Without dashes. */
  readonly flags: readonly string[];
}

/** The failure behind anything thrown. */
export function failureOf(error: unknown, words: Vocabulary): Failure {
  if (error instanceof OperatorError) return error;
  if (!(error instanceof Error)) return ourFault(String(error));
  return fromPrompt(error) ?? fromUsage(error, words) ?? fromRooms(error) ?? ourFault(`${error.name}: ${error.message}`);
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
    const near = nearName(command, commands.map((id) => id.replaceAll(':', ' ')));
    return {
      exit: 2,
      code: 'unknown-command',
      message: `There is no command "${command}".`,
      advice: [near === null ? '`migrate --help` lists the commands.' : `Did you mean \`migrate ${near}\`?`],
    };
  }
  const value = /^Parsing (--\S+)\s+(.+)/.exec(error.message);
  if (value) return { exit: 2, code: 'usage', message: `${value[1] ?? ''}: ${value[2] ?? ''}`, advice: ['With --help the command shows its flags and examples.'] };
  const empty = /^Flag (--\S+) expects /.test(error.message);
  if (!empty && !('parse' in error)) return null;
  // The parser's errors carry the parser's whole state: only their sentence is meant for people.
  const message = error.message.replace(/^The following errors? occurred:\s+/, '').replace(/\nSee more help with --help$/, '').replace(/^(Missing required flag )(?=\w)/m, '$1--');
  const near = 'flags' in error && Array.isArray(error.flags) ? nearFlag(String(error.flags[0]), flags) : null;
  return { exit: 2, code: 'usage', message, advice: [near === null ? 'With --help the command shows its flags and examples.' : `Did you mean --${near}?`] };
}

function nearFlag(written: string, flags: readonly string[]): string | null {
  return nearName(written.replace(/^-+/, ''), flags);
}

// Told by name: importing the rooms' classes would load the rooms at every start.
function fromRooms(error: Error): Failure | null {
  const advice = 'advice' in error && Array.isArray(error.advice) ? error.advice.map(String) : [];
  if (error.name === 'LedgerRefusal') return { exit: 3, code: 'ledger-refused', message: error.message, advice };
  if (error.name === 'LedgerFailure') return { exit: 1, code: 'ledger-failure', message: error.message, advice };
  if (error.name === 'TemplateError') return { exit: 3, code: 'bad-template', message: error.message, advice };
  if (error.name === 'EditRefusal') return { exit: 4, code: 'edit-refused', message: error.message, advice };
  if (error.name === 'GridFailure') return { exit: 1, code: 'grid-failure', message: error.message, advice };
  return null;
}
