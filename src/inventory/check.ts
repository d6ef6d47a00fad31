import { assembleInventory } from './format/assemble.js';
import { warnings } from './warnings.js';
import { findingOf, mostFindings, nowhere, type Finding, type Problem } from './finding.js';
import type { Inventory } from '../model/inventory.js';
import { locate } from './yaml/positions.js';
import type { ReadText } from './read-text.js';
import { referenceProblems } from './references.js';
import { gatherSources, type Placed } from './sources.js';

export type Loaded =
  /** `findings`: warnings, which stop nothing. */
  | { readonly ok: true; readonly inventory: Inventory; readonly findings: readonly Finding[] }
  /** Errors, all of them at once, and warnings where the file could be understood so far. */
  | { readonly ok: false; readonly findings: readonly Finding[] };

/** A `Loaded` with the texts it was made of: the main file's first. */
export type Checked = Loaded & { readonly texts: readonly { readonly file: string; readonly text: string }[] };

/**
 * Everything between the text of `sites.yaml` and an `Inventory`. `read` answers the text of the
 * main file and of those it includes; nothing else is touched.
 */
export function checkInventory(file: string, read: ReadText): Checked {
  const gathered = gatherSources(file, read);
  const texts = gathered.sources.map((source) => ({ file: source.file, text: source.text }));
  const [main] = gathered.sources;
  if (!main) return { ok: false, findings: gathered.findings, texts };
  const assembled = assembleInventory(gathered.sources);
  // With a file missing, half of the names would seem unknown.
  const references = gathered.complete ? referenceProblems(gathered.sources) : [];
  const errors = [...gathered.problems, ...assembled.problems, ...references];
  if (errors.length > 0 || gathered.findings.length > 0 || !assembled.inventory) {
    return { ok: false, findings: inOrder(onePerPlace([...gathered.findings, ...findingsOf(errors)]), texts), texts };
  }
  const { inventory } = assembled;
  return { ok: true, inventory, findings: inOrder(findingsOf(warnings(inventory, gathered.sources)), texts), texts };
}

function findingsOf(placed: readonly Placed[]): Finding[] {
  const told = placed.slice(0, mostFindings);
  const sources = new Set(told.map(({ source }) => source));
  const findings = [...sources].flatMap((source) => {
    const problems = told.flatMap((each) => (each.source === source ? [each.problem] : []));
    const positions = locate(source.text, problems);
    return problems.map((problem, index) => findingOf(problem, source.file, positions[index] ?? nowhere));
  });
  const [first] = told;
  if (!first || placed.length === told.length) return findings;
  const rest: Problem = {
    severity: first.problem.severity,
    path: [],
    about: 'value',
    found: `${placed.length - told.length} more problems`,
    expected: 'none',
  };
  return [...findings, findingOf(rest, first.source.file, nowhere)];
}

/** What is wrong at one place is told once: the first says why, others only follow from it. */
function onePerPlace(findings: readonly Finding[]): readonly Finding[] {
  const told = new Set<string>();
  return findings.filter(({ file, path, line, column }) => {
    const place = [file, path, line, column].join('\n');
    return path === '' || (!told.has(place) && told.add(place));
  });
}

/** As a person reads: file by file, from top to bottom. */
function inOrder(findings: readonly Finding[], texts: Checked['texts']): Finding[] {
  const files = new Map(texts.map(({ file }, index) => [file, index]));
  const last = Number.POSITIVE_INFINITY;
  const rank = (finding: Finding): number => files.get(finding.file) ?? last;
  return findings.toSorted(
    (a, b) =>
      compare(rank(a), rank(b)) ||
      compare(a.line ?? last, b.line ?? last) ||
      compare(a.column ?? last, b.column ?? last),
  );
}

function compare(left: number, right: number): number {
  return left === right ? 0 : left < right ? -1 : 1;
}
