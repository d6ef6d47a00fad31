import type { LedgerEvent } from '../../ledger/port.js';

export const exportFormats = ['ndjson', 'csv'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** The events as lines of JSON, or as RFC 4180 text with a head line; the last line ends too. */
export function exportText(events: readonly LedgerEvent[], format: ExportFormat): string {
  return format === 'ndjson' ? events.map((event) => `${JSON.stringify(event)}\n`).join('') : csv(events);
}

const columns = [
  ['id', ({ id }) => String(id)],
  ['at', ({ at }) => at],
  ['actor', ({ actor }) => actor],
  ['what', ({ what }) => what],
  ['key', ({ key }) => key],
  ['site', ({ site }) => site],
  ['queue', ({ queue }) => queue],
  ['host', ({ origin }) => origin?.host],
  ['command', ({ origin }) => origin?.command],
  ['plan', ({ origin }) => origin?.plan],
  ['detail', ({ detail }) => JSON.stringify(detail)],
  ['hash', ({ hash }) => hash],
] as const satisfies readonly (readonly [string, (event: LedgerEvent) => string | null | undefined])[];

function csv(events: readonly LedgerEvent[]): string {
  const rows = [columns.map(([name]) => name), ...events.map((event) => columns.map(([, cell]) => cell(event) ?? ''))];
  return rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
}

/** A cell that a spreadsheet would take for a formula is text to it with an apostrophe before. */
function quoted(cell: string): string {
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
