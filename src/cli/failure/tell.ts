import { paragraph, readable, type Style } from '../../report/terminal/style.js';
import { styleOf } from '../terminal/colour.js';
import type { Failure } from '../../model/user-error.js';
import { isOurFault } from './failure.js';

/** Tells a person on stderr what went wrong and what to do next; the stack only for our own faults, with DEBUG. */
export function tellFailure(failure: Failure, error: unknown, style: Style = styleOf(process.stderr)): void {
  const lines = [
    ...failure.message
      .split('\n')
      .map((line) => readable(line, style))
      .map((line, at) => (at === 0 ? `${style.emphasis.bad('Error:')} ${line}` : `  ${line}`)),
    ...failure.advice.map((advice) => paragraph(`→ ${advice}`, style, 2)),
  ];
  if (isOurFault(failure) && process.env['DEBUG'] && error instanceof Error && error.stack) lines.push(error.stack);
  process.stderr.write(`${lines.join('\n')}\n`);
}
