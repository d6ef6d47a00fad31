import type { Ledger } from '../../ledger/port.js';
import { UserError } from '../../model/user-error.js';
import type { Result } from '../../report/results/results.js';

type Verified = NonNullable<Result<'history'>['verified']>;

const hash = /^[0-9a-f]{64}$/;

/** Checks the whole ledger; `expected` is a head of it that was kept elsewhere. */
export async function verifyLedger(
  ledger: Ledger,
  expected: string | undefined,
): Promise<{ readonly verified: Verified; readonly holds: boolean }> {
  if (expected !== undefined && !hash.test(expected)) {
    throw new UserError(2, 'usage', `--expect ${expected} is not a head of a ledger: it has 64 digits 0-9a-f.`, [
      'Every command that acts prints the head; with --json it is `ledgerHead`.',
    ]);
  }
  const { events, head, broken, differences } = await ledger.verify();
  const known = expected === undefined ? null : await goesBackTo(ledger, expected);
  const verified = {
    events,
    head,
    brokenAt: broken?.id ?? null,
    differences,
    ...(expected !== undefined && { expected: { head: expected, found: known === true } }),
  };
  return { verified, holds: broken === null && (differences ?? []).length === 0 && known !== false };
}

async function goesBackTo(ledger: Ledger, head: string): Promise<boolean> {
  if (/^0+$/.test(head)) return true;
  return (await ledger.events({})).some((event) => event.hash === head);
}
