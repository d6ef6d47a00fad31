import type { Inventory } from '../model/inventory.js';
import { literalText } from './fill.js';

/** A word of a text that belongs to another migration than the campaign's. */
export interface Stranger {
  readonly line: number;
  readonly word: string;
  /** What the campaign has instead. */
  readonly expected: string;
}

const systems = /\b(?:SLC?|CentOS|RHEL|EL|Alma(?:Linux)?|Rocky(?:Linux)?)[ -]?(\d+)\b/gi;
const tools = /\b(?:singularity|apptainer|docker|podman|shifter)\b/gi;
const pilots = /\bpilot[ -]?v?(\d+)\b/gi;

/**
 * The words of a text that name an operating system, a container tool or a pilot that is none of the
 * campaign's: written for an earlier migration, most likely. What stands in `retirements` may be named.
 */
export function otherGenerations(text: string, { campaign, retirements }: Inventory): readonly Stranger[] {
  const { pilot, containers, ready_when } = campaign;
  const retiring = retirements.flatMap(({ queue, because }) => [queue, because]).join(' ');
  const lines = literalText(text).split('\n');
  const check = (pattern: RegExp, own: readonly string[], expected: string): readonly Stranger[] => {
    if (own.length === 0) return [];
    const known = new Set([...own.map(part), ...[...retiring.matchAll(pattern)].map(generationOf)]);
    return lines.flatMap((words, index) =>
      [...words.matchAll(pattern)]
        .filter((match) => !known.has(generationOf(match)))
        .map(([word]) => ({ line: index + 1, word, expected })),
    );
  };
  const os = ready_when['os'] ?? [];
  const pairs = containers ? [containers.on, ...Object.entries(containers.translate).flat()] : [];
  return [
    ...check(
      systems,
      os.flatMap((name) => /\d+/.exec(name)?.[0] ?? []),
      os.join(' or '),
    ),
    ...check(
      tools,
      pairs.map((pair) => pair.split(':')[0] ?? ''),
      containers?.on ?? '',
    ),
    ...check(pilots, pilot ? [pilot.from, pilot.to] : [], pilot ? `Pilot ${pilot.from} or ${pilot.to}` : ''),
  ].sort((one, other) => one.line - other.line);
}

/** Its number, where the pattern tells one; else the word. */
function generationOf([word, number]: RegExpMatchArray): string {
  return number ?? word.toLowerCase();
}

/** A version counts by its first number: `3.1.2` is Pilot 3. */
function part(name: string): string {
  return /^\d+/.exec(name)?.[0] ?? name.toLowerCase();
}
