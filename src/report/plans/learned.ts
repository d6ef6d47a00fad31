import type { LineStop, SiteRisk } from '../../model/plan.js';
import { count, names } from '../../model/text/sentences.js';
import { paragraph, type Style } from '../terminal/style.js';

/** What a campaign has learned, as `next` and `plan` show it: the stops, and the sites that are not simply flipped. */
export function renderLearned(
  stops: readonly LineStop[],
  risks: readonly (SiteRisk & { readonly site: string })[],
  style: Style,
): readonly string[] {
  const { emphasis } = style;
  const careful = risks.filter(({ proposal }) => proposal !== 'go');
  const shown = careful.slice(0, mostRisks);
  return [
    ...(stops.length === 0
      ? []
      : [[emphasis.warn('Stop the line'), ...stops.map((stop) => paragraph(stopText(stop), style, 2))].join('\n')]),
    ...(careful.length === 0
      ? []
      : [
          [
            emphasis.bold('Risk'),
            ...shown.map(({ site, proposal, reason }) => paragraph(`${site}: ${proposal}. ${reason}`, style, 2)),
            ...(careful.length === shown.length
              ? []
              : [emphasis.dim(`and ${careful.length - shown.length} more: migrate status SITE`)]),
          ].join('\n'),
        ]),
  ];
}

const mostRisks = 8;

function stopText({ reason, ends, lifted, held, lookCloser }: LineStop): string {
  const waits =
    lifted !== null || held.length === 0
      ? ''
      : ` ${count(held.length, 'site waits', 'sites wait')}: ${names(held, 8)}.`;
  const closer = lookCloser.length === 0 ? '' : ` Look closer at ${names(lookCloser, 8)}.`;
  return `${reason}${waits}${closer} ${ends}`;
}
