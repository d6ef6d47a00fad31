import { paragraph, printable } from '../report/style.js';
import { paperOf } from './terminal/colour.js';
import { isOurFault, type Failure } from './failure.js';

/** Tells a person on stderr what went wrong and what to do next; the stack only for our own faults, with DEBUG. */
export function tellFailure(failure: Failure, error: unknown): void {
  const paper = paperOf(process.stderr);
  const lines = [
    ...failure.message.split('\n').map(printable).map((line, at) => (at === 0 ? `${paper.ink.bad('Error:')} ${line}` : `  ${line}`)),
    ...failure.advice.map((advice) => paragraph(`→ ${advice}`, paper, 2)),
  ];
  if (isOurFault(failure) && process.env['DEBUG'] && error instanceof Error && error.stack) lines.push(error.stack);
  process.stderr.write(`${lines.join('\n')}\n`);
}
