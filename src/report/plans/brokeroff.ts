import { renderOutcomes } from '../actions/outcomes.js';
import { paragraph, type Style } from '../terminal/style.js';
import type { Result } from '../results/results.js';
import { table } from '../terminal/table.js';
import { day, dayOf, headline } from '../terminal/when.js';

type Brokeroff = Result<'brokeroff'>;

/** The batch of a date: every queue, whether it is the last of its site, and what follows. */
export function renderBrokeroff(result: Brokeroff, style: Style): string {
  const { emphasis } = style;
  const parts = [headline(result, style, `: brokeroff due on or before ${day(result.date)}`)];
  if (result.queues.length === 0) parts.push('', 'No queue is left to be set to brokeroff.');
  else parts.push('', batchTable(result.queues, style));
  const said = new Set(result.outcomes?.map(({ message }) => message));
  const warnings = result.queues.flatMap(({ queue, warnings }) =>
    warnings
      .filter((warning) => !said.has(warning))
      .map((warning) => (warning.includes(queue) ? warning : `${queue}: ${warning}`)),
  );
  if (warnings.length > 0)
    parts.push('', emphasis.warn('Look at these first'), ...warnings.map((warning) => paragraph(warning, style, 2)));
  if (result.outcomes && result.queues.length + result.outcomes.length > 0)
    parts.push('', emphasis.bold('Done'), renderOutcomes(result.outcomes, style));
  return parts.join('\n');
}

function batchTable(queues: Brokeroff['queues'], style: Style): string {
  return table(
    queues,
    [
      { title: 'queue', cell: ({ queue }) => queue, emphasize: (text) => style.emphasis.bold(text) },
      { title: 'site', cell: ({ site }) => site ?? '?' },
      { title: 'on', cell: ({ on }) => on ?? 'at once' },
      { title: 'status', cell: ({ status }) => status },
      { title: 'alone', cell: ({ alone }) => (alone ? 'alone' : ''), emphasize: (text) => style.emphasis.warn(text) },
      { title: 'told', cell: ({ told }) => (told === undefined ? '' : dayOf(told, style)) },
      { title: 'reason', cell: ({ reason, data }) => (data === undefined ? reason : `${reason}; data: ${data}`) },
    ],
    style,
  );
}
