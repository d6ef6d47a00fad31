import { closeSync, readFileSync } from 'node:fs';
import { messageOf } from '../model/user-error.js';
import { GridFailure } from './ports.js';
import { isPrintable } from '../model/text/printable.js';
import { NotAFile, openPlainFile } from '../storage/plain-file.js';

const largestBytes = 1_000_000;

/**
 * The text of a file that holds a secret, as it stands. Refused when it is missing, not a file,
 * empty, or readable by others than its owner. `what` names it for a person, e.g. `X.509 proxy`.
 */
export function readSecretFile(file: string, what: string): string {
  const { handle, stats: stat } = opened(file, what);
  try {
    if ((stat.mode & 0o077) !== 0)
      throw refusal(file, what, 'can be read by others than its owner', [`chmod 600 ${file}`]);
    if (stat.size > largestBytes)
      throw refusal(file, what, 'is far too large to be one', ['Check the path in the grid profile.']);
    const text = readFileSync(handle, 'utf8');
    if (text.trim() === '') throw refusal(file, what, 'is empty', ['Write it again.']);
    return text;
  } finally {
    closeSync(handle);
  }
}

/** What is no file is not waited for. */
function opened(file: string, what: string): ReturnType<typeof openPlainFile> {
  try {
    return openPlainFile(file);
  } catch (error) {
    if (error instanceof NotAFile)
      throw refusal(file, what, `is ${error.found}, and not a file`, ['Name the file itself in the grid profile.']);
    throw refusal(file, what, cannotOpen(error), [
      `Check the path in the grid profile${isMissing(error) ? ', or make the file' : ''}.`,
    ]);
  }
}

/** A token or password: the one line of such a file, without the white space around it. */
export function readSecret(file: string, what: string): string {
  const secret = readSecretFile(file, what).trim();
  if (!isPrintable(secret))
    throw refusal(file, what, 'has more than one line, or characters that cannot be typed', [
      'It holds the secret alone, on one line.',
    ]);
  return secret;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function cannotOpen(error: unknown): string {
  if (isMissing(error)) return 'does not exist';
  if (error instanceof Error && 'code' in error && error.code === 'EACCES') return 'may not be read by you';
  return `cannot be opened (${messageOf(error)})`;
}

function refusal(file: string, what: string, why: string, advice: readonly string[]): GridFailure {
  return new GridFailure('not allowed', `The ${what} file ${file} ${why}.`, false, advice);
}
