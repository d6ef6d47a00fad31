import { EVENT_ID, SCALAR_STYLE, type Event } from 'js-yaml';
import { findingOf, mostFindings, type Finding } from '../finding.js';
import { nodesOf, positionsIn } from './positions.js';

/**
 * Unquoted words that YAML reads as something other than what is written: `012`, `1.0`, `0x10`, `1e3`.
 * As a key each of them is a name that silently became another; as a value, a version or name that did.
 */
export function alteredScalars(events: readonly Event[], text: string, file: string): Finding[] {
  const suspects = new Map<number, string>();
  for (const event of events) {
    if (event.type !== EVENT_ID.SCALAR || event.style !== SCALAR_STYLE.PLAIN || event.tagStart !== -1) continue;
    if (event.valueStart === -1 || !mayAlter(text.charCodeAt(event.valueStart))) continue;
    const written = text.slice(event.valueStart, event.valueEnd);
    if (readAs(written) !== written) suspects.set(event.valueStart, written);
  }
  return suspects.size === 0 ? [] : findingsOf(suspects, events, text, file);
}

/** A sign, dot or digit, a tilde, or the first letter of true, false or null: all else stays what is written. */
function mayAlter(first: number): boolean {
  return (first >= 0x2b && first <= 0x39) || 'fFnNtT~'.includes(String.fromCharCode(first));
}

/** What YAML 1.2 makes of an unquoted word, written again. */
export function readAs(word: string): string {
  if (/^(?:true|True|TRUE|false|False|FALSE|null|Null|NULL)$/.test(word)) return word.toLowerCase();
  if (word === '~') return 'null';
  if (/^0o[0-7]+$/.test(word) || /^0x[\da-fA-F]+$/.test(word)) return String(Number(word));
  if (/^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(word)) return String(Number(word));
  if (/^[-+]?\.(?:inf|Inf|INF)$/.test(word)) return word.startsWith('-') ? '-Infinity' : 'Infinity';
  return /^\.(?:nan|NaN|NAN)$/.test(word) ? 'NaN' : word;
}

function findingsOf(
  suspects: ReadonlyMap<number, string>,
  events: readonly Event[],
  text: string,
  file: string,
): Finding[] {
  const positionOf = positionsIn(text);
  const findings: Finding[] = [];
  const add = (path: string, start: number, about: 'key' | 'value', written: string): void => {
    const read = readAs(written);
    const expected = `it in quotes, "${written}"${about === 'value' ? `, or the number ${read} plainly` : ''}`;
    const found = `${written} without quotes, which is read as ${read}`;
    const finding = findingOf({ severity: 'error', path: [], about, found, expected }, file, positionOf(start));
    findings.push({ ...finding, path });
  };
  for (const { path, keyStart, valueStart } of nodesOf(events, text)) {
    if (findings.length >= mostFindings) break;
    const key = suspects.get(keyStart);
    if (key !== undefined && keyStart !== valueStart) add(path, keyStart, 'key', key);
    const value = suspects.get(valueStart);
    if (value !== undefined && isWholeNumber(value)) add(path, valueStart, 'value', value);
  }
  return findings;
}

/** Where a text is wanted, whole numbers are taken for one. Fractions, yes, no and nothing never are. */
function isWholeNumber(written: string): boolean {
  return /^-?\d+$/.test(readAs(written)) || /e\+/.test(readAs(written));
}
