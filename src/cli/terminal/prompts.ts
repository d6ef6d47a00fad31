import { Writable } from 'node:stream';
import { displayWidth, linesOf } from '../../report/terminal/display-width.js';
import { UserError } from '../../model/user-error.js';
import { movesCursor, wantsColour } from './colour.js';
import { plainAnswer, plainChoice } from './plain-prompts.js';

/** A question that only a person can answer. */
export interface Question {
  /** Shown before it. */
  readonly preview: string;
  readonly message: string;
  /** What answers it beforehand, e.g. `Add --yes to go ahead.` */
  readonly beforehand: string;
  readonly noInput: boolean;
}

/** Whether somebody can be asked: a prompt on an idle pipe would wait for ever. */
export function canAsk(noInput: boolean): boolean {
  return !noInput && process.stdin.isTTY && process.stderr.isTTY;
}

/** Stderr, without colours where nobody wants them: the prompts themselves colour always. */
export function promptStream(stream: NodeJS.WriteStream = process.stderr): NodeJS.WritableStream {
  if (wantsColour({ argv: process.argv, env: process.env, isTTY: stream.isTTY })) return stream;
  return new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      stream.write(String(chunk).replace(/\u001B\[[\d;]*m/g, ''), done);
    },
  });
}

/** Yes or no. Where nobody can be asked a UserError (exit 4) that names the flag. */
export async function confirm({ preview, message, beforehand, noInput }: Question): Promise<boolean> {
  if (!canAsk(noInput)) {
    throw new UserError(4, 'not-confirmed', 'This needs a yes, and nobody can be asked here; nothing was done.', [
      beforehand,
    ]);
  }
  if (preview !== '') process.stderr.write(`${preview}\n\n`);
  if (!movesCursor(process.stderr)) return /^y(es)?$/i.test(await plainAnswer(`${message} (y/N)`));
  const { default: inquirer } = await import('inquirer');
  const prompt = inquirer.createPromptModule({ output: promptStream() });
  const { answer } = await prompt<{ answer: boolean }>([{ type: 'confirm', name: 'answer', message, default: false }]);
  return answer;
}

/** One line of a list to choose from. */
export interface Choice {
  readonly name: string;
  /** Once it is chosen. */
  readonly short: string;
  readonly value: string;
  /** More of it, below the list while it is pointed at. */
  readonly description: string;
}

export interface Selection {
  /** Shown before the list. */
  readonly preview: string;
  readonly message: string;
  readonly choices: readonly Choice[];
}

// What stands below a list: an empty line, the description of a row, and the keys.
const rowsBesideAList = 8;

/** The chosen values, all ticked beforehand. Only where `canAsk`. */
export async function choose({ preview, message, choices }: Selection): Promise<readonly string[]> {
  if (!movesCursor(process.stderr)) {
    if (preview !== '') process.stderr.write(`${preview}\n\n`);
    return plainChoice(message, choices);
  }
  const { default: inquirer } = await import('inquirer');
  const prompt = inquirer.createPromptModule({ output: promptStream() });
  const previewRows = preview === '' ? 0 : preview.split('\n').length + 1;
  const pageSize = Math.max(5, (process.stderr.rows || 24) - rowsBesideAList - previewRows);
  const below = choices.length - pageSize;
  const columns = (process.stderr.columns || 80) - 4;
  if (preview !== '') process.stderr.write(`${preview}\n\n`);
  const { answer } = await prompt<{ answer: string[] }>([
    {
      type: 'checkbox',
      name: 'answer',
      message: below > 0 ? `${message} (${choices.length}, of which ${below} below)` : message,
      choices: choices.map((choice) => ({ ...choice, name: cut(choice.name, columns), checked: true })),
      pageSize,
      loop: false,
    },
  ]);
  return answer;
}

/** A list scrolls by rows: a choice is one. */
function cut(text: string, columns: number): string {
  return displayWidth(text) <= columns ? text : `${(linesOf(text, columns - 1)[0] ?? '').trimEnd()}…`;
}

/** One line of text. `check` answers what is expected instead, or null. Only where `canAsk`. */
export async function ask({
  message,
  initial,
  check,
}: {
  readonly message: string;
  readonly initial?: string;
  readonly check: (text: string) => string | null;
}): Promise<string> {
  if (!movesCursor(process.stderr)) {
    for (;;) {
      const answer =
        (await plainAnswer(initial === undefined ? message : `${message} (${initial})`)) || (initial ?? '');
      const expected = check(answer);
      if (expected === null) return answer;
      process.stderr.write(`Expected: ${expected}.\n`);
    }
  }
  const { default: inquirer } = await import('inquirer');
  const prompt = inquirer.createPromptModule({ output: promptStream() });
  const { answer } = await prompt<{ answer: string }>([
    {
      type: 'input',
      name: 'answer',
      message,
      ...(initial !== undefined && { default: initial }),
      validate: (text: string) => {
        const expected = check(text);
        return expected === null || `Expected: ${expected}.`;
      },
    },
  ]);
  return answer;
}
