import { printable } from '../model/text/printable.js';
import { leftEmpty } from './left-empty.js';

/** One thing wrong or suspicious in the inventory, where it stands, and what belongs there. */
export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly file: string;
  /** 1-based; null where the finding is about the whole file. */
  readonly line: number | null;
  readonly column: number | null;
  /** e.g. `sites.OSCER.slots`, `retirements[2].on`; `''` for the whole file. */
  readonly path: string;
  /** What stands there, shortened. */
  readonly found: string;
  readonly expected: string;
  /** A known name close to what was found. Advice only, never a correction. */
  readonly near: string | null;
  /** The whole of it in a sentence, without file and line. */
  readonly message: string;
}

/** More than a person reads; the rest is counted. */
export const mostFindings = 500;

export type Path = readonly (string | number)[];

/** `sites.OSCER.slots`, `order[3]`, `sites["St. Louis"].os`. */
export function pathText(path: Path): string {
  return path.reduce<string>(childPath, '');
}

/** The path one step below `parent`. */
export function childPath(parent: string, step: string | number): string {
  if (typeof step === 'number') return `${parent}[${step}]`;
  if (!/^[\p{L}\p{N}_-]+$/u.test(step)) return `${parent}[${shown(step)}]`;
  return parent === '' ? step : `${parent}.${step}`;
}

const shownLength = 60;

/** A value as a reader of the file would name it, shortened and without control characters. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (value === leftEmpty) return 'a key left empty';
  if (typeof value === 'string')
    return printable(JSON.stringify(value.length > shownLength ? `${value.slice(0, shownLength)}…` : value));
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return 'a mapping';
  return JSON.stringify(value);
}

/** One line for a person: `sites.yaml:12:5: error: sites.OSCER.slots: found …`. */
export function describeFinding(finding: Finding): string {
  const place = [finding.file, finding.line, finding.column].filter((part) => part !== null).join(':');
  const subject = finding.path === '' ? '' : `${finding.path}: `;
  return `${place}: ${finding.severity}: ${subject}${finding.message}`;
}

/** What a check has to say, before it is known on which line it stands. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly path: Path;
  /** Is it the key that is wrong, or its value? */
  readonly about: 'key' | 'value';
  readonly found: string;
  readonly expected: string;
  /** Looked for only when it is told: with many candidates it takes its time. */
  readonly near?: () => string | null;
  /** What to do about it, a sentence. */
  readonly advice?: string;
}

/** Where a problem stands in the text; both null where nobody can say. */
export interface Position {
  readonly line: number | null;
  readonly column: number | null;
}

export const nowhere: Position = { line: null, column: null };

export function findingOf(problem: Problem, file: string, position: Position): Finding {
  const { severity, found, expected } = problem;
  const near = problem.near?.() ?? null;
  const sentences = [`found ${found}, expected ${expected}.`];
  if (near !== null) sentences.push(`Did you mean ${near}?`);
  if (problem.advice !== undefined) sentences.push(problem.advice);
  return {
    severity,
    file,
    ...position,
    path: pathText(problem.path),
    found,
    expected,
    near,
    message: printable(sentences.join(' ')),
  };
}

/** An error about a file as a whole. */
export function fileError(file: string, found: string, expected: string, position: Position = nowhere): Finding {
  return findingOf({ severity: 'error', path: [], about: 'value', found, expected }, file, position);
}
