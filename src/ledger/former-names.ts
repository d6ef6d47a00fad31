/** Members that ledgers of format 1 call otherwise, and that events of that time keep. */
const formerNames: Readonly<Record<string, string>> = { because: 'reason', slice: 'inputsFingerprint' };

/** An operation, verdict or fact of a ledger of any format, by its present names. */
export function presentNames<T extends object>(stored: T): T {
  if (!('because' in stored) && !('slice' in stored)) return stored;
  return Object.fromEntries(Object.entries(stored).map(([name, value]) => [formerNames[name] ?? name, value])) as T;
}
