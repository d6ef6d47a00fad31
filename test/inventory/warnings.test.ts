import { describe, expect, it } from 'vitest';
import { check, smallest, theFinding, withCampaign, withSite } from './texts.js';

describe('warnings stop nothing', () => {
  it('and stand with the inventory', () => {
    const checked = check(
      withCampaign('order: [OSCER]').replace('OU_OSCER_ATLAS: {}', 'OU_OSCER_ATLAS: { exclude: HPC }') +
        '    contact: a@b.example\n',
    );
    expect(checked.ok).toBe(true);
    expect(checked.findings).toMatchObject([{ severity: 'warning', path: 'campaign.order[0]', line: 3 }]);
  });
});

describe('a warning is given of', () => {
  it('a site without contact where requests go by mail', () => {
    expect(theFinding(smallest)).toMatchObject({ severity: 'warning', path: 'sites.OSCER.contact', line: 4 });
    expect(check(withCampaign('requests: { channel: ggus }')).findings).toEqual([]);
  });

  it('a site without slots where slots a day are limited', () => {
    const ggus = 'requests: { channel: ggus }';
    expect(theFinding(withCampaign(ggus, 'limits: { slots_per_day: 100 }'))).toMatchObject({
      severity: 'warning',
      path: 'sites.OSCER.slots',
    });
  });

  it('a password in the address of the ledger, which everybody reads', () => {
    expect(
      theFinding(`ledger: postgres://anna:secret@db.example/migrate\n${withCampaign('requests: { channel: ggus }')}`),
    ).toMatchObject({ severity: 'warning', path: 'ledger', found: 'an address with a password' });
  });

  const pace = (...windows: readonly string[]): readonly string[] =>
    check(withCampaign('requests: { channel: ggus }', `pace: [${windows.join(', ')}]`)).findings.map(
      ({ severity, path, found }) => `${severity}: ${path}: ${found}`,
    );

  it('a pause that a later entry overrides, and names both', () => {
    const stop = '{ from: 2019-12-20, to: 2020-01-06, sites_per_day: 0 }';
    const overridden =
      'warning: campaign.pace[0].sites_per_day: 0 sites a day from 2019-12-20 to 2020-01-06, which campaign.pace[1] overrides: ';
    expect(pace(stop, '{ sites_per_day: 5 }')).toEqual([`${overridden}5 a day always`]);
    expect(pace(stop, '{ from: 2020-01-06, sites_per_day: 2 }')).toEqual([`${overridden}2 a day from 2020-01-06 on`]);
    expect(pace(stop, '{ to: 2019-12-20, sites_per_day: 2 }')).toEqual([`${overridden}2 a day until 2019-12-20`]);
    expect(pace(stop, stop.replace('day: 0', 'day: 1'))).toEqual([
      `${overridden}1 a day from 2019-12-20 to 2020-01-06`,
    ]);
    expect(pace('{ sites_per_day: 0 }', '{ sites_per_day: 5 }')).toHaveLength(1);
  });

  it('no pause that stands behind the others, beside them, or has an exception', () => {
    const stop = '{ from: 2019-12-20, to: 2020-01-06, sites_per_day: 0 }';
    expect(pace('{ sites_per_day: 5 }', stop)).toEqual([]);
    expect(pace(stop, '{ from: 2020-01-07, sites_per_day: 5 }')).toEqual([]);
    expect(pace(stop, '{ from: 2020-01-02, to: 2020-01-03, sites_per_day: 1 }')).toEqual([]);
    expect(pace('{ sites_per_day: 0 }', '{ from: 2019-08-01, sites_per_day: 5 }')).toEqual([]);
  });

  it('a country that is none, for no holiday of it would be kept', () => {
    const text = withCampaign('requests: { channel: ggus }');
    expect(theFinding(`${text}    country: Atlantis\n`)).toMatchObject({
      severity: 'warning',
      path: 'sites.OSCER.country',
      line: 7,
      message:
        'found "Atlantis", expected a country by its name or ISO 3166 code, such as CH. As it is, no holiday of a country is kept for the site.',
    });
    expect(theFinding(`${text}    country: Frnce\n`).near).toBe('france');
    for (const country of ['Croatia', 'UK', 'ch', 'Nordic', 'Timor-Leste'])
      expect(check(`${text}    country: ${country}\n`).findings, country).toEqual([]);
  });

  const services = (catalogue: string, use = 'cern'): readonly string[] => {
    const grid = `grid: { use: ${use}, profiles: { cern: { catalogue: { url: "https://agis.example"${catalogue} } } } }\n`;
    return check(`${withCampaign('requests: { channel: ggus }')}${grid}`).findings.map(
      ({ path, found }) => `${path}: ${found}`,
    );
  };

  it('a profile in use without the proxy that writes need, or without the helpdesk that requests go by', () => {
    const helpdesk = 'grid.profiles.cern: no `helpdesk` for ggus';
    expect(services(', writer: agis').toSorted()).toEqual(
      [helpdesk, 'grid.profiles.cern.catalogue: no `proxy_file`'].toSorted(),
    );
    expect(services(', writer: agis, proxy_file: /tmp/x509up_u1')).toEqual([helpdesk]);
    expect(services(', writer: instructions')).toEqual([helpdesk]);
    expect(services(', writer: agis', 'rehearsal')).toEqual([]);
  });

  const asked = (...site: readonly string[]): string =>
    withSite('contact: a@b.example', ...site).replace('sites:', '  ready_when: { os: centos7 }\nsites:');

  it('a site without os where the campaign asks for it', () => {
    expect(theFinding(asked())).toMatchObject({ severity: 'warning', path: 'sites.OSCER.os', found: 'no os' });
  });

  it('an os that nobody stated', () => {
    expect(theFinding(asked('os: { is: centos7 }'))).toMatchObject({
      severity: 'warning',
      path: 'sites.OSCER.os',
      line: 8,
    });
  });

  it.each([
    ['ANALY_QMUL_SL6', 1],
    ['ANALY_GLASGOW_sl6_mcore', 1],
    ['AGLT2_SL7', 0],
    ['DESL6X', 0],
  ])('a queue named %s at a CentOS7 site, unless it has an os of its own', (queue, warnings) => {
    const os = 'os: { is: centos7, evidence: site reply }';
    expect(check(asked(os).replace('OU_OSCER_ATLAS', queue)).findings).toHaveLength(warnings);
    expect(check(asked(os).replace('OU_OSCER_ATLAS: {}', `${queue}: { ${os} }`)).findings).toEqual([]);
    expect(check(asked(os).replace('OU_OSCER_ATLAS: {}', `${queue}: { exclude: HPC }, B: {}`)).findings).toEqual([]);
  });
});
