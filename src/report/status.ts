import type { Plan, RetirementView, Stage } from '../model/plan.js';
import { stages } from '../model/plan.js';
import type { Paper } from './paper.js';
import type { Result } from './results.js';
import { pairs, table } from './table.js';
import { moment } from './when.js';

type Status = Result<'status'>;

/** Where the campaign stands, counted from the plan's own sites and retirements. */
export function statusResult(plan: Plan, drainedKnown: boolean): Status {
  const inStage = (stage: Stage): number => plan.sites.filter((site) => site.stage === stage).length;
  const ready = plan.sites.filter(({ stage }) => stage === 'ready');
  const asked = (...states: readonly string[]): number => ready.filter(({ request }) => states.includes(request.state)).length;
  const containers = (state: 'awaiting' | 'on' | 'off'): number => plan.sites.filter((site) => site.containers === state).length;
  const retiring = (...states: readonly RetirementView['state'][]): number => plan.retirements.filter(({ state }) => states.includes(state)).length;
  return {
    campaign: plan.campaign,
    asOf: plan.asOf,
    sites: {
      total: plan.sites.length,
      leaving: inStage('leaving'),
      migrated: inStage('migrated'),
      partly: inStage('partly'),
      ready: ready.length,
      requested: asked('sent', 'unconfirmed'),
      accepted: asked('accepted'),
      commissioning: inStage('commissioning'),
      blocked: inStage('blocked'),
      rolledBack: inStage('rolledBack'),
    },
    containers: { awaiting: containers('awaiting'), on: containers('on'), off: containers('off') },
    retirement: {
      due: retiring('due'),
      scheduled: retiring('scheduled'),
      brokeroff: retiring('brokeroff', 'drained'),
      drained: drainedKnown ? retiring('drained') : null,
      off: retiring('off'),
    },
  };
}

/** Status for people: every stage with its number, then containers and retirement. */
export function statusScreen(status: Status, paper: Paper): string {
  const { sites, containers, retirement } = status;
  const drained = retirement.drained === null ? 'nobody knows how many drained: no monitor' : `${retirement.drained} of them drained`;
  const rows = [
    ...stages.filter((stage) => sites[stage] > 0).map((stage) => ({ name: names[stage], count: sites[stage], meaning: meaning(stage, status) })),
    { name: 'in all', count: sites.total, meaning: '' },
  ];
  return [
    `${paper.ink.bold(status.campaign)} as of ${moment(status.asOf)}`,
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
          `${retirement.due} due, ${retirement.scheduled} scheduled, ${retirement.brokeroff} in brokeroff (${drained}), ${retirement.off} off (queues)`,
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
