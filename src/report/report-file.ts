import type { Style } from './terminal/style.js';

/** Where a report was written. */
export function renderReportFile(file: string, style: Style): string {
  return `The report is in ${style.emphasis.bold(file)}.`;
}
