import { Chalk } from 'chalk';
import { plainStyle, type Emphasis, type Style } from '../../report/terminal/style.js';

/** What decides about colour: chalk overlooks NO_COLOR, Node's styleText overlooks `--no-color`. */
export interface ColourFacts {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isTTY: boolean;
}

/** Colour only on a terminal that can show it, to people who have not refused it. */
export function wantsColour({ argv, env, isTTY }: ColourFacts): boolean {
  if (argv.includes('--no-color')) return false;
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
  return isTTY && env['TERM'] !== 'dumb';
}

/** Whether what was written can be drawn over: codes that move the cursor are noise on a dumb terminal. */
export function movesCursor(
  { isTTY }: { readonly isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>> = process.env,
): boolean {
  return isTTY === true && env['TERM'] !== 'dumb';
}

/** The style of a stream. */
export function styleOf(stream: NodeJS.WriteStream): Style {
  const colour = wantsColour({ argv: process.argv, env: process.env, isTTY: stream.isTTY });
  const width = stream.isTTY ? stream.columns || 80 : Infinity;
  return { ...plainStyle, width, emphasis: colour ? terminalEmphasis() : plainStyle.emphasis };
}

function terminalEmphasis(): Emphasis {
  const chalk = new Chalk({ level: 1 });
  return { bold: chalk.bold, dim: chalk.dim, good: chalk.green, bad: chalk.red, warn: chalk.yellow };
}
