import type { ExitCode } from './exit-codes.js';
import { printable } from './text/printable.js';

/** What went wrong, for a person and for a program. */
export interface Failure {
  readonly exit: ExitCode;
  /** Stable: programs match it. */
  readonly code: string;
  readonly message: string;
  /** What to do next. */
  readonly advice: readonly string[];
}

/**
 * An error that the operator can do something about. Anything else that is thrown is a bug of ours. Its words may
 * come from outside and go anywhere: each line of the message, and each advice, is printable.
 */
export class UserError extends Error implements Failure {
  override readonly name: string = 'UserError';
  readonly advice: readonly string[];
  constructor(
    readonly exit: ExitCode,
    readonly code: string,
    message: string,
    advice: readonly string[] = [],
    options?: ErrorOptions,
  ) {
    super(message.split('\n').map(printable).join('\n'), options);
    this.advice = advice.map(printable);
  }
}

/** What went wrong, of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
