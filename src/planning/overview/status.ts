import type { Instant } from '../../model/dates.js';
import { stages, type Plan, type RequestView, type Stage } from '../../model/plan.js';

/** Where the campaign stands, in numbers (contract: docs/operations.md#results). */
export interface StatusResult {
  readonly campaign: string;
  readonly asOf: Instant;
  /** The stages add up to `total`; `requested` and `accepted` are facts within `ready`, null where the helpdesk could not be read. */
  readonly sites: Readonly<Record<Stage | 'total', number> & Record<'requested' | 'accepted', number | null>>;
  /** Migrated sites by their containers. */
  readonly containers: { readonly awaiting: number; readonly on: number; readonly off: number };
  /** `brokeroff` includes the drained and those that are offline; `drained` is null while no monitor is configured. */
  readonly retirement: {
    readonly due: number;
    readonly scheduled: number;
    readonly brokeroff: number;
    readonly drained: number | null;
  };
}

export function statusOf(plan: Plan): StatusResult {
  const { sites, retirements } = plan;
  const inStage = (stage: Stage) => sites.filter((site) => site.stage === stage).length;
  const ready = sites.filter(({ stage }) => stage === 'ready').map(({ request }) => request.state);
  const withRequest = (wanted: RequestView['state']) =>
    ready.includes('unknown') ? null : ready.filter((state) => state === wanted).length;
  const withContainers = (state: string) => sites.filter(({ containers }) => containers === state).length;
  const retiring = (...states: readonly string[]) => retirements.filter(({ state }) => states.includes(state));
  const gone = retiring('brokeroff', 'drained', 'off');
  return {
    campaign: plan.campaign,
    asOf: plan.asOf,
    sites: {
      total: sites.length,
      ...(Object.fromEntries(stages.map((stage) => [stage, inStage(stage)])) as Record<Stage, number>),
      requested: withRequest('sent'),
      accepted: withRequest('accepted'),
    },
    containers: { awaiting: withContainers('awaiting'), on: withContainers('on'), off: withContainers('off') },
    retirement: {
      due: retiring('due').length,
      scheduled: retiring('scheduled').length,
      brokeroff: gone.length,
      drained:
        plan.monitored === true ? gone.filter(({ jobs }) => jobs && jobs.activated + jobs.running === 0).length : null,
    },
  };
}
