import type { ExitCode } from '../model/exit-codes.js';
import type { Failure } from '../model/user-error.js';

/** What every command prints with `--json`. */
export interface Envelope<Result = unknown> {
  /** Name and version of the shape of `result`: `migrate/status/2`. */
  readonly schema: string;
  /** The exit code. */
  readonly status: ExitCode;
  readonly result: Result | null;
  readonly warnings: readonly string[];
  /** Hash of the ledger's newest event, where the command wrote into it. */
  readonly ledgerHead?: string;
  readonly error?: { readonly code: string; readonly message: string; readonly advice: readonly string[] };
}

/** The schema's name of a command, e.g. `brokeroff:schedule` → `migrate/brokeroff-schedule/2`. */
export function schemaOf(command: string): string {
  return `migrate/${command.replaceAll(':', '-').replaceAll(' ', '-')}/2`;
}

export function failed(
  command: string,
  { exit, code, message, advice }: Failure,
  warnings: readonly string[],
  ledgerHead: string | null,
): Envelope<never> {
  return {
    schema: schemaOf(command),
    status: exit,
    result: null,
    warnings,
    ...(ledgerHead !== null && { ledgerHead }),
    error: { code, message, advice },
  };
}

/** JSON for stdout. C1 controls are escaped too: JSON leaves them as they are, and terminals obey them. */
export function envelopeText(envelope: Envelope): string {
  const escaped = (control: string): string => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return `${JSON.stringify(envelope, null, 2).replace(/[\u007f-\u009f\u2028\u2029]/g, escaped)}\n`;
}
