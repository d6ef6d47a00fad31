import { dirname, isAbsolute, join, normalize } from 'node:path';
import { fileError, shown, type Finding, type Problem } from './finding.js';
import { parseYaml } from './yaml/parse.js';
import type { ReadText } from './read-text.js';

/** One file of the inventory, parsed but not yet checked. */
export interface Source {
  readonly file: string;
  readonly text: string;
  readonly document: unknown;
}

/** A problem and the file it is in. */
export interface Placed {
  readonly source: Source;
  readonly problem: Problem;
}

export interface Sources {
  /** The main file first, then what it includes, in the order of the text. */
  readonly sources: readonly Source[];
  readonly problems: readonly Placed[];
  /** Of files that could not be read or parsed, and duplicate keys. */
  readonly findings: readonly Finding[];
  /** Every file could be read and parsed. */
  readonly complete: boolean;
}

/** Reads the main file and whatever it includes. Names in `include` are relative to the file they stand in. */
export function gatherSources(mainFile: string, read: ReadText): Sources {
  const sources: Source[] = [];
  const problems: Placed[] = [];
  const findings: Finding[] = [];
  const taken = new Set<string>();
  let complete = true;

  function gather(file: string, text: string, parents: readonly string[]): void {
    taken.add(normalize(file));
    const parsed = parseYaml(file, text);
    findings.push(...parsed.findings);
    if (!parsed.ok) {
      complete = false;
      return;
    }
    if (parsed.document === undefined || parsed.document === null) {
      findings.push(
        fileError(file, 'an empty file', parents.length === 0 ? 'at least `campaign` and `sites`' : '`sites`'),
      );
      return;
    }
    const source = { file, text, document: parsed.document };
    sources.push(source);
    const chain = [...parents, normalize(file)];
    for (const [index, included] of listAt(parsed.document, 'include').entries()) {
      if (typeof included !== 'string') continue;
      const wrong = include(isAbsolute(included) ? included : join(dirname(file), included), chain);
      if (wrong)
        problems.push({ source, problem: { severity: 'error', path: ['include', index], about: 'value', ...wrong } });
    }
  }

  function include(file: string, chain: readonly string[]): { found: string; expected: string } | null {
    const circle = chain.indexOf(file);
    if (circle !== -1) {
      return {
        found: `a circle: ${[...chain.slice(circle), file].join(' includes ')}`,
        expected: 'files that do not include themselves',
      };
    }
    if (taken.has(file)) return { found: `${shown(file)} a second time`, expected: 'each file once' };
    const answer = read(file);
    if (!answer.ok) {
      complete = false;
      return { found: `${shown(file)}: ${answer.found}`, expected: answer.expected };
    }
    gather(file, answer.text, chain);
    return null;
  }

  const main = read(mainFile);
  if (main.ok) gather(mainFile, main.text, []);
  else findings.push(fileError(mainFile, main.found, main.expected));
  return { sources, problems, findings, complete };
}

/** The list under a key of something that may be no mapping at all; empty where there is none. */
export function listAt(value: unknown, key: string): readonly unknown[] {
  const list = memberOf(value, key);
  return Array.isArray(list) ? (list as unknown[]) : [];
}

/** The mapping under a key of something that may be no mapping at all; empty where there is none. */
export function mappingAt(value: unknown, key: string): Readonly<Record<string, unknown>> {
  const mapping = memberOf(value, key);
  return typeof mapping === 'object' && mapping !== null && !Array.isArray(mapping)
    ? (mapping as Record<string, unknown>)
    : {};
}

export function memberOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}
