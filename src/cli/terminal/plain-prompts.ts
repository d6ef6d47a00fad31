import { createInterface } from 'node:readline';
import { UserError } from '../../model/user-error.js';

/** Questions on a terminal that cannot draw over what it has shown: a line is asked for, a line is read. */

/** One line, without blanks around it. A UserError (exit 130) where the input ends instead. */
export async function plainAnswer(message: string): Promise<string> {
  process.stderr.write(`${message} `);
  const reader = createInterface({ input: process.stdin, terminal: false });
  try {
    const line = await new Promise<string | null>((answered) => {
      reader.once('line', answered);
      reader.once('close', () => {
        answered(null);
      });
    });
    if (line === null) throw new UserError(130, 'interrupted', 'Stopped at the question; nothing was done.');
    return line.trim();
  } finally {
    reader.close();
  }
}

interface PlainChoice {
  readonly name: string;
  readonly value: string;
}

/** The chosen values by the numbers of their lines; an empty line takes them all, 0 none. */
export async function plainChoice(message: string, choices: readonly PlainChoice[]): Promise<readonly string[]> {
  for (const [index, { name }] of choices.entries())
    process.stderr.write(`${String(index + 1).padStart(4)}  ${name}\n`);
  for (;;) {
    const written = await plainAnswer(`${message} Their numbers, such as 1 3; an empty line takes all, 0 none:`);
    if (written === '') return choices.map(({ value }) => value);
    const numbers = written.split(/[\s,]+/).map(Number);
    if (numbers.length === 1 && numbers[0] === 0) return [];
    if (numbers.every((number) => choices[number - 1] !== undefined))
      return choices.filter((_, index) => numbers.includes(index + 1)).map(({ value }) => value);
    process.stderr.write(`Expected: numbers from 1 to ${choices.length}.\n`);
  }
}
