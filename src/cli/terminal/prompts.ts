import { Writable } from 'node:stream';
import { UserError } from '../../model/user-error.js';
import { wantsColour } from './colour.js';

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
}

/** The chosen values, all ticked beforehand. Only where `canAsk`. */
export async function choose(message: string, choices: readonly Choice[]): Promise<readonly string[]> {
  const { default: inquirer } = await import('inquirer');
  const prompt = inquirer.createPromptModule({ output: promptStream() });
  const { answer } = await prompt<{ answer: string[] }>([
    {
      type: 'checkbox',
      name: 'answer',
      message,
      choices: choices.map((choice) => ({ ...choice, checked: true })),
      pageSize: 15,
      loop: false,
    },
  ]);
  return answer;
}
