import type { CellSource } from '../planning/overview/cell-sources.js';
import { clock } from './terminal/when.js';
import type { Style } from './terminal/style.js';

/** `catalogue, read 2019-08-05 08:00, so since 2019-08-02 10:00`; with the reason where it is stale. */
export function sourceText({ source, readAt, since, stale }: CellSource, style: Pick<Style, 'timezone'>): string {
  return [
    `${source}, read ${clock(readAt, style)}`,
    ...(since === null ? [] : [`so since ${clock(since, style)}`]),
    ...(stale === null ? [] : [`stale: ${stale}`]),
  ].join(', ');
}

/** A cell with its mark where what it says may no longer be so. */
export function markedCell(text: string, { stale }: CellSource): string {
  return stale === null || text === '' ? text : `${text} (stale)`;
}
