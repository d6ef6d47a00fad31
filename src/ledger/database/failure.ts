import { LedgerFailure, LedgerRefusal } from '../port.js';

const access = [
  "Name a user who may use the database in the ledger's address. The password stands in ~/.pgpass, in PGPASSWORD, or in the file of `password_file=`.",
];

/** What an error of the database, or of the way to it, means to an operator. */
export function failureOf(shown: string, problem: unknown): LedgerFailure | LedgerRefusal {
  const cause = problem instanceof Error && problem.cause !== undefined ? problem.cause : problem;
  const message = sentenceOf(cause);
  const ledger = `The ledger ${shown}`;
  switch (codeOf(cause)) {
    case '28P01':
    case '28000':
      return new LedgerRefusal(`${ledger} turns this user away: ${message}.`, access);
    case '3D000':
      return new LedgerRefusal(`${ledger} is not there: ${message}.`, [
        'Create the database first; the tables in it are made here.',
      ]);
    case '42501':
      return new LedgerRefusal(`${ledger} may not be used so: ${message}.`, [
        'The user needs the right to create a schema in the database, or a schema of their own: `schema=` in the address.',
      ]);
    case '25006':
      return new LedgerFailure(`${ledger} is read only, a standby perhaps: nothing was written. Name the primary.`, {
        cause,
      });
    case '53100':
      return new LedgerFailure(`${ledger} has no room left on its disk: nothing of this step was recorded.`, {
        cause,
        advice: ['Make room there, then run it again: it goes on from what the ledger says.'],
      });
    case '55P03':
      return new LedgerFailure(`${ledger} failed: another process has kept it locked for too long; is one suspended?`, {
        cause,
      });
    default:
      return new LedgerFailure(`${ledger} failed: ${message}.${isLost(cause) ? lost : ''}`, { cause });
  }
}

const lost =
  ' Whether the last step was recorded is not known; run the command again when the database is back, and it goes on from what the ledger says.';

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : '';
}

function isLost(cause: unknown): boolean {
  const code = codeOf(cause);
  return code === '' || code.startsWith('57P') || code.startsWith('08') || code === 'ECONNRESET' || code === 'EPIPE';
}

/** A failed connection to a name with several addresses has its reasons inside. */
function sentenceOf(cause: unknown): string {
  if (cause instanceof AggregateError) return cause.errors.map((error) => sentenceOf(error)).join('; ');
  return cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause);
}
