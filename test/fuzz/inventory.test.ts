import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { describeFinding } from '../../src/inventory/finding.js';
import { outlineOf } from '../../src/inventory/yaml/outline.js';
import { renderValidate } from '../../src/report/set-up/validate.js';
import { plainStyle } from '../../src/report/terminal/style.js';
import { packageRoot } from '../../src/storage/package-root.js';
import { check, withCampaign, withSite } from '../inventory/texts.js';
import { altered, expectHarmless, mutatedBytes, share } from './cases.js';

const plausible = `${withSite(
  'atlas_sites: [OU_OSCER_ATLAS] # its name there',
  'slots: 800',
  'contact: "support@oscer.example, night@oscer.example"',
  'os: { is: centos7, evidence: site reply, on: 2019-07-30, hint: true }',
  'ready_on: 2019-08-05',
  'after: []',
  'hold: { because: "cooling: works", until: 2019-09-01, by: anna }',
  'tier: 2',
).replace(
  'queues: { OU_OSCER_ATLAS: {} }',
  'queues:\n      OU_OSCER_ATLAS: {}\n      ANALY_OSCER: { exclude: |\n        gone, it seems }\n',
)}
  TRIUMF: &one { queues: { TRIUMF: , 'ANALY TRIUMF': { type: analysis } } }
retirements:
  - { queue: ANALY_OSCER, on: 2019-08-15, data: other queues read it }
`;

const campaign = withCampaign(
  'pilot: { from: "1", to: "2" }',
  'ready_when: { os: [centos7, el9] }',
  'pace: [{ sites_per_day: 5 }, { from: 2019-08-01, to: 2019-08-31, sites_per_day: 1, because: vacation }]',
  'freezes: [{ from: 2019-12-20, to: 2020-01-06, because: stop }]',
  'order: [OSCER]',
);

const shipped = readFileSync(join(packageRoot(), 'sites.yaml'));

function told(text: string): void {
  const checked = check(text, { 'more.yaml': plausible });
  const { ok, findings } = checked;
  expect(ok || findings.length > 0).toBe(true);
  for (const finding of findings) {
    expect(finding.message).toMatch(/\S/);
    expect(describeFinding(finding)).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
  }
  const counts = { campaign: null, sites: 0, queues: 0, retirements: 0 };
  expectHarmless(renderValidate({ file: 'sites.yaml', ...counts, findings }, plainStyle));
  if (ok) expect(outlineOf(text)).not.toBeNull();
}

it('reads any alteration of an inventory, or says where it is wrong', () => {
  const texts = fc.oneof(
    mutatedBytes(Buffer.from(plausible)),
    mutatedBytes(Buffer.from(campaign)),
    mutatedBytes(Buffer.from(`include: [more.yaml]\n${campaign}`)),
  );
  fc.assert(
    fc.property(texts, (bytes) => {
      told(bytes.toString('utf8'));
    }),
    share(14),
  );
});

it('reads any alteration of the inventory that is shipped', () => {
  fc.assert(
    fc.property(mutatedBytes(shipped), (bytes) => {
      told(bytes.toString('utf8'));
    }),
    share(1),
  );
});

it('reads any values in the place of an inventory’s', () => {
  const inventory = {
    campaign: {
      name: 'pilot2',
      pilot: { from: '1', to: '2' },
      containers: { translate: { 'singularity:wrapper': 'singularity:pilot' }, on: 'singularity:pilot' },
      ready_when: { os: 'centos7', pilot_manager: 'Harvester' },
      readiness: { hammercloud: 'off' },
      pace: [{ sites_per_day: 5, from: '2019-08-01' }],
      working_days: ['mon', 'tue'],
      holidays: ['2019-09-05', { on: '2019-12-25', country: 'Germany' }],
      freezes: [{ from: '2019-12-20', to: '2020-01-06', because: 'stop' }],
      limits: { per_cloud_per_day: 2, shared: ['per_cloud_per_day'] },
      requests: { channel: 'ggus', lead_days: 3, template: 'migration-request' },
      commissioning: { margin_minutes: 60, alpha: 0.05 },
      order: ['OSCER'],
      ramp: { canaries: ['OSCER'], steps: [{ days: 1, slots: 100 }] },
    },
    grid: {
      use: 'real',
      profiles: {
        real: { catalogue: { kind: 'agis', url: 'https://agis.example' }, downtimes: { url: 'https://x.example' } },
      },
      timing: { lease_seconds: 120 },
    },
    notices: { webhook: { url_file: 'hook' } },
    sites: {
      OSCER: {
        atlas_sites: ['OU_OSCER_ATLAS'],
        slots: 800,
        os: { is: 'centos7', evidence: 'site reply', on: '2019-07-30' },
        hold: { because: 'works', until: '2019-09-01', by: 'anna' },
        queues: { OU_OSCER_ATLAS: {}, ANALY_OSCER: { os: { is: 'slc6' }, type: 'analysis', exclude: 'no' } },
      },
    },
    retirements: [{ queue: 'ANALY_OSCER', on: '2019-08-15', because: 'SL6', data: 'read elsewhere' }],
  };
  fc.assert(
    fc.property(altered(inventory), (value) => {
      told(JSON.stringify(value));
    }),
    share(10),
  );
});
