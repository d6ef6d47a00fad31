import type { NoticesConfig } from '../model/inventory.js';
import type { GridConfig, RehearsalConfig, Timing } from '../model/grid-config.js';
import type {
  AgentPolicy,
  Budgets,
  Campaign,
  LearningPolicy,
  Limits,
  RequestPolicy,
  CommissioningPolicy,
} from '../model/campaign.js';

/** Limits that are not written do not limit. */
export const defaultLimits: Limits = {
  per_cloud_per_day: null,
  slots_per_day: null,
  tier1_in_commissioning: null,
  in_commissioning: null,
};

/** Nothing stops by itself unless the file says so. */
export const defaultBudgets: Budgets = { wave: null, cloud: null, campaign: null };

/** What was agreed in the reviewed file or by policy, and reads; the monitor is asked gently. */
export const defaultAgents: AgentPolicy = {
  may: ['brokeroff', 'look', 'poll', 'containers-off'],
  every_minutes: 5,
  look_minutes: 30,
  report: null,
};

/** A mail three days ahead, a reminder after a week of work without an answer. */
export const defaultRequests: RequestPolicy = {
  channel: 'mail',
  lead_days: 3,
  remind_days: 5,
  template: 'migration-request',
};

/** The watch after a flip, by the rules of August 2019 (docs/commissioning.md#verdicts-and-remedies). */
export const defaultCommissioning: CommissioningPolicy = {
  margin_minutes: 60,
  min_jobs: 10,
  alpha: 0.05,
  margin: 0.1,
  bursts: 'assumed',
  deadline_hours: 72,
  on_container_fault: 'containers-off',
  expected_days: 3,
  rollback_days: null,
};

/** What is learned is shown, and stops what repeats itself; the order stays the operators'. */
export const defaultLearning: LearningPolicy = { risk: 'on', order: 'list', stop_the_line: 'on' };

/** `learning: off`. */
export const noLearning: LearningPolicy = { risk: 'off', order: 'list', stop_the_line: 'off' };

/** The pair that switches containers on for Pilot 2 (docs/grid.md#containers). */
export const defaultContainersOn = 'singularity:pilot';

/**
 * What a campaign is where `sites.yaml` is silent: no pilot track, no container track, nothing asked
 * of a site, five sites on each day from Monday to Friday, times in UTC, no limits.
 */
export const campaignDefaults: Omit<Campaign, 'name'> = {
  pilot: null,
  containers: null,
  ready_when: {},
  readiness: {},
  timezone: 'UTC',
  pace: [{ from: null, to: null, sites_per_day: 5, because: null }],
  working_days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  holidays: [],
  freezes: [],
  limits: defaultLimits,
  budgets: defaultBudgets,
  agents: defaultAgents,
  approvals: null,
  requests: defaultRequests,
  commissioning: defaultCommissioning,
  order: [],
  ramp: null,
  learning: defaultLearning,
};

/** A world made from the inventory itself, in this process. */
export const defaultRehearsal: RehearsalConfig = {
  scenario: 'fresh',
  start: null,
  records: null,
  plant: {},
  seed: 1,
  world: null,
  url: null,
};

/** The protocol's times (docs/protocol.md#operations); a lease outlives the slowest answer. */
export const defaultTiming: Timing = {
  request_timeout_seconds: 20,
  lease_seconds: 120,
  quiet_minutes: 10,
  confirm_seconds: 90,
  effect_minutes: 30,
  concurrency: 8,
  writes_per_second: 0,
  requests_per_second: 0,
};

/** Nobody is told anything unless the file says how. */
export const defaultNotices: NoticesConfig = { webhook: null, mail: null };

/** Nothing real is touched unless the file says so. */
export const defaultGrid: GridConfig = {
  use: 'rehearsal',
  rehearsal: defaultRehearsal,
  profiles: {},
  timing: defaultTiming,
};
