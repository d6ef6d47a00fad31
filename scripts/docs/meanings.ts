/** What a key of `sites.yaml` means. `example` is YAML; `absent`: what holds without the key, where the schema alone does not say. */
export interface Meaning {
  readonly meaning: string;
  readonly example: string;
  readonly absent?: string;
}

/** By path. `<name>` stands for any name, `[]` for an item of a list, `*` for all keys of a mapping that are alike. */
export const meanings: Readonly<Record<string, Meaning>> = {
  campaign: { meaning: 'What this campaign is and by which rules it goes.', example: '{ name: pilot2 }' },
  'campaign.name': { meaning: 'Its name; part of every key and marker.', example: 'pilot2' },
  'campaign.pilot': {
    meaning: 'The pilot track: the versions as the catalogue writes them.',
    example: '{ from: "1", to: "2" }',
    absent: 'no pilot track',
  },
  'campaign.pilot.from': { meaning: 'The old `pilot_version`.', example: '"1"' },
  'campaign.pilot.to': { meaning: 'The new `pilot_version`.', example: '"2"' },
  'campaign.pilot.at': {
    meaning: 'Values of `pilot_version` that count as `to` besides itself; `*` stands for any text.',
    example: '["3", "3.*"]',
    absent: '`to` alone',
  },
  'campaign.containers': {
    meaning: 'The container track.',
    example: '{ on: "singularity:pilot" }',
    absent: 'no container track',
  },
  'campaign.containers.translate': {
    meaning: 'Pairs `tool:user` that the flip replaces, old to new.',
    example: '{ "singularity:wrapper": "singularity:pilot" }',
  },
  'campaign.containers.on': { meaning: 'The pair that switches containers on.', example: '"singularity:pilot"' },
  'campaign.ready_when': {
    meaning: 'What a queue must have before its site can go.',
    example: '{ os: centos7, pilot_manager: Harvester }',
  },
  'campaign.ready_when.*': {
    meaning:
      'The value needed, or one of several; case is ignored. `os` is the inventory’s, all others the catalogue’s.',
    example: '[GRID, CLOUD]',
    absent: 'anything',
  },
  'campaign.readiness': {
    meaning: 'Switches of single readiness rules; `migrate ready` lists them all.',
    example: '{ hammercloud: off, downtime: block }',
  },
  'campaign.readiness.*': {
    meaning: 'Whether the rule blocks a site, warns, or is not looked at.',
    example: 'warn',
    absent: 'as `migrate ready` shows it',
  },
  'campaign.timezone': { meaning: 'Where the campaign’s days begin and end.', example: 'Europe/Zurich' },
  'campaign.pace': {
    meaning:
      'Sites a working day, for the pilot and for the container track, each counted on its own. The last entry that matches a date wins.',
    example: '[{ sites_per_day: 5 }]',
  },
  'campaign.pace[].from': { meaning: 'First day of the entry.', example: '2019-08-01', absent: 'since ever' },
  'campaign.pace[].to': { meaning: 'Last day of the entry.', example: '2019-08-31', absent: 'without end' },
  'campaign.pace[].rule': {
    meaning:
      'It recurs: the entry holds on each day of a recurrence rule of RFC 5545 from `from` on, followed to `to` or for ten years.',
    example: 'FREQ=MONTHLY;BYDAY=2TU',
    absent: 'it does not recur',
  },
  'campaign.pace[].days': { meaning: 'How many days each time of a `rule` lasts.', example: '2', absent: 'one' },
  'campaign.pace[].sites_per_day': { meaning: 'How many sites may go on one day.', example: '1' },
  'campaign.pace[].because': { meaning: 'Why, for people.', example: 'vacation period', absent: 'no reason' },
  'campaign.working_days': { meaning: 'Days of the week on which sites go.', example: '[mon, tue, wed, thu]' },
  'campaign.holidays': {
    meaning:
      'Days off: a date for everybody, or a mapping for the sites of one country. With `rule` and `from` instead of `on` they recur.',
    example:
      '[2019-09-05, { on: 2019-08-15, country: Italy }, { rule: FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25, from: 2019-12-25 }]',
  },
  'campaign.freezes': { meaning: 'Stretches in which no site goes.', example: '[]' },
  'campaign.freezes[].from': { meaning: 'First day.', example: '2019-12-20' },
  'campaign.freezes[].to': {
    meaning: 'Last day; of a `rule` the last on which one begins.',
    example: '2020-01-06',
    absent: 'with a `rule` alone: ten years after `from`',
  },
  'campaign.freezes[].rule': {
    meaning:
      'It recurs: a freeze begins on each day of a recurrence rule of RFC 5545 from `from` on, followed to `to` or for ten years.',
    example: 'FREQ=MONTHLY;BYDAY=2TU',
    absent: 'it does not recur',
  },
  'campaign.freezes[].days': { meaning: 'How many days each time of a `rule` lasts.', example: '2', absent: 'one' },
  'campaign.freezes[].because': { meaning: 'Why, for people.', example: 'end-of-year stop' },
  'campaign.limits': { meaning: 'How much may be at risk at once.', example: '{ per_cloud_per_day: 2 }' },
  'campaign.limits.per_cloud_per_day': { meaning: 'Sites of one cloud a day.', example: '2', absent: 'no limit' },
  'campaign.limits.slots_per_day': {
    meaning: 'Job slots of all sites of a day.',
    example: '60000',
    absent: 'no limit',
  },
  'campaign.limits.tier1_in_commissioning': {
    meaning: 'Tier-1 sites in commissioning at once.',
    example: '1',
    absent: 'no limit',
  },
  'campaign.limits.in_commissioning': { meaning: 'Sites in commissioning at once.', example: '20', absent: 'no limit' },
  'campaign.agents': {
    meaning: 'What `migrate agent` does by itself, and how often.',
    example: '{ may: [brokeroff, look, poll, containers-off] }',
  },
  'campaign.agents.may': {
    meaning:
      'Kinds of operation (of texts to sites, `request` is what asks and reminds, `notice` what tells of a change), `look` at the jobs after a change, `poll` the requests, `notify` as `migrate notify` does, `report` as `migrate report` does. Everything else waits for an operator, who sees it in `next`.',
    example: '[brokeroff, look, poll, containers-off, off, notice, notify]',
  },
  'campaign.agents.every_minutes': { meaning: 'Between surveys of grid and ledger.', example: '5' },
  'campaign.agents.look_minutes': { meaning: 'Between looks at the jobs of queues under watch.', example: '30' },
  'campaign.agents.report': {
    meaning: 'What agents that may `report` write.',
    example: '{ file: /srv/www/status.html }',
    absent: 'no report',
  },
  'campaign.agents.report.file': {
    meaning: 'Where; a relative path stands beside this file. Each agent writes on its own machine.',
    example: '/srv/www/status.html',
  },
  'campaign.agents.report.format': { meaning: 'As of `migrate report --format`.', example: 'html' },
  'campaign.agents.report.every_hours': { meaning: 'From one report to the next, whoever wrote it.', example: '24' },
  'campaign.approvals': {
    meaning:
      'Flips and containers-on are carried out only where another operator has approved their plan (`migrate approve`); what agents change needs it too.',
    example: '{ max_age_hours: 24 }',
    absent: 'no approval is asked for',
  },
  'campaign.approvals.max_age_hours': {
    meaning: 'From the making of a plan to the end of its approval.',
    example: '24',
  },
  'campaign.limits.shared': {
    meaning: 'Limits of a day that all campaigns of the grid share whose ledgers are in one database.',
    example: '[per_cloud_per_day]',
    absent: 'each campaign has its own',
  },
  'campaign.budgets': {
    meaning:
      'Failed changes after which a scope stops until `migrate resume`; those in flight count as failed until they have ended well. A change fails when it ends failed, refused or in conflict, or is judged a fault.',
    example: '{ wave: 3, cloud: 5 }',
  },
  'campaign.budgets.wave': { meaning: 'Of the changes of one day.', example: '3', absent: 'no budget' },
  'campaign.budgets.cloud': { meaning: 'Of each cloud.', example: '5', absent: 'no budget' },
  'campaign.budgets.campaign': { meaning: 'Of the whole campaign.', example: '20', absent: 'no budget' },
  'campaign.requests': { meaning: 'How sites are asked.', example: '{ channel: ggus, lead_days: 3 }' },
  'campaign.requests.channel': { meaning: 'The way requests go. `none`: sites are not asked.', example: 'ggus' },
  'campaign.requests.lead_days': { meaning: 'Days between request and flip. 0: both may be on one day.', example: '3' },
  'campaign.requests.remind_days': {
    meaning:
      'Days of the calendar without an answer before a reminder, and again after it before it is proposed to go on or to hold.',
    example: '5',
  },
  'campaign.requests.ladder': {
    meaning:
      'What follows a request without an answer, in the place of `remind_days` ([ladder](operations.md#the-ladder)); it stops on any answer.',
    example: '[{ after_days: 7, step: remind }, { after_days: 21, step: hold }]',
    absent: 'a reminder and a proposal by `remind_days`',
  },
  'campaign.requests.ladder[].after_days': { meaning: 'Days of the calendar from the request on.', example: '7' },
  'campaign.requests.ladder[].step': {
    meaning:
      '`remind` and `escalate` write where the site was asked (`reminder`, `escalation` in `templates/`); `hold` proposes to go on or to hold.',
    example: 'remind',
  },
  'campaign.requests.ladder[].to': {
    meaning:
      'Whom an escalation asks for help: with `channel: mail` a mail address, else a unit that is named in the ticket.',
    example: 'cloud-support@example.org',
    absent: 'asked for with `escalate` alone',
  },
  'campaign.requests.template': { meaning: 'The text of the request, in `templates/`.', example: 'migration-request' },
  'campaign.commissioning': {
    meaning: 'Watching the jobs after a flip ([commissioning](commissioning.md)).',
    example: '{ min_jobs: 20 }',
  },
  'campaign.commissioning.margin_minutes': {
    meaning: 'Minutes after a change takes effect before a job counts.',
    example: '60',
  },
  'campaign.commissioning.min_jobs': { meaning: 'Jobs a verdict needs.', example: '10' },
  'campaign.commissioning.alpha': { meaning: 'Share of false alarms among the alarms, at most.', example: '0.05' },
  'campaign.commissioning.margin': {
    meaning: 'A queue is good once it is proved that less than this share of all jobs newly fails.',
    example: '0.1',
  },
  'campaign.commissioning.bursts': {
    meaning:
      '`assumed`: failures may come in bursts that no task or worker node explains; `labelled`: none but by task or node, so alarms come sooner ([cost](commissioning.md#bursts)).',
    example: 'labelled',
  },
  'campaign.commissioning.deadline_hours': {
    meaning:
      'Hours after which a person decides, or later where jobs come so slowly that too few come by then; an adopted flip younger than that is watched.',
    example: '72',
  },
  'campaign.commissioning.on_container_fault': {
    meaning: 'What a container fault asks for: containers off, or back to the old pilot.',
    example: 'containers-off',
  },
  'campaign.commissioning.rollback_days': {
    meaning:
      'Days after its flip on which a queue may still go back to the old pilot. Until then a late watch looks at it once a day; afterwards nothing puts it back.',
    example: '14',
    absent: 'no end, and no late watch',
  },
  'campaign.commissioning.expected_days': {
    meaning: 'Working days a site is expected to stay in commissioning, for planning.',
    example: '3',
  },
  'campaign.order': { meaning: 'Sites that come first, in this order.', example: '[OSCER, TRIUMF]' },
  'campaign.ramp': {
    meaning: 'Few and small sites before the others.',
    example: '{ canaries: [OSCER] }',
    absent: 'no ramp',
  },
  'campaign.ramp.canaries': { meaning: 'Sites that go before all others.', example: '[OSCER]' },
  'campaign.ramp.steps': { meaning: 'Steps from small sites to large ones.', example: '[{ days: 5, slots: 1000 }]' },
  'campaign.ramp.steps[].days': { meaning: 'The first so many working days.', example: '5' },
  'campaign.ramp.steps[].slots': { meaning: 'The largest site, in job slots, that may go in them.', example: '1000' },
  'campaign.learning': {
    meaning: 'What is made of the verdicts of this campaign ([learning](learning.md)); `off` switches all of it off.',
    example: '{ order: learn }',
  },
  'campaign.learning.risk': { meaning: 'The chance of a fault is shown for each site.', example: 'on' },
  'campaign.learning.order': {
    meaning:
      '`learn`: behind the operators’ list, small sites with traits that too few have shown go first, then the others, small before large; `list`: by date of readiness.',
    example: 'learn',
  },
  'campaign.learning.stop_the_line': {
    meaning: 'Sites that share a trait on which faults concentrate are held.',
    example: 'on',
  },

  grid: { meaning: 'Which grid this is about.', example: '{ use: rehearsal }' },
  'grid.use': { meaning: '`rehearsal`, or the name of a profile.', example: 'production' },
  'grid.rehearsal': { meaning: 'The embedded grid.', example: '{ scenario: august-2019 }' },
  'grid.rehearsal.scenario': {
    meaning: 'What the world begins with; `fresh` makes it from this file.',
    example: 'august-2019',
  },
  'grid.rehearsal.start': {
    meaning: 'When a fresh world begins.',
    example: '2030-01-07T08:00:00Z',
    absent: 'the scenario’s own',
  },
  'grid.rehearsal.records': {
    meaning:
      'A dump of the catalogue, relative to this file, with whose queues the world begins; of the scenario `fresh` only.',
    example: 'sites.records.json',
    absent: 'queues made from this file',
  },
  'grid.rehearsal.plant': {
    meaning:
      'Traits that sites name under `traits`, and the share of the jobs that the new pilot loses there; of the scenario `fresh` only.',
    example: '{ "copy tool lsm": 0.6 }',
    absent: 'nothing fails by trait',
  },
  'grid.rehearsal.seed': { meaning: 'Of the world’s randomness.', example: '1' },
  'grid.rehearsal.world': {
    meaning: 'The file of the world.',
    example: '.rehearsal/world.sqlite',
    absent: 'the default place',
  },
  'grid.rehearsal.url': {
    meaning: 'A rehearsal grid that another process serves.',
    example: 'http://127.0.0.1:8080',
    absent: 'in this process',
  },
  'grid.profiles': { meaning: 'Real grids by name.', example: '{}' },
  'grid.profiles.<name>.catalogue': {
    meaning: 'Where queues are described.',
    example: '{ url: "https://agis.example" }',
  },
  'grid.profiles.<name>.catalogue.kind': {
    meaning: 'Which catalogue; `cric` is read only, its writer is `instructions`.',
    example: 'agis',
  },
  'grid.profiles.<name>.catalogue.url': { meaning: 'Its address.', example: 'https://agis.example' },
  'grid.profiles.<name>.authorities': {
    meaning:
      'Authorities to trust beside those that this machine knows: a file of PEM certificates, or a folder of such files.',
    absent: 'those of this machine',
    example: '/etc/grid-security/certificates',
  },
  'grid.profiles.<name>.log_patterns': {
    meaning:
      'The list of names that the pilot removes before it makes a log archive: a file or an address. It is read and checked for `migrate ready`.',
    absent: 'not looked at',
    example: '/cvmfs/atlas.cern.ch/repo/sw/PandaPilot/patterns.txt',
  },
  'grid.profiles.<name>.catalogue.proxy_file': {
    meaning: 'X.509 proxy: certificate and key in one PEM file.',
    example: '/tmp/x509up_u1000',
    absent: 'no certificate',
  },
  'grid.profiles.<name>.catalogue.token_file': {
    meaning:
      'File with a bearer token, in the place of a certificate or beside it; a relative name stands beside the inventory.',
    example: '/etc/migrate/cric.token',
    absent: 'no token',
  },
  'grid.profiles.<name>.catalogue.writer': {
    meaning: '`agis` writes; `instructions` prints the change for a person and watches until it is made.',
    example: 'agis',
  },
  'grid.profiles.<name>.helpdesk': { meaning: 'How sites are asked, by channel.', example: '{}' },
  'grid.profiles.<name>.monitor': {
    meaning: 'Where jobs are listed.',
    example: '{ url: "https://bigpanda.example" }',
    absent: 'no commissioning, and what is drained is unknown',
  },
  'grid.profiles.<name>.monitor.kind': { meaning: 'Which monitor.', example: 'bigpanda' },
  'grid.profiles.<name>.monitor.url': { meaning: 'Its address.', example: 'https://bigpanda.example' },
  'grid.profiles.<name>.downtimes': {
    meaning: 'The calendar of downtimes.',
    example: '{ url: "https://agis.example" }',
    absent: 'no downtimes are known',
  },
  'grid.profiles.<name>.downtimes.kind': {
    meaning: 'Whose calendar.',
    example: 'cric',
    absent: 'that of the catalogue’s kind',
  },
  'grid.profiles.<name>.downtimes.url': { meaning: 'Its address.', example: 'https://agis.example' },
  'grid.profiles.<name>.clock': {
    meaning: 'A rehearsal whose time holds, for rehearsing a profile (`rehearsal serve --tls`).',
    example: '{ url: "https://127.0.0.1:8019" }',
    absent: 'the time of this machine',
  },
  'grid.profiles.<name>.clock.url': {
    meaning: 'Its address, that of the catalogue.',
    example: 'https://127.0.0.1:8019',
  },
  'grid.timing': { meaning: 'Times of the [protocol](protocol.md#operations).', example: '{ concurrency: 4 }' },
  'grid.timing.request_timeout_seconds': { meaning: 'How long one call may take.', example: '20' },
  'grid.timing.lease_seconds': { meaning: 'How long an operation is one operator’s alone.', example: '120' },
  'grid.timing.quiet_minutes': {
    meaning: 'The in-flight window: after it a lost write can no longer arrive.',
    example: '10',
  },
  'grid.timing.confirm_seconds': { meaning: 'How long a write is read back before it is unconfirmed.', example: '90' },
  'grid.timing.effect_minutes': {
    meaning: 'From a confirmed write to its effect at factories and nodes.',
    example: '30',
  },
  'grid.timing.concurrency': { meaning: 'Operations at a time.', example: '8' },
  'grid.timing.requests_per_second': {
    meaning:
      'Requests a second to one host, for whatever. 0: no limit. A host that answers 429 is left alone for as long as it says.',
    example: '10',
  },
  'grid.timing.writes_per_second': { meaning: 'Writes a second, all together. 0: no limit.', example: '2' },

  ledger: {
    meaning: 'Where the [ledger](protocol.md#the-ledger) is: a file, or `postgres://…`.',
    example: 'ledger.sqlite',
    absent: 'a file in the XDG state folder',
  },
  notices: {
    meaning: 'How people are told what they must do, by `migrate notify`.',
    example: '{ webhook: { url_file: secrets/webhook } }',
    absent: 'nobody is told',
  },
  'notices.webhook': {
    meaning: 'An incoming webhook of Mattermost or Slack, told at once.',
    example: '{ url_file: secrets/webhook }',
    absent: 'not that way',
  },
  'notices.webhook.url_file': {
    meaning: 'The file with its address, which is its secret: `https://`, readable by its owner alone.',
    example: 'secrets/webhook',
  },
  'notices.mail': {
    meaning: 'A digest by mail, once a day.',
    example: '{ url: "smtps://mail.example", from: ops@grid.example, to: shift@grid.example }',
    absent: 'not that way',
  },
  'notices.mail.url': {
    meaning: 'The mail server; TLS is required but on this machine.',
    example: '"smtps://mail.example"',
  },
  'notices.mail.from': { meaning: 'The address that it comes from.', example: 'ops@grid.example' },
  'notices.mail.to': { meaning: 'Addresses, with commas between them.', example: '"Shift <shift@grid.example>"' },
  'notices.mail.user': { meaning: 'The login.', example: 'ops', absent: 'no login' },
  'notices.mail.password_file': { meaning: 'The file with its password.', example: 'secrets/mail', absent: 'no login' },
  defaults: { meaning: 'What holds where a site says nothing.', example: '{}' },
  'defaults.os': {
    meaning: 'The operating system.',
    example: '{ is: centos7, evidence: campaign start, on: 2019-06-01 }',
    absent: 'unknown',
  },
  'defaults.os.is': { meaning: 'Its name.', example: 'centos7' },
  'defaults.os.evidence': { meaning: 'Who or what says so.', example: 'campaign start', absent: 'none' },
  'defaults.os.on': { meaning: 'When it was said.', example: '2019-06-01', absent: 'unknown' },
  'defaults.os.hint': {
    meaning: 'A guess, such as an OS from a name: it counts for nothing until a person takes this out.',
    example: 'true',
    absent: 'somebody’s word',
  },
  include: { meaning: 'Further files with `sites`, `retirements` and `include`.', example: '[sites-uk.yaml]' },
  retirements: { meaning: 'Queues that go brokeroff.', example: '[]' },
  'retirements[].queue': { meaning: 'The queue, by `panda_resource`.', example: 'ANALY_GOEGRID' },
  'retirements[].on': { meaning: 'The day.', example: '2019-08-15', absent: 'at once' },
  'retirements[].because': { meaning: 'Why, for people and for the rule in the catalogue.', example: 'SL6 queue' },
  'retirements[].data': {
    meaning:
      'What happens to data that only this queue’s jobs read. Without it the last analysis queue of a site is held.',
    example: 'other queues of the site read it',
    absent: 'not known',
  },
  'retirements[].note': { meaning: 'A note for people.', example: 'nodes in test', absent: 'none' },

  sites: { meaning: 'The sites, by the names operators use.', example: '{}' },
  'sites.<name>.atlas_sites': {
    meaning: 'Its ATLAS sites in the catalogue.',
    example: '[OU_OSCER_ATLAS]',
    absent: 'the site’s own name',
  },
  'sites.<name>.slots': { meaning: 'Job slots: the size of what is at risk.', example: '800', absent: '0, unknown' },
  'sites.<name>.contact': {
    meaning: 'Where requests and notices go.',
    example: 'support@oscer.example',
    absent: 'nobody',
  },
  'sites.<name>.os': {
    meaning: 'The operating system, with its evidence.',
    example: '{ is: centos7, evidence: site reply, on: 2019-07-30 }',
    absent: '`defaults.os`',
  },
  'sites.<name>.os.is': { meaning: 'Its name.', example: 'centos7' },
  'sites.<name>.os.evidence': { meaning: 'Who or what says so.', example: 'site reply', absent: 'none' },
  'sites.<name>.os.on': { meaning: 'When it was said.', example: '2019-07-30', absent: 'unknown' },
  'sites.<name>.os.hint': {
    meaning: 'A guess, such as an OS from a name: it counts for nothing until a person takes this out.',
    example: 'true',
    absent: 'somebody’s word',
  },
  'sites.<name>.pin': {
    meaning: 'The day of its wave, and no other, for every plan and `next`.',
    example: '2019-08-09',
    absent: 'any day',
  },
  'sites.<name>.ready_on': { meaning: 'Not before this date.', example: '2019-08-05', absent: 'at once' },
  'sites.<name>.after': { meaning: 'Sites to be flipped on an earlier day.', example: '[TRIUMF]', absent: 'none' },
  'sites.<name>.hold': {
    meaning: 'The site does not go.',
    example: '{ because: storage move, until: 2019-08-20, by: anna }',
    absent: 'no hold',
  },
  'sites.<name>.hold.because': { meaning: 'Why.', example: 'storage move' },
  'sites.<name>.hold.until': {
    meaning: 'The day from which on it may go.',
    example: '2019-08-20',
    absent: 'until the hold is removed',
  },
  'sites.<name>.hold.by': { meaning: 'Who said so.', example: 'anna', absent: 'not said' },
  'sites.<name>.cloud': { meaning: 'Its cloud.', example: 'US', absent: 'the catalogue’s' },
  'sites.<name>.tier': { meaning: 'Its tier.', example: '2', absent: 'the catalogue’s' },
  'sites.<name>.traits': {
    meaning: 'What people know of the site and no record says: faults are looked at by these traits as well.',
    example: '{ singularity: "2.6", user namespaces: "no" }',
    absent: 'those of its records and evidence alone',
  },
  'sites.<name>.country': { meaning: 'Its country, for holidays.', example: 'USA', absent: 'the catalogue’s' },
  'sites.<name>.queues': {
    meaning: 'Its queues by `panda_resource`, with what they override.',
    example: '{ OU_OSCER_ATLAS: {} }',
  },
  'sites.<name>.queues.<name>.os': {
    meaning: 'The operating system, where queues differ.',
    example: '{ is: slc6 }',
    absent: 'the site’s',
  },
  'sites.<name>.queues.<name>.os.is': { meaning: 'Its name.', example: 'slc6' },
  'sites.<name>.queues.<name>.os.evidence': {
    meaning: 'Who or what says so.',
    example: 'name of the queue',
    absent: 'none',
  },
  'sites.<name>.queues.<name>.os.on': { meaning: 'When it was said.', example: '2019-07-30', absent: 'unknown' },
  'sites.<name>.queues.<name>.os.hint': {
    meaning: 'A guess, such as an OS from a name: it counts for nothing until a person takes this out.',
    example: 'true',
    absent: 'somebody’s word',
  },
  'sites.<name>.queues.<name>.type': {
    meaning: 'Corrects the catalogue.',
    example: 'analysis',
    absent: 'the catalogue’s',
  },
  'sites.<name>.queues.<name>.capability': {
    meaning: 'Corrects the catalogue.',
    example: 'mcore',
    absent: 'the catalogue’s',
  },
  'sites.<name>.queues.<name>.exclude': {
    meaning: 'Why the queue takes no part.',
    example: 'tests only',
    absent: 'it takes part',
  },

  ...helpdesk('mail', {
    url: { meaning: 'The mail server.', example: 'smtps://mail.example:465' },
    from: { meaning: 'Sender of the mails.', example: 'dpa@example.org' },
  }),
  ...helpdesk('ggus', {
    url: { meaning: 'The helpdesk.', example: 'https://helpdesk.example' },
    group: { meaning: 'The group that tickets go to.', example: 'DPA' },
  }),
  ...helpdesk('jira', {
    url: { meaning: 'The server.', example: 'https://jira.example' },
    project: { meaning: 'The project of the issues.', example: 'ADCDPA' },
  }),
};

function helpdesk(channel: string, own: Readonly<Record<string, Meaning>>): Record<string, Meaning> {
  const keys: Record<string, Meaning> = {
    token_file: { meaning: 'File with the token.', example: '/etc/migrate/token', absent: 'no token' },
    user: { meaning: 'User name.', example: 'dpa', absent: 'none' },
    password_file: { meaning: 'File with the password.', example: '/etc/migrate/password', absent: 'no password' },
    group: { meaning: 'Used by ggus only.', example: 'DPA', absent: 'none' },
    project: { meaning: 'Used by jira only.', example: 'ADCDPA', absent: 'none' },
    from: { meaning: 'Used by mail only.', example: 'dpa@example.org', absent: 'none' },
    index_lag_seconds: { meaning: 'How long a new ticket may be missing from search.', example: '120' },
    api: {
      meaning: 'Used by jira only: 2 for a server, 3 for Cloud, where `user` is the owner of the token.',
      example: '3',
    },
    fields: {
      meaning: 'Used by ggus only: attributes of every ticket; `{site}` stands for the site.',
      example: '{ priority: urgent }',
    },
    ...own,
  };
  const path = `grid.profiles.<name>.helpdesk.${channel}`;
  return Object.fromEntries([
    [path, { meaning: `The channel \`${channel}\`.`, example: '{}', absent: 'not used' }],
    ...Object.entries(keys).map(([key, meaning]) => [`${path}.${key}`, meaning] as const),
  ]);
}
