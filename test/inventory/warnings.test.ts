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
