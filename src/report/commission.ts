import type { Paper } from './paper.js';
import type { Result } from './results.js';
import { table } from './table.js';

/** Verdicts, one a queue. */
export function commissionScreen({ verdicts }: Result<'commission'>, paper: Paper): string {
  return table(
    verdicts,
    [
      { title: 'site', cell: ({ site }) => site, style: (text) => paper.ink.bold(text) },
      { title: 'queue', cell: ({ queue }) => queue },
      { title: 'verdict', cell: ({ verdict }) => verdict },
      { title: 'because', cell: ({ because }) => because },
    ],
    paper,
  );
}
