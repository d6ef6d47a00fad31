import fc from 'fast-check';
import { expect, it } from 'vitest';
import { agisCatalogue } from '../../src/grid/catalogue/agis.js';
import { writeAnswerOf } from '../../src/grid/catalogue/write-answer.js';
import { downtimeCalendar } from '../../src/grid/downtimes/downtimes.js';
import type { Catalogue, HttpAnswer } from '../../src/grid/ports.js';
import { closures } from '../../src/planning/calendar/outages.js';
import { aService } from '../grid/builders.js';
import { altered, anyText, anyValue, expectHarmless, knownFailure, share } from './cases.js';

const url = 'https://catalogue.example';

const record = {
  panda_resource: 'ANALY_OSCER',
  nickname: 'ANALY_OSCER-condor',
  atlas_site: 'OU_OSCER_ATLAS',
  rc_site: 'OU_OSCER',
  cloud: 'US',
  tier_level: '2',
  status: 'online',
  state: 'ACTIVE',
  hc_param: 'AutoExclusion',
  pilot_version: 'current',
  container_type: 'singularity:wrapper;docker:wrapper',
  corecount: null,
  copytools: { rucio: { setup: null } },
  astorages: { pr: ['OSCER_DATADISK'], es_events: ['CERN_ES'] },
  queues: [{ ce_endpoint: 'ce.oscer.example:9619', ce_flavour: 'HTCONDOR-CE', ce_state: 'ACTIVE' }],
  last_modified: '2018-08-06T03:40:08.328044',
};

const rules = {
  'ANALY_OSCER-condor': {
    a: {
      mode: {
        AUTO: {
          switcher: {
            value: 'OFFLINE',
            probe: 'switcher',
            reason: 'set.offline.by.Switcher',
            expiration: null,
            updated: '2018-08-06T03:40:08',
          },
          manual: { value: 'BROKEROFF', reason: 'asked for', expiration: '2030-01-01T00:00:00' },
        },
      },
      status: { value: 'OFFLINE', probe: 'switcher', expiration: '2018-08-07 03:40:08' },
    },
  },
};

const calendar = {
  OU_OSCER_ATLAS: [
    {
      id: 25805,
      start_time: '2018-08-06T03:40:00',
      end_time: '2038-08-07T03:40:00',
      severity: 'OUTAGE',
      description: 'cooling',
      state: 'ACTIVE',
      affected_services: 'CE, SRMv2',
      services: [
        {
          type: 'CE',
          flavour: 'HTCONDOR-CE',
          endpoint: 'ce.oscer.example:9619',
          status: 'production',
          state: 'ACTIVE',
        },
        { type: 'SE', flavour: 'SRMv2', endpoint: 'srm://se.oscer.example:8443/srm?SFN=', status: 'production' },
      ],
    },
  ],
};

function answering(body: string, status = 200): Pick<HttpAnswer, 'status' | 'body'> {
  return { status, body };
}

const warned: string[] = [];
const warn = (text: string): void => void warned.push(text);

/** A catalogue whose records, rules and places are these. */
function aCatalogue(answers: {
  readonly records?: unknown;
  readonly rules?: unknown;
  readonly places?: unknown;
}): Catalogue {
  const { http } = aService(({ pathname }) => {
    const { records = { ANALY_OSCER: record }, rules: listed = rules, places } = answers;
    const body = pathname.includes('pandaqueuestatus') ? listed : pathname.includes('pandaqueue') ? records : places;
    return answering(JSON.stringify(body));
  });
  const service = { identity: url, baseUrl: url, http, timeoutMs: 1_000, proxyFile: null, token: null };
  return agisCatalogue({ ...service, kind: 'cric', writer: 'instructions', tell: warn, warn });
}

const isInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

it('reads any records of a catalogue, or says which it left out', async () => {
  const bodies = fc.oneof(altered({ ANALY_OSCER: record, OSCER: { ...record, panda_resource: 'OSCER' } }), anyValue);
  await fc.assert(
    fc.asyncProperty(bodies, async (records) => {
      warned.length = 0;
      await knownFailure(async () => {
        for (const read of await aCatalogue({ records }).readAll()) {
          expect(read.panda_resource).not.toBe('');
          expect(read.last_modified === '' || isInstant.test(read.last_modified)).toBe(true);
          const { container_type, compute_elements, storages, tier_level } = read;
          expect([typeof container_type, ...[...compute_elements, ...storages].map((each) => typeof each)]).toEqual(
            [container_type, ...compute_elements, ...storages].map(() => 'string'),
          );
          expect([null, 0, 1, 2, 3]).toContain(tier_level);
        }
      });
      expectHarmless(...warned);
    }),
    share(10),
  );
});

it('reads any status rules', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(altered(rules), anyValue), async (listed) => {
      await knownFailure(async () => {
        const read = await aCatalogue({ rules: listed }).readRules(['ANALY_OSCER']);
        for (const { probe, value, reason, updated } of read.get('ANALY_OSCER') ?? []) {
          expect([typeof probe, typeof reason]).toEqual(['string', 'string']);
          expect(value).not.toBe('');
          expect(updated === null || isInstant.test(updated)).toBe(true);
        }
      });
    }),
    share(10),
  );
});

it('reads any lists of sites and storage', async () => {
  const places = {
    OSCER_DATADISK: { rc_site: 'OU_OSCER', se: 'srm://se.oscer.example:8443', aprotocols: { r: [['root://x', 1]] } },
  };
  await fc.assert(
    fc.asyncProperty(fc.oneof(altered(places), anyValue), async (body) => {
      const catalogue = aCatalogue({ places: body });
      await knownFailure(async () => await catalogue.readCentres?.());
      await knownFailure(async () => await catalogue.readStorageHosts?.());
    }),
    share(4),
  );
});

it('reads any calendar of downtimes, and finds out what they close', async () => {
  const bodies = fc.oneof(
    altered(calendar),
    altered({ 25805: calendar.OU_OSCER_ATLAS[0] }),
    altered(calendar.OU_OSCER_ATLAS),
    anyValue,
  );
  const [known] = await aCatalogue({}).readAll();
  await fc.assert(
    fc.asyncProperty(bodies, fc.constantFrom('agis', 'cric'), async (body, kind) => {
      warned.length = 0;
      const { http } = aService(() => answering(JSON.stringify(body)));
      const downtimes = downtimeCalendar({ url, kind, http, timeoutMs: 1_000, proxyFile: null, token: null, warn });
      await knownFailure(async () => {
        const announced = await downtimes.read(Date.parse('2018-08-06T00:00:00Z'));
        for (const { start, end } of announced)
          expect([start, end]).toEqual([expect.stringMatching(isInstant), expect.stringMatching(isInstant)]);
        const places = { centres: new Map<string, string>(), storageHosts: null };
        const { notes } = closures(announced, {
          records: known ? [known] : [],
          places,
          ours: new Set(['OU_OSCER_ATLAS']),
          timezone: 'UTC',
        });
        expectHarmless(...notes);
      });
      expectHarmless(...warned);
    }),
    share(8),
  );
});

it('understands any answer to a write, or says that it does not', async () => {
  const said = [['ANALY_OSCER', true, 'success']];
  const bodies = fc.oneof(
    fc.oneof(altered(said), altered([{ error: 'denied' }]), anyValue).map((value) => JSON.stringify(value)),
    anyText,
  );
  const statuses = fc.constantFrom(200, 200, 200, 302, 400, 401, 403, 404, 410, 422, 429, 500, 503);
  const headers = fc.record({ 'retry-after': anyText, location: anyText }, { requiredKeys: [] });
  await fc.assert(
    fc.asyncProperty(bodies, statuses, headers, async (body, status, rest) => {
      await knownFailure(() => {
        const { message } = writeAnswerOf({ status, headers: rest, body }, 'The catalogue at x');
        expectHarmless(message);
      });
    }),
    share(6),
  );
});
