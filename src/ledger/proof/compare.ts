import { isCount } from '../stored.js';
import { names, type Cell, type Row, type Tables } from './tables.js';

/** Where the tables differ from what the events tell, as sentences. */
export function differencesOf(found: Tables, told: Tables): readonly string[] {
  return (Object.keys(names) as (keyof Tables)[]).flatMap((table) => {
    const rows = new Set([...found[table].keys(), ...told[table].keys()]);
    return [...rows].flatMap((row) => rowDifferences(`${table} ${row}`, found[table].get(row), told[table].get(row)));
  });
}

function rowDifferences(name: string, found: Row | undefined, told: Row | undefined): readonly string[] {
  if (!found) return [`${name} is missing.`];
  if (!told) return [`${name} stands there, and no event tells of it.`];
  return [...new Set([...Object.keys(found), ...Object.keys(told)])].flatMap((column) => {
    const cell = found[column] ?? null;
    const expected = told[column] ?? null;
    if (column === 'lease_until_ms' ? isLease(cell, expected) : cell === expected) return [];
    return `${name}: ${column} is ${shown(cell)}, the events tell ${shown(expected)}.`;
  });
}

/** A lease that runs is prolonged without an event: of it only that it runs is known. */
function isLease(found: Cell, told: Cell): boolean {
  return isCount(found) && (told === 0 ? found === 0 : Number(found) > 0);
}

function shown(cell: Cell): string {
  if (cell === null) return 'nothing';
  const text = String(cell);
  return text.length <= 120 ? text : `${text.slice(0, 119)}…`;
}
