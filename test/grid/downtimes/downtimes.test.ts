import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beginningOfTime, endOfTime } from '../../../src/model/dates.js';
import type { Announcement } from '../../../src/model/record.js';
import { readCalendar } from '../../../src/grid/downtimes/calendar.js';
import { downtimeCalendar } from '../../../src/grid/downtimes/downtimes.js';
import type { Downtimes, HttpAnswer, HttpRequest } from '../../../src/grid/ports.js';
import { aService, failureOf, jsonAnswer } from '../builders.js';

type Raw = Record<string, unknown>;

function anEntry(more: Raw = {}): Raw {
  return {
    affected_services: 'APEL, ARC-CE, gLite-APEL',
    classification: 'SCHEDULED',
    description: 'New switches',
    start_time: '2018-09-12T05:00:00',
    end_time: '2018-09-12T19:00:00',
    id: 124588,
    rc_site: 'CSCS-LCG2',
    services: [
      {
        flavour: 'ARC-CE',
        type: 'CE',
        endpoint: 'gsiftp://ARC04.cscs.example:2811',
        state: 'ACTIVE',
        status: 'production',
      },
    ],
    severity: 'OUTAGE',
    site: 'CSCS-LCG2',
    state: 'ACTIVE',
    ...more,
  };
}

const expected = {
  site: 'CSCS-LCG2',
  isCentre: false,
  touches: [{ kind: 'compute', host: 'arc04.cscs.example', isInUse: true }],
  start: '2018-09-12T05:00:00.000Z',
  end: '2018-09-12T19:00:00.000Z',
  severity: 'OUTAGE',
  description: 'New switches',
};

describe('a calendar', () => {
  it.each([
    ['of AGIS: lists by site', { 'CSCS-LCG2': [anEntry()] }],
    ['of CRIC: objects by id', { 'CSCS-LCG2': { 124588: anEntry() } }],
  ])('%s', (_shape, body) => {
    expect(readCalendar(body)).toEqual({ announcements: [expected], problems: [] });
  });

  it.each([
    ['by id', { 124588: anEntry({ rc_site: 'BNL-OSG', site: null }) }],
    ['that is a list', [anEntry({ rc_site: 'BNL-OSG' })]],
  ])('%s names resource centres', (_shape, body) => {
    expect(readCalendar(body)?.announcements).toEqual([{ ...expected, site: 'BNL-OSG', isCentre: true }]);
  });

  it('lists which services it touches: computing, storage, and what is out of production', () => {
    const services = [
      { type: 'SRM', flavour: 'SRM', endpoint: 'srm://se1.x.example:8443/srm/managerv2?SFN=', status: 'production' },
      { type: 'CE', flavour: 'ARC-CE', endpoint: 'gsiftp://old.x.example:2811', state: 'ACTIVE', status: 'DISABLED' },
      { type: 'PerfSonar', flavour: 'Latency', endpoint: 'ps.x.example' },
      { type: 'Squid', flavour: '', endpoint: 'http://squid.x.example:3128' },
    ];
    expect(readCalendar({ X: [anEntry({ services })] })?.announcements[0]?.touches).toEqual([
      { kind: 'storage', host: 'se1.x.example', isInUse: true },
      { kind: 'compute', host: 'old.x.example', isInUse: false },
    ]);
    expect(readCalendar({ X: [anEntry({ services: [] })] })?.announcements[0]?.touches).toEqual([]);
    expect(readCalendar({ X: [anEntry({ services: undefined })] })?.announcements[0]?.touches).toBeNull();
  });

  it("is by the experiment's site, not by the centre that declared it", () => {
    const declared = anEntry({ rc_site: 'IN2P3-CC', site: 'IN2P3-CC' });
    expect(
      readCalendar({ 'IN2P3-CC': [declared], 'IN2P3-CC-T3': [declared] })?.announcements.map(({ site }) => site),
    ).toEqual(['IN2P3-CC', 'IN2P3-CC-T3']);
  });

  it.each([
    [{ state: 'INACTIVE' }, 0],
    [{ state: null }, 1],
    [{ affected_services: 'net.perfSONAR.Bandwidth, net.perfSONAR.Latency' }, 0],
    [{ affected_services: 'APEL, eu.egi.storage.accounting' }, 0],
    [{ affected_services: 'SRM, SRM.nearline' }, 1],
    [{ affected_services: 'webdav' }, 1],
    [{ affected_services: 'CE' }, 1],
    [{ affected_services: '' }, 1],
    [{ affected_services: undefined }, 1],
  ])('holds what is active and touches computing or storage: %j', (more, count) => {
    expect(readCalendar({ 'CSCS-LCG2': [anEntry(more)] })?.announcements).toHaveLength(count);
  });

  it.each<[string, Raw, Partial<Announcement>, string | null]>([
    ['no end', { end_time: null }, { end: endOfTime }, 'has no end that can be read: it lasts until it is corrected'],
    ['an end in words', { end_time: 'open' }, { end: endOfTime }, 'has no end that can be read'],
    ['no start', { start_time: '' }, { start: beginningOfTime }, 'has no start that can be read: it has begun'],
    ['an end with an offset', { end_time: '2018-09-12T21:00:00+02:00' }, {}, null],
    ['a start with an offset', { start_time: '2018-09-12T00:30:00-0430' }, {}, null],
    [
      'times that are interchanged',
      { start_time: '2018-09-12T19:00:00', end_time: '2018-09-12T05:00:00' },
      {},
      'ends before it begins',
    ],
    ['no severity', { severity: null }, {}, 'has no severity: it was taken for an outage'],
    ['an unknown severity', { severity: 'Total' }, {}, 'has the unknown severity "Total"'],
    ['a severity in small letters', { severity: 'outage ' }, {}, null],
    ['services that cannot be read', { services: [{ type: 'CE', endpoint: null }] }, { touches: null }, null],
    ['a service of an unknown kind', { services: [{ type: 'XYZ', endpoint: 'a.example' }] }, { touches: null }, null],
  ])('with %s is taken for the worst', (_what, broken, more, doubt) => {
    const read = readCalendar({ 'CSCS-LCG2': [anEntry(broken)] });
    expect(read?.announcements).toEqual([{ ...expected, ...more }]);
    if (doubt === null) expect(read?.problems).toEqual([]);
    else expect(read?.problems).toEqual([expect.stringContaining(`A downtime of CSCS-LCG2 in the calendar ${doubt}`)]);
  });

  it('takes an entry that is nothing for an outage without an end, and keeps the rest', () => {
    const read = readCalendar({ B: [null], 'CSCS-LCG2': [anEntry()], C: 'none' });
    const nothing = { ...expected, start: beginningOfTime, end: endOfTime, touches: null, description: '' };
    expect(read?.announcements).toEqual([{ ...nothing, site: 'B' }, expected, { ...nothing, site: 'C' }]);
    expect(read?.problems).toHaveLength(2);
    expect(readCalendar([anEntry({ site: '', rc_site: null })])?.problems).toEqual([
      'A downtime in the calendar names no site: nobody knows whom it concerns.',
    ]);
  });

  it('is not made of anything else, and nothing is thrown', () => {
    expect(readCalendar(null)).toBeNull();
    expect(readCalendar('x')).toBeNull();
    fc.assert(fc.property(fc.anything(), (body) => void readCalendar(body)));
  });
});

describe('the downtime calendar', () => {
  function aCalendar(
    url: string,
    answer: Partial<HttpAnswer>,
    kind: 'agis' | 'cric' = 'cric',
  ): { calendar: Downtimes; asked: readonly HttpRequest[]; warned: readonly string[] } {
    const { http, asked } = aService(() => answer);
    const warned: string[] = [];
    return {
      asked,
      warned,
      calendar: downtimeCalendar({
        url,
        kind,
        http,
        proxyFile: null,
        token: null,
        timeoutMs: 30_000,
        warn: (text) => warned.push(text),
      }),
    };
  }

  it('is read at its usual place, or where the profile says', async () => {
    for (const [url, place] of [
      ['https://cric.example/', 'https://cric.example/api/core/downtime/query/?json&preset=sites'],
      [
        'https://agis.example/request/downtime/query/list/?json&filter=henceforward',
        'https://agis.example/request/downtime/query/list/?json&filter=henceforward',
      ],
    ] as const) {
      const { calendar, asked } = aCalendar(url, jsonAnswer({}));
      expect(await calendar.read(0)).toEqual([]);
      expect(asked).toMatchObject([{ method: 'GET', effect: 'read', url: place }]);
    }
  });

  it('is asked of a catalogue by its kind', async () => {
    const { calendar, asked } = aCalendar('https://agis.example', jsonAnswer({}), 'agis');
    await calendar.read(0);
    expect(asked[0]?.url).toBe('https://agis.example/request/downtime/query/list/?json&filter=henceforward');
  });

  it('of CRIC names sites with the preset, and resource centres without', async () => {
    const answer = jsonAnswer({ GRIF: { 1: anEntry() } });
    const address = 'https://cric.example/api/core/downtime/query/?json';
    expect(await aCalendar('https://cric.example', answer).calendar.read(0)).toMatchObject([{ isCentre: false }]);
    expect(await aCalendar(address, answer).calendar.read(0)).toMatchObject([{ site: 'GRIF', isCentre: true }]);
  });

  it('holds what is not over', async () => {
    const { calendar } = aCalendar('https://cric.example', jsonAnswer({ 'CSCS-LCG2': [anEntry()] }));
    expect(await calendar.read(Date.UTC(2018, 8, 12, 18, 59))).toEqual([expected]);
    expect(await calendar.read(Date.UTC(2018, 8, 12, 19))).toEqual([]);
  });

  it('says what it cannot read, and stops for no entry; a refusal is no calendar', async () => {
    const { calendar, warned } = aCalendar('https://cric.example', jsonAnswer({ A: [null] }));
    expect(await calendar.read(0)).toHaveLength(1);
    expect(warned).toEqual([
      'A downtime of A in the calendar is nothing that can be read, and counts as an outage until it is corrected.',
    ]);
    expect(
      (await failureOf(aCalendar('https://cric.example', jsonAnswer({ error: 'no' })).calendar.read(0))).problem,
    ).toBe('not understood');
    expect(
      (await failureOf(aCalendar('https://cric.example', jsonAnswer('closed')).calendar.read(0))).message,
    ).toContain('not a calendar');
    expect((await failureOf(aCalendar('https://cric.example', { status: 403 }).calendar.read(0))).problem).toBe(
      'not allowed',
    );
  });
});
