import * as z from 'zod';
import { agentDeeds, sharedLimits, type Weekday } from '../../model/inventory.js';
import { isMailAddress, mailRecipients } from '../../model/mail-recipients.js';
import type { QueueRecord } from '../../model/record.js';
import {
  campaignDefaults,
  defaultAgents,
  defaultBudgets,
  defaultCommissioning,
  defaultLearning,
  defaultContainersOn,
  defaultNotices,
  defaultGrid,
  defaultLimits,
  noLearning,
  defaultRehearsal,
  defaultRequests,
  defaultTiming,
} from '../defaults.js';
import {
  address,
  date,
  list,
  mapping,
  moment,
  most,
  name,
  oneOf,
  optional,
  share,
  text,
  timezone,
  upTo,
  version,
  whole,
} from './fields.js';
import { flat, freeze, holiday, paceWindow } from './calendar-entries.js';
import { ladder, reachesOthers } from './ladder.js';

/** The format of `sites.yaml` (docs/sites-yaml.md). Sites are checked one by one: see `siteSchema`. */

const weekdays: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

const containerPair = text.refine((value) => /^[^:;\s]+:[^:;\s]+$/.test(value), {
  error: 'a pair tool:user, such as singularity:pilot',
});

const containers = mapping({
  translate: optional(z.record(containerPair, containerPair, { error: 'a mapping of pairs' }), {}),
  on: optional(containerPair, defaultContainersOn),
});

const requirement = z
  .union([version, list(version).min(1)], { error: 'a text, or a list of texts' })
  .transform((value) => (Array.isArray(value) ? value : [value]));

const requirableFields = [
  'os',
  'pilot_manager',
  'pilot_version',
  'type',
  'capability',
  'resource_type',
  'state',
  'status',
  'container_type',
  'hc_param',
  'cmtconfig',
  'cloud',
  'country',
  'tier_level',
  'atlas_site',
  'catchall',
  'container_options',
  'comment',
] as const satisfies readonly ('os' | keyof QueueRecord)[];

const readyWhen = mapping(Object.fromEntries(requirableFields.map((field) => [field, requirement.exactOptional()])));

/** The rules of planning/readiness/readiness.ts that a campaign may switch. */
export const switchable = [
  'state',
  'pilot_manager',
  'set back',
  'downtime',
  'hammercloud',
  'compute elements',
  'copy tools',
  'storage',
  'memory monitor',
  'log patterns',
  'large logs',
  'resource plug-in',
  'container options',
  'container pairs',
  'core number',
] as const;

const readiness = mapping(
  Object.fromEntries(switchable.map((rule) => [rule, oneOf(['off', 'warn', 'block']).exactOptional()])),
);

const pilot = mapping({ from: version, to: version, at: list(version).exactOptional() }).refine(
  ({ from, to }) => from !== to,
  { path: ['to'], error: 'another version than `from`' },
);

const limit = optional(whole(1, most.many), null);

const campaign = mapping({
  name,
  pilot: optional(pilot, campaignDefaults.pilot),
  containers: optional(containers, campaignDefaults.containers),
  ready_when: optional(readyWhen, campaignDefaults.ready_when),
  readiness: optional(readiness, campaignDefaults.readiness),
  timezone: optional(timezone, campaignDefaults.timezone),
  pace: optional(flat(list(paceWindow).min(1, { error: 'at least one entry' })), campaignDefaults.pace),
  working_days: optional(list(oneOf(weekdays)).min(1, { error: 'at least one day' }), campaignDefaults.working_days),
  holidays: optional(flat(list(holiday)), campaignDefaults.holidays),
  freezes: optional(flat(list(freeze)), campaignDefaults.freezes),
  limits: optional(
    mapping({
      per_cloud_per_day: limit,
      slots_per_day: limit,
      tier1_in_commissioning: limit,
      in_commissioning: limit,
      shared: list(oneOf(sharedLimits)).exactOptional(),
    }),
    defaultLimits,
  ),
  budgets: optional(mapping({ wave: limit, cloud: limit, campaign: limit }), defaultBudgets),
  agents: optional(
    mapping({
      may: optional(list(oneOf(agentDeeds)), defaultAgents.may),
      every_minutes: optional(whole(1, most.minutes), defaultAgents.every_minutes),
      look_minutes: optional(whole(1, most.minutes), defaultAgents.look_minutes),
      report: optional(
        mapping({
          file: text,
          format: optional(oneOf(['html', 'md', 'json']), 'html'),
          every_hours: optional(whole(1, most.hours), 24),
        }),
        defaultAgents.report,
      ),
    }).refine(({ may, report }) => may.includes('report') === (report !== null), {
      path: ['report'],
      error: 'the file that agents write, and `report` among what they may',
    }),
    defaultAgents,
  ),
  approvals: optional(mapping({ max_age_hours: optional(whole(1, most.hours), 24) }), campaignDefaults.approvals),
  requests: optional(
    mapping({
      channel: optional(oneOf(['mail', 'ggus', 'jira', 'none']), defaultRequests.channel),
      lead_days: optional(whole(0, most.days), defaultRequests.lead_days),
      remind_days: optional(whole(1, most.days), defaultRequests.remind_days),
      ladder: ladder.exactOptional(),
      template: optional(name, defaultRequests.template),
    }).refine(reachesOthers, {
      error: 'a mail address in `to` of each escalation, where requests go by mail',
      path: ['ladder'],
    }),
    defaultRequests,
  ),
  commissioning: optional(
    mapping({
      margin_minutes: optional(whole(0, most.minutes), defaultCommissioning.margin_minutes),
      min_jobs: optional(whole(1, most.jobs), defaultCommissioning.min_jobs),
      alpha: optional(share, defaultCommissioning.alpha),
      margin: optional(share, defaultCommissioning.margin),
      bursts: optional(oneOf(['assumed', 'labelled']), defaultCommissioning.bursts),
      deadline_hours: optional(upTo(most.hours), defaultCommissioning.deadline_hours),
      on_container_fault: optional(oneOf(['containers-off', 'pilot-1']), defaultCommissioning.on_container_fault),
      expected_days: optional(whole(0, most.days), defaultCommissioning.expected_days),
      rollback_days: optional(whole(1, most.days), defaultCommissioning.rollback_days),
    }),
    defaultCommissioning,
  ),
  order: optional(list(name), campaignDefaults.order),
  ramp: optional(
    mapping({
      canaries: optional(list(name), []),
      steps: optional(list(mapping({ days: whole(1, most.days), slots: whole(1, most.many) })), []),
    }),
    campaignDefaults.ramp,
  ),
  learning: optional(
    z.preprocess(
      (value) => (value === 'off' ? noLearning : value),
      mapping({
        risk: optional(oneOf(['on', 'off']), defaultLearning.risk),
        order: optional(oneOf(['list', 'learn']), defaultLearning.order),
        stop_the_line: optional(oneOf(['on', 'off']), defaultLearning.stop_the_line),
      }),
    ),
    campaignDefaults.learning,
  ),
});

const helpdesk = {
  token_file: optional(text, null),
  user: optional(text, null),
  password_file: optional(text, null),
  group: optional(text, null),
  project: optional(text, null),
  from: optional(text, null),
  api: optional(z.union([z.literal(2), z.literal(3)], { error: '2 or 3' }), 2),
  fields: optional(z.record(z.string(), text, { error: 'a mapping of ticket attributes' }), {}),
  index_lag_seconds: optional(whole(0, most.seconds), 120),
};

const web = address('https:', 'http:');

const profile = mapping({
  authorities: optional(text, null),
  log_patterns: optional(text, null),
  catalogue: mapping({
    kind: optional(oneOf(['agis', 'cric']), 'agis'),
    url: web,
    proxy_file: optional(text, null),
    token_file: optional(text, null),
    writer: optional(oneOf(['agis', 'instructions']), 'instructions'),
  }).refine(({ kind, writer }) => kind === 'agis' || writer === 'instructions', {
    path: ['writer'],
    error: '`instructions`: no write call of CRIC is public',
  }),
  helpdesk: optional(
    mapping({
      mail: mapping({ ...helpdesk, url: address('smtps:', 'smtp:'), from: text }).exactOptional(),
      ggus: mapping({ ...helpdesk, url: web, group: text }).exactOptional(),
      jira: mapping({ ...helpdesk, url: web, project: text }).exactOptional(),
    }),
    {},
  ),
  monitor: optional(
    mapping({ kind: optional(z.literal('bigpanda', { error: 'bigpanda' }), 'bigpanda'), url: web }),
    null,
  ),
  downtimes: optional(mapping({ kind: oneOf(['agis', 'cric']).exactOptional(), url: web }), null),
  clock: optional(mapping({ url: web }), null),
}).refine(({ catalogue, clock }) => clock === null || new URL(clock.url).host === new URL(catalogue.url).host, {
  path: ['clock', 'url'],
  error: 'the address of the catalogue: only a rehearsal has a clock of its own',
});

const timing = mapping({
  request_timeout_seconds: optional(upTo(most.seconds), defaultTiming.request_timeout_seconds),
  lease_seconds: optional(upTo(most.seconds), defaultTiming.lease_seconds),
  quiet_minutes: optional(upTo(most.minutes), defaultTiming.quiet_minutes),
  confirm_seconds: optional(upTo(most.seconds), defaultTiming.confirm_seconds),
  effect_minutes: optional(whole(0, most.minutes), defaultTiming.effect_minutes),
  concurrency: optional(whole(1, most.rate), defaultTiming.concurrency),
  writes_per_second: optional(whole(0, most.rate), defaultTiming.writes_per_second),
  requests_per_second: optional(whole(0, most.rate), defaultTiming.requests_per_second),
}).refine((times) => times.lease_seconds > times.request_timeout_seconds, {
  path: ['lease_seconds'],
  error: 'more than request_timeout_seconds: a lease must outlive the request it guards',
});

const rehearsal = mapping({
  scenario: optional(name, defaultRehearsal.scenario),
  start: optional(moment, defaultRehearsal.start),
  records: optional(text, defaultRehearsal.records),
  plant: optional(z.record(text, share, { error: 'a mapping of traits to shares of jobs' }), defaultRehearsal.plant),
  seed: optional(whole(0, most.many), defaultRehearsal.seed),
  world: optional(text, defaultRehearsal.world),
  url: optional(web, defaultRehearsal.url),
})
  .refine(({ scenario, start }) => start === null || scenario === 'fresh', {
    path: ['start'],
    error: 'no start: only the scenario fresh has one to choose',
  })
  .refine(({ scenario, records }) => records === null || scenario === 'fresh', {
    path: ['records'],
    error: 'no records: only the scenario fresh begins with them',
  })
  .refine(({ scenario, plant }) => Object.keys(plant).length === 0 || scenario === 'fresh', {
    path: ['plant'],
    error: 'nothing: only in the scenario fresh faults are planted by trait',
  });

const grid = mapping({
  use: optional(name, defaultGrid.use),
  rehearsal: optional(rehearsal, defaultRehearsal),
  profiles: optional(z.record(name, profile, { error: 'a mapping of profiles' }), defaultGrid.profiles),
  timing: optional(timing, defaultTiming),
});

const os = mapping({
  is: name,
  evidence: text.nullish(),
  on: date.nullish(),
  hint: z.boolean({ error: 'true or false' }).exactOptional(),
});

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const sitesByName = z.custom<Record<string, unknown>>(isMapping, { error: 'a mapping of sites by name' });

const retirement = mapping({
  queue: name,
  on: optional(date, null),
  because: optional(text, 'listed for retirement'),
  data: optional(text, null),
  note: optional(text, null),
});

const addresses = text.refine((contact) => mailRecipients(contact) !== null, {
  error: 'mail addresses, with commas between them',
});

const notices = mapping({
  webhook: optional(mapping({ url_file: text }), defaultNotices.webhook),
  mail: optional(
    mapping({
      url: address('smtps:', 'smtp:'),
      from: text.refine(isMailAddress, { error: 'one mail address' }),
      to: addresses,
      user: optional(text, null),
      password_file: optional(text, null),
    }).refine(({ user, password_file: file }) => (user === null) === (file === null), {
      path: ['password_file'],
      error: 'user and password_file together',
    }),
    defaultNotices.mail,
  ),
});

/** What the main file and an included one may both hold. */
const body = {
  include: optional(list(text), []),
  sites: optional(sitesByName, {}),
  retirements: optional(list(retirement), []),
};

/** The main file; its sites are still raw. */
export const mainSchema = mapping({
  campaign,
  grid: optional(grid, defaultGrid),
  ledger: optional(text, null),
  notices: optional(notices, defaultNotices),
  defaults: optional(mapping({ os: optional(os, null) }), { os: null }),
  ...body,
});

/** A further file of sites. */
export const includeSchema = mapping(body);

/**
 * One site as written. Neither defaults nor queues: in a file of 100,000 queues transforms and
 * records cost more than the YAML parser, so `assembleSites` does that part by hand.
 */
export const siteSchema = mapping({
  atlas_sites: list(name).min(1, { error: 'at least one name' }).nullish(),
  slots: whole(0, most.many).nullish(),
  contact: text.nullish(),
  os: os.nullish(),
  ready_on: date.nullish(),
  pin: date.nullish(),
  after: list(name).nullish(),
  hold: mapping({ because: text, until: date.nullish(), by: text.nullish() }).nullish(),
  cloud: name.nullish(),
  tier: z.int({ error: '0, 1, 2 or 3' }).min(0, { error: '0, 1, 2 or 3' }).max(3, { error: '0, 1, 2 or 3' }).nullish(),
  country: text.nullish(),
  traits: z.record(text, text, { error: 'a mapping of traits to their values' }).nullish(),
  queues: z.custom<Record<string, unknown>>(isMapping, { error: 'a mapping of queues by panda_resource' }),
});

/** A queue that overrides something; `{}` and nothing at all are not worth a call. */
export const queueSchema = mapping({
  os: os.exactOptional(),
  type: oneOf(['production', 'analysis', 'unified', 'special']).exactOptional(),
  capability: name.exactOptional(),
  exclude: text.exactOptional(),
});

export type RawOs = z.output<typeof os>;
export type RawQueue = z.output<typeof queueSchema>;
export type RawSite = z.output<typeof siteSchema>;
export type MainFile = z.output<typeof mainSchema>;
