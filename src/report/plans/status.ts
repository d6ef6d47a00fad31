import { stages, type Stage } from '../../model/plan.js';
import type { Style } from '../style.js';
import type { Result } from '../results/results.js';
import { pairs, table } from '../table.js';
import { headline } from '../when.js';

type Status = Result<'status'>;

/** Status for people: every stage with its number, then containers and retirement. */
export function statusScreen(status: Status, paper: Style): string {
  const { sites, containers, retirement } = status;
  const drained = retirement.drained === null ? 'drained unknown without a monitor' : `${retirement.drained} drained`;
  const rows = [
    ...stages
      .filter((stage) => sites[stage] > 0)
      .map((stage) => ({ name: names[stage], count: sites[stage], meaning: meaning(stage, status) })),
    { name: 'in all', count: sites.total, meaning: '' },
  ];
  return [
    headline(status, paper),
    '',
    table(
      rows,
      [
        { title: 'stage', cell: ({ name }) => name },
        { title: 'sites', cell: ({ count }) => String(count), right: true, style: (text) => paper.ink.bold(text) },
        { title: 'meaning', cell: ({ meaning }) => meaning },
      ],
      paper,
    ),
    '',
    pairs(
      [
        ['containers', `${containers.awaiting} awaiting, ${containers.on} on, ${containers.off} off (migrated sites)`],
        [
          'retirement',
          `${retirement.due} due, ${retirement.scheduled} scheduled, ${retirement.brokeroff} in brokeroff, ${drained} (queues)`,
        ],
      ],
      paper,
    ),
  ].join('\n');
}

const names: Readonly<Record<Stage, string>> = {
  leaving: 'leaving',
  rolledBack: 'rolled back',
  commissioning: 'commissioning',
  migrated: 'migrated',
  partly: 'partly',
  blocked: 'blocked',
  ready: 'ready',
};

function meaning(stage: Stage, { sites }: Status): string {
  switch (stage) {
    case 'leaving':
      return 'no queue takes part';
    case 'rolledBack':
      return 'back at the old pilot';
    case 'commissioning':
      return 'flipped, no good verdict yet';
    case 'migrated':
      return 'all queues at the new pilot';
    case 'partly':
      return 'some queues at the new pilot';
    case 'blocked':
      return 'a readiness rule stands in the way';
    case 'ready':
      return `can go; ${sites.requested} requested, ${sites.accepted} accepted`;
  }
}
