// The `campaign` section of `sites.yaml`.
import * as z from 'zod';
import { agentDeeds, sharedLimits, type Weekday } from '../../../model/campaign.js';
import type { QueueRecord } from '../../../model/record.js';
import {
  campaignDefaults,
  defaultAgents,
  defaultBudgets,
  defaultCommissioning,
  defaultLearning,
  defaultContainersOn,
  defaultLimits,
  noLearning,
  defaultRequests,
} from '../../defaults.js';
import { list, mapping, most, name, oneOf, optional, share, text, timezone, upTo, version, whole } from '../fields.js';
import { flat, freeze, holiday, paceWindow } from '../calendar-entries.js';
import { ladder, reachesOthers } from '../ladder.js';

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

export const campaign = mapping({
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
