import { cpuSentence } from '../../commissioning/jobs/cpu.js';
import { paragraph, type Style } from '../terminal/style.js';
import type { Result } from '../results/results.js';
import { table } from '../terminal/table.js';
import { headline } from '../terminal/when.js';

type Verdict = Result<'commission'>['verdicts'][number];

/** Verdicts, one a queue, with the counts they rest on; what a person has to do stands below. */
export function renderCommission({ campaign, asOf, verdicts }: Result<'commission'>, style: Style): string {
  if (verdicts.length === 0) return `${campaign}: no queue is under watch.`;
  const hasWindow = verdicts.some(({ canGoBackUntil: until }) => until != null);
  const rows = table(
    verdicts,
    [
      { title: 'site', cell: ({ site }) => site, emphasize: (text) => style.emphasis.bold(text) },
      { title: 'queue', cell: ({ queue }) => queue },
      {
        title: 'verdict',
        cell: (row) => (row.isFinal === false ? `${row.verdict}, so far` : row.verdict),
        emphasize: (text, row) => emphasisOf(row, style)(text),
      },
      { title: 'jobs', cell: ({ evidence }) => String(evidence?.jobs ?? ''), right: true },
      {
        title: 'failed',
        cell: ({ evidence }) => (evidence ? percent(evidence.failures, evidence.jobs) : ''),
        right: true,
      },
      {
        title: 'before',
        cell: ({ evidence }) => (evidence ? `${(100 * evidence.rateBefore).toFixed(1)} %` : ''),
        right: true,
      },
      ...(hasWindow ? [{ title: 'can go back until', cell: ({ canGoBackUntil: until }: Verdict) => until ?? '' }] : []),
      { title: 'reason', cell: ({ reason }) => reason },
    ],
    style,
  );
  const actions = verdicts.flatMap(({ queue, action, evidence }) => [
    ...(action == null ? [] : [`${queue}: ${action}`]),
    ...(evidence?.cpu
      .filter(({ isFlagged }) => isFlagged)
      .map(
        (found) => `${queue}: ${cpuSentence(found)}: tell the site and the pilot's authors; nothing is changed for it.`,
      ) ?? []),
  ]);
  const examples = verdicts.flatMap(({ queue, evidence }) =>
    evidence?.alarm
      ? evidence.causes
          .slice(0, 1)
          .map(({ cause, examples: ids }) => `${queue}: jobs that show it (${cause}): ${ids.join(', ')}`)
      : [],
  );
  const notes = [...actions, ...examples].map((note) => paragraph(note, style));
  return [headline({ campaign, asOf }, style), '', rows, ...(notes.length > 0 ? ['', ...notes] : [])].join('\n');
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '' : `${((100 * part) / whole).toFixed(1)} %`;
}

function emphasisOf({ verdict, isFinal }: Verdict, { emphasis: { good, bad, dim } }: Style): (text: string) => string {
  if (isFinal === false) return dim;
  return verdict === 'good' ? good : bad;
}
