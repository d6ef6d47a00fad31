import type { Style } from './style.js';

/** Where a report was written. */
export function reportFileScreen(file: string, paper: Style): string {
  return `The report is in ${paper.ink.bold(file)}.`;
}
