import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { nearName, nearNames } from '../../model/text/near-names.js';
import { UserError, type Failure } from '../../model/user-error.js';
import { placeTrouble } from '../../storage/sqlite.js';
import { systemTrouble } from '../../storage/system-trouble.js';
import { NotAFile } from '../../storage/plain-file.js';

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
  return (
    fromPrompt(error) ??
    fromUsage(error, vocabulary) ??
    fromMachine(error) ??
    ourFault(`${error.name}: ${error.message}`)
  );
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

/** A disk, a folder or a limit of this machine that no command has spoken of itself. */
function fromMachine(error: Error): Failure | null {
  const message = machineSentence(error);
  if (message === null) return null;
  const advice = ['Mend that, then run it again: what was sent stands in the ledger (`migrate history`).'];
  return { exit: 3, code: 'machine', message, advice };
}

function machineSentence(error: Error): string | null {
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === 'ERR_SQLITE_ERROR') {
    const trouble = placeTrouble(error.message);
    const what = trouble === 'no room' ? 'no room is left for it' : 'it cannot be written';
    return (
      trouble &&
      `A database in the state folder failed: ${what} (${error.message}). \`migrate config\` shows the place.`
    );
  }
  if (error instanceof NotAFile) return error.message;
  // Told in words by whoever wrote: the place is in them.
  if (error.cause instanceof Error && 'syscall' in error.cause && 'syscall' in error && path === undefined)
    return `A file cannot be written: ${error.message}`;
  const told = systemTrouble(error, path ?? '');
  if (!(told instanceof Error) || told === error) return null;
  if (path === undefined) return code === 'EMFILE' ? `A file cannot be opened: ${told.message}` : null;
  return code === 'ENOENT' && existsSync(dirname(path))
    ? `There is no ${path}.`
    : `${path} cannot be used: ${told.message}`;
}

function fromPrompt(error: Error): Failure | null {
  if (error.name !== 'ExitPromptError') return null;
  return { exit: 130, code: 'interrupted', message: 'Stopped at the question; nothing was done.', advice: [] };
}

function fromUsage(error: Error, { commands, flags }: Vocabulary): Failure | null {
  const command = /^command (\S+) not found\.?$/i.exec(error.message)?.[1]?.replaceAll(':', ' ');
  if (command !== undefined) {
    const known = commands.map((id) => id.replaceAll(':', ' '));
    const taker = commandIn(command, known);
    if (taker !== null) return takesNothing(taker, command.slice(taker.length + 1));
    const near = nearCommand(command, known);
    return {
      exit: 2,
      code: 'unknown-command',
      message: `There is no command "${command}".`,
      advice: [near ?? '`migrate --help` lists the commands.'],
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
  const ofOneFlag = /^(Flag --\S+ (expects|can only)|Unexpected flag )/.test(error.message);
  if (!ofOneFlag && !('parse' in error)) return null;
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

/** The command that words begin with and that takes none of the rest; null: they begin with a topic, or with nothing known. */
function commandIn(words: string, known: readonly string[]): string | null {
  const isTopic = (name: string): boolean => known.some((other) => other.startsWith(`${name} `));
  return known.find((name) => words.startsWith(`${name} `) && !isTopic(name)) ?? null;
}

/** What to write instead, where people write a name after these commands. */
const instead: Readonly<Record<string, string>> = {
  pause: '`migrate pause --scope site=OSCER --reason TEXT` pauses a site, `--scope cloud=UK` a cloud.',
  resume: '`migrate resume --scope site=OSCER --reason TEXT` resumes a site, `--scope cloud=UK` a cloud.',
  completion: '`migrate completion` alone prints it, for bash and zsh alike.',
};

function takesNothing(command: string, rest: string): Failure {
  return {
    exit: 2,
    code: 'usage',
    message: `\`migrate ${command}\` takes no name: "${rest}" is too much.`,
    advice: [instead[command] ?? `\`migrate ${command} --help\` shows its flags and examples.`],
  };
}

/** The commands nearest to the first words: what follows them may be names. */
function nearCommand(written: string, known: readonly string[]): string | null {
  const words = written.split(' ');
  for (let length = words.length; length > 0; length--) {
    const near = nearNames(words.slice(0, length).join(' '), known, 2).filter((name) => name !== words.join(' '));
    if (near.length > 0) return `Did you mean ${near.map((name) => `\`migrate ${name}\``).join(' or ')}?`;
  }
  return null;
}

function nearFlag(written: string, flags: readonly string[]): string | null {
  return nearName(written.replace(/^-+/, ''), flags);
}
