// The `grid` section of `sites.yaml`.
import * as z from 'zod';
import { defaultGrid, defaultRehearsal, defaultTiming } from '../../defaults.js';
import { address, mapping, moment, most, name, oneOf, optional, share, text, upTo, whole } from '../fields.js';

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

export const grid = mapping({
  use: optional(name, defaultGrid.use),
  rehearsal: optional(rehearsal, defaultRehearsal),
  profiles: optional(z.record(name, profile, { error: 'a mapping of profiles' }), defaultGrid.profiles),
  timing: optional(timing, defaultTiming),
});
