import { count } from '../model/text/sentences.js';
import type { Result } from './results/results.js';
import { paragraph, readable, type Style } from './terminal/style.js';
import { clock } from './terminal/when.js';
import { printable } from '../model/text/printable.js';

type Finding = Result<'drift'>['findings'][number];

const order = { error: 0, warning: 1, info: 2 } as const;

/** The gravest first, each with who, since when, and what mends it. */
export function renderDrift({ campaign, findings }: Result<'drift'>, style: Style): string {
  const { emphasis } = style;
  if (findings.length === 0) return emphasis.good(`${campaign}: inventory, catalogue and ledger agree.`);
  const sorted = findings.toSorted((one, other) => order[one.severity] - order[other.severity]);
  const counts = (['error', 'warning', 'info'] as const).flatMap((severity) => {
    const n = findings.filter((finding) => finding.severity === severity).length;
    return n === 0 ? [] : [severity === 'info' ? `${n} to know` : count(n, severity)];
  });
  return [...sorted.map((finding) => block(finding, style)), `${campaign}: ${counts.join(', ')}.`].join('\n\n');
}

function block({ kind, queue, site, severity, since, by, reason, advice, command }: Finding, style: Style): string {
  const { emphasis } = style;
  const paint = severity === 'error' ? emphasis.bad : severity === 'warning' ? emphasis.warn : emphasis.dim;
  const place = site === undefined || site === queue ? queue : `${queue} (${site})`;
  const when = [since === undefined ? null : `since ${clock(since, style)}`, by === undefined ? null : `by ${by}`];
  const told = when.filter((part) => part !== null).join(', ');
  return [
    `${paint(severity)} ${emphasis.bold(printable(kind))} ${printable(place)}`,
    paragraph(`${reason}${told === '' ? '' : ` (${readable(told, style)})`} ${advice}`, style, 2),
    ...(command === undefined ? [] : [`  → ${emphasis.bold(printable(command))}`]),
  ].join('\n');
}
