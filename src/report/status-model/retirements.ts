import type { Plan } from '../../model/plan.js';
import type { Situation } from '../../planning/situation.js';
import type { StatusModel } from './sources.js';

/** Every retirement as it stands, with what happens to the data. In the order of the file. */
export function retirementRows({ retirements }: Plan, { retiring }: Situation): StatusModel['retirements'] {
  return retirements.map(({ queue, site, on, status, state, alone, reason, data, held, jobs }) => ({
    queue,
    site,
    on,
    status,
    state,
    alone,
    reason,
    note: retiring.get(queue)?.note ?? null,
    data: data ?? null,
    held: held ?? null,
    jobs: jobs ? jobs.activated + jobs.running : null,
  }));
}
