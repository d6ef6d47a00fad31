import { describe, expect, it } from 'vitest';
import type { Announcement, QueueRecord, TouchedService } from '../../../src/model/record.js';
import { closures, placesNeeded, type Places } from '../../../src/planning/calendar/outages.js';
import { aRecord } from '../builders.js';

const day = (date: string): string => `${date}T00:00:00.000Z`;

function anAnnouncement(more: Partial<Announcement> = {}): Announcement {
  return {
    site: 'NDGF-T1',
    isCentre: false,
    start: day('2019-08-10'),
    end: day('2019-08-12'),
    severity: 'OUTAGE',
    description: 'rebuild',
    touches: null,
    ...more,
  };
}

function computing(...hosts: readonly string[]): TouchedService[] {
  return hosts.map((host) => ({ kind: 'compute', host, isInUse: true }));
}

const storage: TouchedService = { kind: 'storage', host: 'srm.ndgf.example', isInUse: true };

/** A queue with two compute elements and one storage endpoint. */
function aQueue(queue = 'NDGF', more: Partial<QueueRecord> = {}): QueueRecord {
  return aRecord(queue, {
    atlas_site: 'NDGF-T1',
    rc_site: 'NDGF-T1',
    compute_elements: ['ce1.ndgf.example', 'ce2.ndgf.example'],
    storages: ['NDGF_DATADISK'],
    ...more,
  });
}

const known = new Map([['NDGF_DATADISK', ['srm.ndgf.example', 'dav.ndgf.example']]]);
const nowhere: Places = { centres: new Map(), storageHosts: null };

function closing(
  announced: readonly Announcement[],
  {
    records = [aQueue()],
    places = nowhere,
    ours = records.map(({ atlas_site }) => atlas_site),
  }: { records?: readonly QueueRecord[]; places?: Places; ours?: readonly string[] } = {},
) {
  const { downtimes, notes } = closures(announced, { records, places, ours: new Set(ours), timezone: 'UTC' });
  return {
    closed: downtimes.map(({ atlas_site, start, end }) => [atlas_site, start.slice(0, 10), end.slice(0, 10)]),
    notes,
  };
}

const wholly = { closed: [['NDGF-T1', '2019-08-10', '2019-08-12']], notes: [] };

describe('an outage closes the site whose jobs it stops', () => {
  it.each([
    ['the calendar lists no services', null, nowhere],
    ['it touches all compute elements of its queues', computing('ce1.ndgf.example', 'ce2.ndgf.example'), nowhere],
    ['it touches storage that its queues use', [storage], { ...nowhere, storageHosts: known }],
    ['it touches storage, and whose is unknown', [storage], nowhere],
  ])('%s', (_why, touches, places) => {
    expect(closing([anAnnouncement({ touches })], { places })).toEqual(wholly);
  });

  it('it touches a compute element, and which ones the queues have is unknown', () => {
    const records = [aQueue('NDGF', { compute_elements: [] })];
    expect(closing([anAnnouncement({ touches: computing('ce9.ndgf.example') })], { records })).toEqual(wholly);
  });

  it('it lasts for ten years', () => {
    expect(closing([anAnnouncement({ end: day('2029-08-30') })]).closed).toHaveLength(1);
  });
});

describe('an outage closes no day, and is told,', () => {
  it.each([
    ['of no service', { touches: [] }, 'touches no service that jobs need'],
    [
      'of services that none of its queues uses',
      { touches: computing('ce9.ndgf.example') },
      'touches no compute element or storage of its queues',
    ],
    ['for decades', { end: day('2038-01-19') }, 'lasts for decades'],
  ])('%s', (_what, more, why) => {
    const announcement = anAnnouncement(more);
    expect(closing([announcement])).toEqual({
      closed: [],
      notes: [`The outage of NDGF-T1 until ${announcement.end.slice(0, 10)} ${why}: it closes no day.`],
    });
  });

  it('of storage that its queues do not use', () => {
    const touches = [{ ...storage, host: 'tape.ndgf.example' }];
    expect(closing([anAnnouncement({ touches })], { places: { ...nowhere, storageHosts: known } }).closed).toEqual([]);
  });

  it('of part of the compute elements, as partly', () => {
    expect(closing([anAnnouncement({ touches: computing('ce2.ndgf.example') })])).toEqual({
      closed: [],
      notes: [
        'NDGF-T1 is partly out from 2019-08-10 to 2019-08-12, 1 of 2 compute elements (ce2.ndgf.example): rebuild. It closes no day.',
      ],
    });
  });

  it('of a compute element out of production, where the queues do not say which they have', () => {
    const touches: TouchedService[] = [{ kind: 'compute', host: 'old.ndgf.example', isInUse: false }];
    const records = [aQueue('NDGF', { compute_elements: [] })];
    const { closed, notes } = closing([anAnnouncement({ touches })], { records });
    expect(closed).toEqual([]);
    expect(notes).toEqual([expect.stringContaining('NDGF-T1 is partly out')]);
  });

  it('but of a site that is nobody’s here there is nothing to tell', () => {
    expect(
      closing([anAnnouncement({ site: 'ELSEWHERE', touches: [] })], {
        records: [aQueue('E', { atlas_site: 'ELSEWHERE' })],
        ours: ['NDGF-T1'],
      }),
    ).toEqual({ closed: [], notes: [] });
  });

  it('and of a site that nobody knows, whose it is is for a person to find out', () => {
    expect(closing([anAnnouncement({ site: 'NDGF-T2' })]).notes).toEqual([
      'The outage of NDGF-T2 names no site that the catalogue or the inventory knows: it closes no day.',
    ]);
  });
});

describe('outages of parts', () => {
  it('close the site on the days on which together they leave nothing', () => {
    const one = anAnnouncement({ touches: computing('ce1.ndgf.example') });
    const other = anAnnouncement({
      start: day('2019-08-11'),
      end: day('2019-08-14'),
      touches: computing('ce2.ndgf.example'),
    });
    expect(closing([one, other]).closed).toEqual([['NDGF-T1', '2019-08-11', '2019-08-12']]);
  });

  it('count the compute elements of all active queues of the site', () => {
    const records = [
      aQueue(),
      aQueue('NDGF_MCORE', { compute_elements: ['ce3.ndgf.example'] }),
      aQueue('OLD', { state: 'DISABLED', compute_elements: ['ce4.ndgf.example'] }),
    ];
    const announcement = anAnnouncement({ touches: computing('ce1.ndgf.example', 'ce2.ndgf.example') });
    expect(closing([announcement], { records }).notes).toEqual([expect.stringContaining('2 of 3 compute elements')]);
  });
});

describe('a resource centre', () => {
  const lal = aRecord('GRIF-LAL', { rc_site: 'GRIF' });
  const lpnhe = aRecord('GRIF-LPNHE', { rc_site: 'GRIF' });

  it.each([true, false])('closes its ATLAS sites, said to be one (%s) or not', (isCentre) => {
    expect(
      closing([anAnnouncement({ site: 'GRIF', isCentre })], { records: [lal, lpnhe] }).closed.map(([site]) => site),
    ).toEqual(['GRIF-LAL', 'GRIF-LPNHE']);
  });

  it('is looked up in the list of sites where records do not name it', () => {
    const records = [aRecord('GRIF-LAL', { rc_site: '' })];
    const announced = [anAnnouncement({ site: 'GRIF', isCentre: true })];
    expect(placesNeeded(announced, records)).toEqual({ centres: true, storageHosts: false });
    expect(
      closing(announced, { records, places: { ...nowhere, centres: new Map([['GRIF-LAL', 'GRIF']]) } }).closed,
    ).toHaveLength(1);
  });

  it('of the name of one ATLAS site closes that one alone where the calendar goes by sites', () => {
    const records = [aQueue(), aRecord('UNICPH-NBI', { rc_site: 'NDGF-T1' })];
    expect(closing([anAnnouncement()], { records }).closed.map(([site]) => site)).toEqual(['NDGF-T1']);
    expect(closing([anAnnouncement({ isCentre: true })], { records }).closed).toHaveLength(2);
  });
});

it('the list of storage endpoints is needed only for an outage of storage at a known site', () => {
  const needed = (more: Partial<Announcement>): boolean =>
    placesNeeded([anAnnouncement({ touches: [storage], ...more })], [aQueue()]).storageHosts;
  expect([needed({}), needed({ site: 'ELSEWHERE' }), needed({ severity: 'WARNING' }), needed({ touches: [] })]).toEqual(
    [true, false, false, false],
  );
});
