import { describe, expect, it } from 'vitest';
import { referee } from '../../src/referee/referee.js';
import { aCase, atOnce, dayMs, monday, ourFlip, ourWrite, rule, theirChange } from './builders.js';

function broken(...given: Parameters<typeof aCase>): readonly string[] {
  return referee(aCase(...given)).violations.map((violation) => violation.rule);
}

const hourMs = dayMs / 24;
const wrapped = { qA: { container_type: 'singularity:wrapper;docker:wrapper' } };

function translated(after = 'singularity:pilot;docker:wrapper', at = monday): ReturnType<typeof ourWrite> {
  return ourWrite(
    'pilot2/qA/flip#0',
    'qA',
    { pilot_version: ['1', '2'], container_type: ['singularity:wrapper;docker:wrapper', after] },
    at,
  );
}

describe('planted violations after the first flip of a site', () => {
  const sites = { A: { queues: { qA: {}, qA2: {} } } };
  const freezes = [{ from: '2019-09-03', to: '2019-09-10', because: 'stop' }];

  it('a queue that was left is flipped in a freeze', () => {
    expect(
      broken([...ourFlip('qA'), ...ourFlip('qA2', monday + dayMs)], {
        campaign: { freezes },
        sites,
        start: { qA2: {} },
      }),
    ).toEqual(['pace']);
  });

  it('a write that was begun before the freeze and repeated in it belongs to its first day', () => {
    const [received, ...changes] = ourFlip('qA2');
    const lost = { ...received, fate: 'without effect' } as NonNullable<typeof received>;
    const again = ourFlip('qA2', monday + dayMs);
    expect(changes).not.toEqual([]);
    expect(broken([...ourFlip('qA'), lost, ...again], { campaign: { freezes }, sites, start: { qA2: {} } })).toEqual(
      [],
    );
  });

  it('a second flip after the way back counts in the pace of its own day', () => {
    const pace = [{ from: null, to: null, sites_per_day: 1, because: null }];
    const back = ourWrite('pilot2/qA/rollback#1', 'qA', { pilot_version: ['2', '1'] }, monday + hourMs);
    const again = ourWrite('pilot2/qA/flip#2', 'qA', { pilot_version: ['1', '2'] }, monday + dayMs);
    expect(
      broken([...ourFlip('qA'), ...back, ...again, ...ourFlip('qB', monday + dayMs)], { campaign: { pace } }),
    ).toEqual(['pace']);
  });

  it('no pace entry covers the day', () => {
    const pace = [{ from: null, to: '2019-08-31', sites_per_day: 1, because: null }];
    expect(broken(ourFlip('qA'), { campaign: { pace } })).toEqual(['pace']);
  });
});

describe('planted violations of requests', () => {
  const requests = { ...atOnce, lead_days: 3 };
  const asked = (days: number, title = '[pilot2/A/migration#1] Pilot 2 at A') =>
    theirChange(title, 'ticket', '', '{}', monday - days * dayMs);
  const answer = (state: string, at: number) =>
    theirChange('[pilot2/A/migration#1] Pilot 2 at A', 'ticket', 'open', state, at);

  it('lead time: flipped without a request, or too soon after it', () => {
    expect(broken(ourFlip('qA'), { campaign: { requests } })).toEqual(['lead time']);
    expect(broken([asked(2), ...ourFlip('qA')], { campaign: { requests } })).toEqual(['lead time']);
    expect(broken([asked(3), ...ourFlip('qA')], { campaign: { requests } })).toEqual([]);
  });

  it('lead time: a request that stood from the start counts, an agreement ends the waiting', () => {
    const tickets = [{ title: '[pilot2/A/migration#1] Pilot 2 at A', state: 'open', createdMs: monday - 5 * dayMs }];
    expect(broken(ourFlip('qA'), { campaign: { requests }, preexisting: { tickets } })).toEqual([]);
    expect(broken([asked(1), answer('solved', monday - hourMs), ...ourFlip('qA')], { campaign: { requests } })).toEqual(
      [],
    );
  });

  it.each(['unsolved', "Won't Do", 'answered no'])('declined: flipped against %s', (state) => {
    expect(broken([asked(5), answer(state, monday - hourMs), ...ourFlip('qA')], { campaign: { requests } })).toEqual([
      'declined',
    ]);
    expect(broken([asked(5), answer(state, monday + hourMs), ...ourFlip('qA')], { campaign: { requests } })).toEqual(
      [],
    );
  });

  it('asked twice: another round that nobody ordered', () => {
    expect(broken([asked(5), asked(4, '[pilot2/A/migration#2] Pilot 2 at A')])).toEqual(['asked twice']);
    expect(broken([asked(5), asked(4, '[pilot2/A/reminder#1] Pilot 2 at A')])).toEqual([]);
  });
});

describe('planted violations of what closes a site', () => {
  const outage = {
    atlas_site: 'A',
    start: '2019-09-01T10:00:00+02:00',
    end: '2019-09-02T18:00:00+02:00',
    severity: 'OUTAGE',
  };
  const containersOn = ourWrite('pilot2/qA/containers-on#0', 'qA', { container_type: ['', 'singularity:pilot'] });

  it('downtime: flipped or given containers in an outage', () => {
    expect(broken(ourFlip('qA'), { preexisting: { downtimes: [outage] } })).toEqual(['downtime']);
    expect(broken(containersOn, { preexisting: { downtimes: [outage] } })).toEqual(['downtime']);
    expect(broken(ourFlip('qA'), { preexisting: { downtimes: [{ ...outage, severity: 'WARNING' }] } })).toEqual([]);
    expect(broken(ourFlip('qB'), { preexisting: { downtimes: [outage] } })).toEqual([]);
  });

  it('downtime: only one that was announced by then', () => {
    const announced = (at: number) => theirChange('A', 'downtime', '', JSON.stringify(outage), at);
    expect(broken([announced(monday - hourMs), ...ourFlip('qA')])).toEqual(['downtime']);
    expect(broken([...ourFlip('qA'), announced(monday + hourMs)])).toEqual([]);
  });

  it('ramp: a large site among the first', () => {
    const ramp = { canaries: [], steps: [{ days: 1, slots: 50 }] };
    expect(broken(ourFlip('qA'), { campaign: { ramp } })).toEqual(['ramp']);
    expect(
      broken([...ourFlip('qB', monday - 3 * dayMs), ...ourFlip('qA')], {
        campaign: { ramp },
        sites: { B: { slots: 10 } },
      }),
    ).toEqual([]);
  });

  it('state: a record that is not active', () => {
    expect(broken(ourFlip('qA'), { start: { qA: { state: 'DISABLED' } } })).toEqual(['state']);
  });
});

describe('planted violations of containers', () => {
  it('a flip that translates and keeps the rest is fine', () => {
    expect(broken(translated(), { start: wrapped })).toEqual([]);
  });

  it('bare: the old pair is left by the flip, whatever is written later', () => {
    const later = ourWrite(
      'pilot2/qA/containers-on#1',
      'qA',
      { container_type: ['singularity:wrapper', 'singularity:pilot'] },
      monday + dayMs,
    );
    expect(
      broken([...ourFlip('qA'), ...later], { start: { qA: { container_type: 'singularity:wrapper' } } }),
    ).toContain('bare');
  });

  it('bare: the old pair comes back by our own hand', () => {
    const later = ourWrite(
      'pilot2/qA/flip#1',
      'qA',
      { container_type: ['singularity:pilot;docker:wrapper', 'singularity:wrapper;docker:wrapper'] },
      monday + dayMs,
    );
    expect(broken([...translated(), ...later], { start: wrapped })).toContain('bare');
  });

  it('overwritten: a flip that loses another pair', () => {
    expect(broken(translated('singularity:pilot'), { start: wrapped })).toEqual(['overwritten']);
  });

  it('containers pace: more sites given containers than a day may take', () => {
    const on = (queue: string) =>
      ourWrite(`pilot2/${queue}/containers-on#0`, queue, { container_type: ['', 'singularity:pilot'] });
    const pace = [{ from: null, to: null, sites_per_day: 1, because: null }];
    expect(broken([...on('qA'), ...on('qB')], { campaign: { pace } })).toEqual(['containers pace']);
    expect(broken([...on('qA'), ...ourFlip('qB')], { campaign: { pace } })).toEqual([]);
  });
});

describe('planted violations of a way back', () => {
  const back = (containers: string, version = '1') =>
    ourWrite(
      'pilot2/qA/rollback#1',
      'qA',
      { pilot_version: ['2', version], container_type: ['singularity:pilot;docker:wrapper', containers] },
      monday + hourMs,
    );

  it('not restored: other strings than those from before the flip', () => {
    expect(broken([...translated(), ...back('singularity:wrapper;docker:wrapper')], { start: wrapped })).toEqual([]);
    expect(broken([...translated(), ...back('docker:wrapper;singularity:wrapper')], { start: wrapped })).toEqual([
      'not restored',
    ]);
    expect(
      broken([...translated(), ...back('singularity:wrapper;docker:wrapper', 'current')], { start: wrapped }),
    ).toEqual(['not restored']);
  });

  it('restored, whatever field of the flip was changed first', () => {
    const flip = ourWrite('pilot2/qA/flip#0', 'qA', {
      container_type: ['singularity:wrapper;docker:wrapper', 'singularity:pilot;docker:wrapper'],
      pilot_version: ['1', '2'],
    });
    expect(broken([...flip, ...back('singularity:wrapper;docker:wrapper')], { start: wrapped })).toEqual([]);
    expect(broken([...flip, ...back('singularity:pilot;docker:wrapper')], { start: wrapped })).toEqual([
      'not restored',
    ]);
  });

  it('not restored: a queue that the program never flipped', () => {
    expect(
      broken(ourWrite('pilot2/qA/rollback#0', 'qA', { pilot_version: ['2', '1'] }), {
        start: { qA: { pilot_version: '2' } },
      }),
    ).toEqual(['not restored']);
  });

  it('not restored: containers on again with another string than before they went off', () => {
    const start = { qA: { container_type: 'Singularity:Pilot; docker:wrapper' } };
    const off = ourWrite('pilot2/qA/containers-off#0', 'qA', {
      container_type: ['Singularity:Pilot; docker:wrapper', 'docker:wrapper'],
    });
    const on = (text: string, old = 'docker:wrapper') =>
      ourWrite('pilot2/qA/containers-on#1', 'qA', { container_type: [old, text] }, monday + hourMs);
    expect(broken([...off, ...on('Singularity:Pilot; docker:wrapper')], { start })).toEqual([]);
    expect(broken([...off, ...on('docker:wrapper;singularity:pilot')], { start })).toEqual(['not restored']);
    const theirs = theirChange('qA', 'container_type', 'docker:wrapper', '', monday + 1);
    expect(broken([...off, theirs, ...on('singularity:pilot', '')], { start })).toEqual([]);
  });
});

describe('planted violations of ownership', () => {
  it('beyond: any write on a queue past the new pilot', () => {
    const journal = ourWrite('pilot2/qA/containers-on#0', 'qA', { container_type: ['', 'singularity:pilot'] });
    expect(broken(journal, { start: { qA: { pilot_version: '3.1' } } })).toEqual(['beyond']);
  });

  it.each([
    ['a flip', 'flip', { pilot_version: ['1', '2'], container_options: ['', '-B'] }],
    ['a flip to another version', 'flip', { pilot_version: ['1', '3'] }],
    ['containers off', 'containers-off', { pilot_version: ['1', ''] }],
    ['a retirement', 'brokeroff', { container_type: ['', 'singularity:pilot'] }],
    ['a status set past the rules', 'flip', { pilot_version: ['1', '2'], status: ['brokeroff', 'online'] }],
  ] as const)('not its own: %s', (_name, kind, changes) => {
    expect(broken(ourWrite(`pilot2/qA/${kind}#0`, 'qA', changes))).toContain('not its own');
  });
});

describe('planted violations of rules', () => {
  const retirements: readonly (readonly [string, { data: string }])[] = [['qA', { data: 'replicated to B' }]];
  const given = {
    start: { qA: { type: 'analysis' } },
    retirements: retirements.map(([queue, fields]): [string, { data: string }] => [queue, fields]),
  };
  const set = (what: string, to: string) => ourWrite('pilot2/qA/brokeroff#0', 'qA', { [what]: ['', to] });

  it('loosened: a rule that keeps nothing away', () => {
    expect(broken(set('rule manual', rule('ONLINE')), given)).toEqual(['loosened']);
    expect(broken(set('rule manual', rule('BROKEROFF')), given)).toEqual([]);
  });

  it('expiry: a rule that ends', () => {
    const ending = JSON.stringify({ value: 'BROKEROFF', reason: 'test', expiration: '2019-10-01T00:00:00.000Z' });
    expect(broken(set('rule manual', ending), given)).toEqual(['expiry']);
  });

  it("another probe: HammerCloud's rule", () => {
    expect(broken(set('rule hammercloud', rule('OFFLINE')), given)).toEqual(['another probe', 'not its own']);
  });

  it('alone: the sibling was offline when the rule was set', () => {
    const start = { qA: { type: 'analysis' }, qA2: { type: 'analysis', status: 'offline' } };
    const sites = { A: { queues: { qA: {}, qA2: {} } } };
    const journal = [
      ...set('rule manual', rule('BROKEROFF')),
      theirChange('qA2', 'status', 'offline', 'online', monday + dayMs),
    ];
    expect(broken(journal, { start, sites, retirements: [['qA']] })).toEqual(['alone']);
  });
});
