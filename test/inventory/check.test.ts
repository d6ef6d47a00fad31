import { describe, expect, it } from 'vitest';
import { describeFinding } from '../../src/inventory/finding.js';
import { check, inventoryOf, smallest, theFinding, withCampaign, withSite } from './texts.js';

describe('a wrong value is told with its place, what was found and what was expected', () => {
  it('names file, line, column and path', () => {
    const finding = theFinding(withSite('slots: many'));
    expect(finding).toMatchObject({
      severity: 'error',
      file: 'sites.yaml',
      line: 6,
      column: 12,
      path: 'sites.OSCER.slots',
    });
    expect(finding).toMatchObject({ found: '"many"', expected: 'a whole number from 0 to 1000000000', near: null });
    expect(describeFinding(finding)).toBe(
      'sites.yaml:6:12: error: sites.OSCER.slots: found "many", expected a whole number from 0 to 1000000000.',
    );
  });

  it.each([
    ['timezone: Europe/Atlantis', 'campaign.timezone', 'a time zone such as Europe/Zurich'],
    ['commissioning: { alpha: 0 }', 'campaign.commissioning.alpha', 'a number above 0 and below 1'],
    ['commissioning: { alpha: 1 }', 'campaign.commissioning.alpha', 'a number above 0 and below 1'],
    ['pace: [{ sites_per_day: -1 }]', 'campaign.pace[0].sites_per_day', 'a whole number from 0 to 1000000000'],
    ['pace: []', 'campaign.pace', 'at least one entry'],
    [
      'holidays: [2019-02-30]',
      'campaign.holidays[0]',
      'a date YYYY-MM-DD that exists, or a mapping of on (or rule, from and to) and country',
    ],
    [
      'freezes: [{ from: 2020-01-06, to: 2019-12-20, because: stop }]',
      'campaign.freezes[0].to',
      'a date that is not before `from`',
    ],
    [
      'pace: [{ from: 2019-08-31, to: 2019-08-01, sites_per_day: 1 }]',
      'campaign.pace[0].to',
      'a date that is not before `from`',
    ],
    ['limits: { slots_per_day: 0 }', 'campaign.limits.slots_per_day', 'a whole number from 1 to 1000000000'],
    ['pilot: { from: "1", to: 1 }', 'campaign.pilot.to', 'another version than `from`'],
    [
      'pilot: { from: "1", to: 3.10 }',
      'campaign.pilot.to',
      'a text, or a whole number; a version with a dot in quotes',
    ],
    ['containers: { on: singularity }', 'campaign.containers.on', 'a pair tool:user, such as singularity:pilot'],
    [
      'requests: { template: ../../secret }',
      'campaign.requests.template',
      'a name of letters, digits and _ . + : @ -, beginning with a letter or digit',
    ],
    ['order: OSCER', 'campaign.order', 'a list'],
  ])('%s', (line, path, expected) => {
    expect(theFinding(withCampaign(line))).toMatchObject({ severity: 'error', path, expected, line: 3 });
  });

  it('asks for the year of a date', () => {
    expect(theFinding(withSite('ready_on: 08-15'))).toMatchObject({
      found: '"08-15"',
      expected: 'a full date YYYY-MM-DD, with the year',
    });
  });

  it('tells one fault once', () => {
    const { findings } = check(smallest.replace('name: pilot2', 'name: 012'));
    expect(findings).toMatchObject([{ path: 'campaign.name', found: '012 without quotes, which is read as 12' }]);
  });

  it('puts what is missing where its parent stands', () => {
    expect(theFinding(smallest.replace('name: pilot2', 'timezone: UTC'))).toMatchObject({
      path: 'campaign.name',
      found: 'nothing',
      line: 1,
    });
  });

  it('refuses texts that could break out of a terminal, a mail header or a key', () => {
    expect(theFinding(withSite('contact: "a@b.example\\r\\nBcc: all@b.example"'))).toMatchObject({
      path: 'sites.OSCER.contact',
    });
    expect(theFinding(withSite('contact: "\\e[2J"'))).toMatchObject({ path: 'sites.OSCER.contact' });
    expect(theFinding(smallest.replace('OSCER', '"O/SCER#1"'))).toMatchObject({ path: 'sites["O/SCER#1"]' });
    expect(theFinding(smallest.replace('OU_OSCER_ATLAS', '"../x"'))).toMatchObject({
      path: 'sites.OSCER.queues["../x"]',
    });
    expect(theFinding(smallest.replace('OU_OSCER_ATLAS', '__proto__'))).toMatchObject({
      path: 'sites.OSCER.queues.__proto__',
    });
  });

  it('takes names of any script', () => {
    expect(inventoryOf(smallest.replace('OSCER', 'Zürich-東京')).sites[0]?.name).toBe('Zürich-東京');
  });
});

describe('the grid', () => {
  const profile = (...lines: readonly string[]): string =>
    `${smallest}grid:\n  use: production\n  profiles:\n    production:\n      catalogue: { url: "https://catalogue.example" }\n${lines.map((line) => `      ${line}\n`).join('')}`;

  it('may be real services, written by a person unless it says otherwise', () => {
    const mail =
      'helpdesk: { mail: { url: "smtps://mail.example:465", from: ops@ops.example, user: ops, password_file: /etc/ops } }';
    const { grid } = inventoryOf(profile(mail, 'monitor: { url: "https://monitor.example" }'));
    expect(grid.profiles['production']).toEqual({
      authorities: null,
      log_patterns: null,
      catalogue: {
        kind: 'agis',
        url: 'https://catalogue.example',
        proxy_file: null,
        token_file: null,
        writer: 'instructions',
      },
      helpdesk: {
        mail: {
          url: 'smtps://mail.example:465',
          from: 'ops@ops.example',
          user: 'ops',
          password_file: '/etc/ops',
          token_file: null,
          group: null,
          project: null,
          api: 2,
          fields: {},
          index_lag_seconds: 120,
        },
      },
      monitor: { kind: 'bigpanda', url: 'https://monitor.example' },
      downtimes: null,
      clock: null,
    });
  });

  it('has the time of a rehearsal only where its catalogue is that rehearsal’s', () => {
    expect(theFinding(profile('clock: { url: "https://127.0.0.1:8019" }'))).toMatchObject({
      path: 'grid.profiles.production.clock.url',
    });
    const { grid } = inventoryOf(profile('clock: { url: "https://catalogue.example/" }'));
    expect(grid.profiles['production']?.clock).toEqual({ url: 'https://catalogue.example/' });
  });

  it.each([
    [
      'helpdesk: { mail: { url: "https://mail.example", from: a@b.example } }',
      'helpdesk.mail.url',
      'an address that begins with smtps:// or smtp://',
    ],
    [
      'helpdesk: { mail: { url: "smtp://mail.example" } }',
      'helpdesk.mail.from',
      'one line of text, at most 2000 characters',
    ],
    [
      'helpdesk: { ggus: { url: "https://ggus.example" } }',
      'helpdesk.ggus.group',
      'one line of text, at most 2000 characters',
    ],
    ['monitor: { kind: grafana, url: "https://monitor.example" }', 'monitor.kind', 'bigpanda'],
  ])('of real services has addresses that fit: %s', (line, path, expected) => {
    expect(theFinding(profile(line))).toMatchObject({ path: `grid.profiles.production.${path}`, expected });
  });

  it('has a lease that outlives the request it guards', () => {
    expect(
      theFinding(`${smallest}grid: { timing: { lease_seconds: 20, request_timeout_seconds: 20 } }\n`),
    ).toMatchObject({ path: 'grid.timing.lease_seconds' });
  });

  it('in rehearsal has a start of its choice in a fresh world only', () => {
    const rehearsal = (keys: string): string => `${smallest}grid: { rehearsal: { ${keys} } }\n`;
    expect(inventoryOf(rehearsal('start: 2030-01-07T08:00:00Z')).grid.rehearsal).toMatchObject({
      scenario: 'fresh',
      start: '2030-01-07T08:00:00Z',
    });
    expect(theFinding(rehearsal('start: 2030-01-07T08:00:00Z, scenario: august-2019'))).toMatchObject({
      path: 'grid.rehearsal.start',
    });
    for (const never of ['2030-02-30', '2030-02-30T08:00:00Z', '2030-01-07T25:00:00Z', '2030-01-07T08:00:00']) {
      expect(theFinding(rehearsal(`start: ${never}`))).toMatchObject({
        expected: 'a moment with its zone, such as 2030-01-07T08:00:00Z',
      });
    }
  });
});

describe('an unknown key', () => {
  it('is told with the known ones and a near name', () => {
    const finding = theFinding(withCampaign('redy_when: { os: centos7 }'));
    expect(finding).toMatchObject({ path: 'campaign.redy_when', near: 'ready_when', line: 3, column: 3 });
    expect(finding.message).toContain('Did you mean ready_when?');
  });

  it('may be a catalogue field that a rule cannot read', () => {
    expect(theFinding(withCampaign('ready_when: { pilot_manger: Harvester }'))).toMatchObject({
      near: 'pilot_manager',
    });
  });

  it('without a value is the rest of a text with a comma', () => {
    const finding = theFinding(withSite('os: { is: centos7, evidence: hint, checked by X }'));
    expect(finding.path).toBe('sites.OSCER.os["checked by X"]');
    expect(finding.message).toContain('put that text in quotes');
  });
});

describe('all errors come at once', () => {
  it('from every part of the file, in the order of the lines', () => {
    const { ok, findings } = check(`campaign:
  name: pilot2
  timezone: Nowhere
  order: [OSCAR]
grid: { use: productoin, profiles: { production: { catalogue: { url: ftp://x } } } }
sites:
  OSCER:
    slots: -1
    queues: { A: { typ: analysis }, A: {} }
    tier: 1
    tier: 2
retirements:
  - { queue: B, on: 2019-13-01 }
more: 1
`);
    expect(ok).toBe(false);
    expect(findings.map(({ line, path }) => [line, path])).toEqual([
      [3, 'campaign.timezone'],
      [4, 'campaign.order[0]'],
      [5, 'grid.use'],
      [5, 'grid.profiles.production.catalogue.url'],
      [8, 'sites.OSCER.slots'],
      [9, 'sites.OSCER.queues.A'],
      [11, 'sites.OSCER.tier'],
      [13, 'retirements[0].queue'],
      [13, 'retirements[0].on'],
      [14, 'more'],
    ]);
    expect(findings.find(({ path }) => path === 'sites.OSCER.queues.A')?.found).toBe(
      'sites.OSCER.queues.A a second time, after line 9',
    );
  });

  it('up to a number that a person reads; the rest is counted', () => {
    const sites = Array.from(
      { length: 700 },
      (_, index) => `  S${index}: { slots: x, queues: { Q${index}: {} } }\n`,
    ).join('');
    const { findings } = check(`campaign: { name: big }\nsites:\n${sites}`);
    expect(findings).toHaveLength(501);
    expect(findings.some(({ message }) => message.startsWith('found 200 more problems'))).toBe(true);
  });
});

describe('names that point to nothing, or twice to the same', () => {
  it('order and canaries name sites', () => {
    expect(theFinding(withCampaign('order: [OSCAR]'))).toMatchObject({ path: 'campaign.order[0]', near: 'OSCER' });
    expect(theFinding(withCampaign('order: [OSCER, OSCER]'))).toMatchObject({
      path: 'campaign.order[1]',
      found: '"OSCER" a second time',
    });
    expect(theFinding(withCampaign('ramp: { canaries: [TRIUMPH] }'))).toMatchObject({
      path: 'campaign.ramp.canaries[0]',
    });
  });

  it('a retirement names a queue of some site, once', () => {
    expect(theFinding(`${smallest}retirements: [{ queue: OU_OSCAR_ATLAS }]\n`)).toMatchObject({
      near: 'OU_OSCER_ATLAS',
      path: 'retirements[0].queue',
    });
    const twice = `${smallest}retirements: [{ queue: OU_OSCER_ATLAS }, { queue: OU_OSCER_ATLAS }]\n`;
    expect(theFinding(twice)).toMatchObject({ path: 'retirements[1].queue', expected: 'one retirement a queue' });
  });

  it('a queue is at one site', () => {
    const finding = theFinding(`${smallest}  TRIUMF: { queues: { OU_OSCER_ATLAS: {} } }\n`);
    expect(finding).toMatchObject({
      path: 'sites.TRIUMF.queues.OU_OSCER_ATLAS',
      found: '"OU_OSCER_ATLAS", which is at OSCER too',
    });
  });

  it('an ATLAS site is of one site', () => {
    const text = `${withSite('atlas_sites: [TWIN]')}  TRIUMF: { atlas_sites: [TWIN], queues: { T: {} } }\n`;
    expect(theFinding(text)).toMatchObject({
      path: 'sites.TRIUMF.atlas_sites[0]',
      found: '"TWIN", which is of OSCER too',
    });
    const byName = `${withSite('atlas_sites: [TRIUMF]')}  TRIUMF: { queues: { T: {} } }\n`;
    expect(theFinding(byName)).toMatchObject({ path: 'sites.TRIUMF' });
  });

  it('a contact is addresses where requests go by mail', () => {
    const mail = withCampaign('requests: { channel: mail }');
    const withContact = (contact: string): string => `${mail}    contact: ${contact}\n`;
    expect(theFinding(withContact('grid-admins'))).toMatchObject({ path: 'sites.OSCER.contact' });
    for (const contact of ['Ops <ops@alpha.example>', '"b@beta.example, c@beta.example"'])
      expect(check(withContact(contact)).ok).toBe(true);
    const byTicket = withCampaign('requests: { channel: ggus }');
    expect(check(`${byTicket}    contact: grid-admins\n`).ok).toBe(true);
  });

  it('a site has queues', () => {
    expect(theFinding(smallest.replace('{ OU_OSCER_ATLAS: {} }', '{}'))).toMatchObject({
      path: 'sites.OSCER.queues',
      expected: 'at least one queue',
    });
  });

  it('after names sites and makes no circle', () => {
    const chain = (...links: readonly string[]): string =>
      `campaign: { name: c }\nsites:\n${links.map((link) => `  ${link.replace('<', ': { after: [')}], queues: { Q${link}: {} } }\n`.replace('<', '')).join('')}`;
    expect(theFinding(chain('A<B', 'B<C', 'C<A'))).toMatchObject({ found: 'a circle: A after B after C after A' });
    expect(theFinding(chain('A<A'))).toMatchObject({ found: 'a circle: A after A' });
    expect(theFinding(chain('A<X'))).toMatchObject({ path: 'sites.A.after[0]', expected: 'the name of a site' });
    expect(check(chain('A<B', 'B<C', 'C<')).ok).toBe(true);
  });

  it('follows a chain that is longer than the call stack', () => {
    const links = Array.from(
      { length: 20_000 },
      (_, index) => `  S${index}: { after: [S${(index + 1) % 20_000}], queues: { Q${index}: {} } }\n`,
    );
    const finding = theFinding(`campaign: { name: c }\nsites:\n${links.join('')}`);
    expect(finding.found).toBe(
      'a circle: S0 after S1 after S2 after S3 after S4 after … after S19998 after S19999 after S0',
    );
  });

  it('grid.use is the rehearsal or a profile', () => {
    expect(theFinding(`${smallest}grid: { use: rehersal }\n`)).toMatchObject({ path: 'grid.use', near: 'rehearsal' });
  });
});

describe('included files', () => {
  const included = 'sites:\n  TRIUMF:\n    queues: { TRIUMF_A: {} }\nretirements: [{ queue: TRIUMF_A }]\n';
  const main = `${smallest}include: [more/ca.yaml]\n`;

  it('add sites and retirements, in order', () => {
    const inventory = inventoryOf(main, { 'more/ca.yaml': included });
    expect(inventory.sites.map((site) => site.name)).toEqual(['OSCER', 'TRIUMF']);
    expect(inventory.retirements).toHaveLength(1);
  });

  it('are named relative to the file that includes them', () => {
    const inventory = inventoryOf(main, {
      'more/ca.yaml': `include: [deeper/x.yaml]\n${included}`,
      'more/deeper/x.yaml': 'sites: { X: { queues: { XQ: {} } } }\n',
    });
    expect(inventory.sites.map((site) => site.name)).toEqual(['OSCER', 'TRIUMF', 'X']);
  });

  it('are part of the hash', () => {
    const hash = inventoryOf(main, { 'more/ca.yaml': included }).hash;
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(inventoryOf(main, { 'more/ca.yaml': `${included}# a comment\n` }).hash).not.toBe(hash);
  });

  it('have their own file in a finding', () => {
    expect(theFinding(main, { 'more/ca.yaml': included.replace('{}', '{ typ: x }') })).toMatchObject({
      file: 'more/ca.yaml',
      line: 3,
      near: 'type',
    });
  });

  it('hold sites, not campaigns', () => {
    expect(theFinding(main, { 'more/ca.yaml': `${included}campaign: {}\n` })).toMatchObject({
      file: 'more/ca.yaml',
      path: 'campaign',
    });
  });

  it('must be there; what their sites would have answered is not complained of', () => {
    const finding = theFinding(`${withCampaign('order: [TRIUMF]')}include: [more/ca.yaml]\n`);
    expect(finding).toMatchObject({
      file: 'sites.yaml',
      line: 7,
      path: 'include[0]',
      found: '"more/ca.yaml": no such file',
    });
  });

  it('do not include themselves, nor come twice', () => {
    const circle = theFinding(`${smallest}include: [a.yaml]\n`, {
      'a.yaml': 'include: [b.yaml]\n',
      'b.yaml': 'include: [./a.yaml]\n',
    });
    expect(circle).toMatchObject({ file: 'b.yaml', found: 'a circle: a.yaml includes b.yaml includes a.yaml' });
    expect(theFinding(`${smallest}include: [sites.yaml]\n`).found).toBe('a circle: sites.yaml includes sites.yaml');
    expect(theFinding(`${smallest}include: [a.yaml, ./a.yaml]\n`, { 'a.yaml': 'sites: {}\n' }).found).toBe(
      '"a.yaml" a second time',
    );
  });

  it('may not repeat a site', () => {
    expect(theFinding(main, { 'more/ca.yaml': 'sites: { OSCER: { queues: { Z: {} } } }\n' })).toMatchObject({
      path: 'sites.OSCER',
      found: '"OSCER" again, which is in sites.yaml too',
    });
  });
});
