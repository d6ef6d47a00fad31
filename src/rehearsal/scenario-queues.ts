import type { Scenario, ScenarioQueue } from './scenario.js';

/** Every column that a scenario's rows must have. */
export const queueColumns = [
  'panda_resource',
  'nickname',
  'atlas_site',
  'rc_site',
  'cloud',
  'country',
  'tier_level',
  'type',
  'capability',
  'resource_type',
  'state',
  'hc_param',
  'pilot_version',
  'pilot_manager',
  'container_type',
  'container_options',
  'catchall',
  'cmtconfig',
  'corecount',
  'last_modified',
  'slots',
] as const satisfies readonly (keyof ScenarioQueue)[];

/** The scenario's rows as queues. Throws where a column is missing or a row has another length. */
export function scenarioQueues(scenario: Scenario): readonly ScenarioQueue[] {
  const missing = queueColumns.filter((column) => !scenario.columns.includes(column));
  if (missing.length > 0) throw new Error(`scenario ${scenario.name}: the columns lack ${missing.join(', ')}`);
  return scenario.rows.map((values, index) => {
    if (values.length !== scenario.columns.length) {
      throw new Error(
        `scenario ${scenario.name}: row ${index} has ${values.length} values for ${scenario.columns.length} columns`,
      );
    }
    return Object.fromEntries(scenario.columns.map((column, at) => [column, values[at]])) as unknown as ScenarioQueue;
  });
}
