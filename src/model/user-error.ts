import type { ExitCode } from './exit-codes.js';

/** What went wrong, for a person and for a program. */
export interface Failure {
  readonly exit: ExitCode;
  /** Stable: programs match it. */
  readonly code: string;
  readonly message: string;
  /** What to do next. */
  readonly advice: readonly string[];
}

/** An error that the operator can do something about. Anything else that is thrown is a bug of ours. */
export class UserError extends Error implements Failure {
  override readonly name: string = 'UserError';
  constructor(
    readonly exit: ExitCode,
    readonly code: string,
    message: string,
    readonly advice: readonly string[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
