import type { Scenario, ScenarioQueue } from '../../src/rehearsal/scenario.js';

export const start = '2019-08-05T08:00:00+02:00';

export function aQueue(overrides: Partial<ScenarioQueue> & { readonly panda_resource: string }): ScenarioQueue {
  return {
    nickname: overrides.panda_resource,
    atlas_site: 'OU_OSCER_ATLAS',
    rc_site: 'OU_OSCER',
    cloud: 'US',
    country: 'USA',
    tier_level: 2,
    type: 'production',
    capability: 'score',
    resource_type: 'GRID',
    state: 'ACTIVE',
    hc_param: 'AutoExclusion',
    pilot_version: '1',
    pilot_manager: 'Harvester',
    container_type: 'singularity:wrapper',
    container_options: '',
    catchall: '',
    cmtconfig: 'x86_64-centos7-gcc8-opt',
    corecount: 1,
    last_modified: '2019-07-01T12:00:00.000000',
    slots: 800,
    ...overrides,
  };
}

export function aScenario(queues: readonly ScenarioQueue[], rest: Partial<Scenario> = {}): Scenario {
  const columns = Object.keys(aQueue({ panda_resource: '' })) as (keyof ScenarioQueue)[];
  return {
    name: 'small',
    start,
    columns,
    rows: queues.map((queue) => columns.map((column) => queue[column] ?? null)),
    rules: [],
    tickets: [],
    ...rest,
  };
}

/** Two queues of one site; the second's nickname is another name. */
export const twoQueues = [
  aQueue({ panda_resource: 'OU_OSCER_ATLAS' }),
  aQueue({ panda_resource: 'ANALY_OSCER', nickname: 'ANALY_OSCER-condor', type: 'analysis' }),
];
