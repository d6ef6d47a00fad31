import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readCalendar } from '../../../src/grid/downtimes/calendar.js';
import { dayNumber } from '../../../src/model/dates.js';
import { closedDays, closedOn } from '../../../src/planning/calendar/downtimes.js';
import { closures } from '../../../src/planning/calendar/outages.js';
import { aRecord } from '../builders.js';

const entry = {
  affected_services: 'HTCONDOR-CE, SRM',
  description: 'New switches',
  start_time: '2019-08-06T05:00:00',
  end_time: '2019-08-07T19:00:00',
  rc_site: 'OSCER',
  services: [{ type: 'CE', flavour: 'ARC-CE', endpoint: 'ce.oscer.example', state: 'ACTIVE', status: 'production' }],
  severity: 'OUTAGE',
  site: 'OSCER',
  state: 'ACTIVE',
};

/** Nothing that says something else: another time, a milder severity, no service at all, or that it is off. */
const junk = fc.oneof(
  fc.constantFrom(null, undefined, '', ' ', 0, -1, true, {}, [[]], 'open', 'n/a', '2019-13-45T99:00', '2019-08-06'),
  fc
    .string()
    .filter(
      (text) => !/warning|risk|moderate|intermittent|no.outage|inactive|disabled|deleted|cancel|closed/i.test(text),
    ),
  fc.double(),
);
const harmless =
  /perfsonar|latency|bandwidth|apel|accounting|bdii|squid|frontier|voms|myproxy|argus|nagios|monitor|dashboard|gocdb|gstat|lfc|fts|cvmfs|vobox|vo-box|rgma|\bUI\b/i;

function closedAt(body: unknown, day: string): boolean {
  const records = [
    aRecord('OU_OSCER', { atlas_site: 'OSCER', rc_site: 'OSCER', compute_elements: ['ce.oscer.example'] }),
  ];
  const announced = readCalendar(JSON.parse(JSON.stringify(body)))?.announcements ?? [];
  const places = { centres: new Map<string, string>(), storageHosts: null };
  const { downtimes } = closures(announced, { records, places, ours: new Set(['OSCER']), timezone: 'UTC' });
  const days = closedDays(downtimes, new Map([['OSCER', new Set(['OSCER'])]]), 'UTC', dayNumber('2019-08-05'));
  return closedOn(days.get('OSCER'), dayNumber(day)) !== null;
}

it('no downtime, however broken, lets its site go in its days', () => {
  const fields = fc.subarray(Object.keys(entry) as (keyof typeof entry)[]);
  fc.assert(
    fc.property(fields, fc.array(junk, { minLength: 9, maxLength: 9 }), fc.boolean(), (broken, values, isById) => {
      const replaced = broken.flatMap((field, index) =>
        harmless.test(JSON.stringify(values[index] ?? null)) ? [] : [[field, values[index]] as const],
      );
      const written = { ...entry, ...Object.fromEntries(replaced) };
      const body = { OSCER: isById ? { 17: written } : [written] };
      expect(closedAt(body, '2019-08-06')).toBe(true);
      expect(closedAt(body, '2019-08-07')).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

it('an entry that is no entry at all closes its site until it is corrected', () => {
  fc.assert(
    fc.property(fc.constantFrom<unknown>(null, 'x', 5, true, []), (nothing) => {
      expect(closedAt({ OSCER: [nothing] }, '2019-08-06')).toBe(true);
    }),
  );
});
