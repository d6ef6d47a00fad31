/** Where a `pilot_version` stands in a campaign: at `to`, beyond it (never touched), or old. */
export type VersionState = 'at' | 'beyond' | 'old';

interface VersionAim {
  readonly to: string;
  /** Values that count as `to`, `*` for any text. */
  readonly at?: readonly string[];
}

/**
 * At the aim is what the campaign's `at` says, the very `to` where it says nothing: whoever submits the
 * pilots compares letter by letter. Beyond it are greater versions, by the leading integers one by one
 * (`3.12.4.1` for 2). All else is old: `''`, `current`, a URL, and `2.0` for 2.
 */
export function versionState(version: string, { to, at = [] }: VersionAim): VersionState {
  if (version === to || at.some((pattern) => matches(version, pattern))) return 'at';
  const present = leadingIntegers(version);
  for (const [index, limit] of leadingIntegers(to).entries()) {
    const number = present[index];
    if (number !== limit) return number !== undefined && number > limit ? 'beyond' : 'old';
  }
  return 'old';
}

/** `*` stands for any text. */
function matches(version: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(version);
}

function leadingIntegers(version: string): readonly number[] {
  const digits = /^\d+(?:\.\d+)*/.exec(version)?.[0];
  return digits === undefined ? [] : digits.split('.').map(Number);
}
