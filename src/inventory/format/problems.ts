import type { core } from 'zod';
import { shown, type Path, type Problem } from '../finding.js';
import { leftEmpty } from '../left-empty.js';
import { nearName } from '../../model/text/near-names.js';

/** What zod found wrong with `value`, which stands at `base`. The schemas' messages are what is expected. */
export function problemsOf(issues: readonly core.$ZodIssue[], base: Path, value: unknown): Problem[] {
  return issues.flatMap((issue) => {
    const steps = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
    const path = [...base, ...steps];
    const found = valueAt(value, steps);
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => unknownKey([...path, key], key, valueAt(found, [key]), issue.message.split(', ')));
    }
    // Of several forms the one that was begun tells what is wrong in it.
    const begun = issue.code === 'invalid_union' ? issue.errors.filter((form) => form.every(isWithin)) : [];
    if (begun[0] && begun.length === 1) return problemsOf(begun[0], path, found);
    const expected = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
    const about = issue.code === 'invalid_key' ? 'key' : 'value';
    return [
      {
        severity: 'error',
        path,
        about,
        found: shown(about === 'key' ? steps.at(-1) : found),
        expected,
        near: () => nearValue(issue, found),
        ...(about === 'value' && found === leftEmpty && { advice: 'Write its value, or take the key out.' }),
      },
    ];
  });
}

function isWithin(issue: core.$ZodIssue): boolean {
  return issue.path.length > 0 || issue.code === 'unrecognized_keys';
}

/** A key that the format does not have at `path`. */
function unknownKey(path: Path, key: string, value: unknown, known: readonly string[]): Problem {
  const problem = {
    severity: 'error',
    path,
    about: 'key',
    found: `the key ${shown(key)}`,
    expected: `one of ${known.join(', ')}`,
  } as const;
  const near = nearName(key, known);
  // In `{ evidence: hint, checked by X }` YAML reads the text after the comma as another key.
  if ((value === null || value === leftEmpty) && near === null) {
    return {
      ...problem,
      found: `${problem.found} without a value`,
      advice: 'If it belongs to the text before the comma, put that text in quotes.',
    };
  }
  return { ...problem, near: () => near };
}

function nearValue(issue: core.$ZodIssue, found: unknown): string | null {
  if (typeof found !== 'string') return null;
  if (issue.code === 'invalid_value') return nearName(found, issue.values.map(String));
  if (issue.code !== 'custom') return null;
  const near = issue.params?.['near'] as ((found: string) => string | null) | undefined;
  return near ? near(found) : null;
}

function valueAt(value: unknown, path: Path): unknown {
  let current = value;
  for (const step of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Record<string | number, unknown>)[step];
  }
  return current;
}
