import { describe, expect, it } from 'vitest';
import { referee } from '../../src/referee/referee.js';
import { aCase, dayMs, monday, ourFlip, ourWrite, rule, theirChange } from './builders.js';

const hourMs = 3_600_000;

function broken(...given: Parameters<typeof aCase>): readonly string[] {
  return referee(aCase(...given)).violations.map((violation) => violation.rule);
}

describe('a clean campaign', () => {
  it('has no violation and one write for each operation', () => {
    const facts = aCase([...ourFlip('qA'), ...ourFlip('qB', monday + dayMs)], {
      done: ['pilot2/qA/flip#0', 'pilot2/qB/flip#0'],
    });
    expect(referee(facts)).toEqual({ violations: [], writes: { 'pilot2/qA/flip#0': 1, 'pilot2/qB/flip#0': 1 } });
  });

  it('is not blamed for what others do', () => {
    expect(
      broken([
        theirChange('qA', 'pilot_version', '1', '2', monday - 2 * dayMs),
        theirChange('qB', 'rule manual', rule('OFFLINE'), ''),
      ]),
    ).toEqual([]);
  });
});

describe('planted violations of the calendar', () => {
  it('pace: a site too many', () => {
    const pace = [{ from: null, to: null, sites_per_day: 1, because: null }];
    expect(broken([...ourFlip('qA'), ...ourFlip('qB')], { campaign: { pace } })).toEqual(['pace']);
  });

  it.each([
    ['a weekend', {}, monday - dayMs],
    ['a holiday', { holidays: [{ on: '2019-09-02', country: null }] }, monday],
    ['a freeze', { freezes: [{ from: '2019-09-01', to: '2019-09-03', because: 'stop' }] }, monday],
  ])('pace: a flip on %s', (_name, campaign, at) => {
    expect(broken(ourFlip('qA', at), { campaign })).toEqual(['pace']);
  });

  it('pace: the last window that matches counts', () => {
    const pace = [
      { from: null, to: null, sites_per_day: 5, because: null },
      { from: '2019-09-01', to: '2019-09-30', sites_per_day: 0, because: 'vacation' },
    ];
    expect(broken(ourFlip('qA'), { campaign: { pace } })).toEqual(['pace']);
  });

  it("a holiday in the site's country", () => {
    expect(broken(ourFlip('qA'), { campaign: { holidays: [{ on: '2019-09-02', country: 'IT' }] } })).toEqual([
      'holiday',
    ]);
    expect(broken(ourFlip('qA'), { campaign: { holidays: [{ on: '2019-09-02', country: 'FR' }] } })).toEqual([]);
  });

  it('cloud and slots: more than a day may take', () => {
    const limits = { per_cloud_per_day: 1, slots_per_day: 150, tier1_in_commissioning: null, in_commissioning: null };
    expect(broken([...ourFlip('qA'), ...ourFlip('qB')], { campaign: { limits } })).toEqual(['cloud', 'slots']);
  });
});

describe('a site with queues in two clouds', () => {
  const start = { qA: { cloud: 'IT' }, qA2: { cloud: 'UK' }, qB: { cloud: 'UK' } };
  const sites = { A: { queues: { qA: {}, qA2: {} } } };

  it('counts in each', () => {
    const limits = { per_cloud_per_day: 1, slots_per_day: null, tier1_in_commissioning: null, in_commissioning: null };
    const flips = [...ourFlip('qA'), ...ourFlip('qA2'), ...ourFlip('qB')];
    expect(broken(flips, { campaign: { limits }, sites, start })).toEqual(['cloud']);
    expect(broken(flips, { campaign: { limits }, sites: { A: { ...sites.A, cloud: 'IT' } }, start })).toEqual([]);
  });

  it('only by queues that take part', () => {
    const limits = { per_cloud_per_day: 1, slots_per_day: null, tier1_in_commissioning: null, in_commissioning: null };
    const excluded = { A: { queues: { qA: {}, qA2: { exclude: 'benchmarks' } } } };
    expect(broken([...ourFlip('qA'), ...ourFlip('qB')], { campaign: { limits }, sites: excluded, start })).toEqual([]);
  });
});

describe('planted violations of a site', () => {
  it.each([
    ['ready_on', { ready_on: '2019-09-03' }],
    ['hold', { hold: { because: 'power cut', until: null, by: 'ops' } }],
    ['hold', { hold: { because: 'power cut', until: '2019-09-10', by: null } }],
    ['os', { os: { is: 'sl6', evidence: null, on: null } }],
    ['os', { queues: { qA: { os: { is: 'sl6', evidence: null, on: null } } } }],
  ])('%s', (name, site) => {
    expect(broken(ourFlip('qA'), { sites: { A: site } })).toEqual([name]);
  });

  it('after: the other site on the same day, or never', () => {
    const sites = { B: { after: ['A'] } };
    expect(broken([...ourFlip('qA'), ...ourFlip('qB')], { sites })).toEqual(['after']);
    expect(broken(ourFlip('qB'), { sites })).toEqual(['after']);
    expect(broken(ourFlip('qB'), { sites, start: { qA: { pilot_version: '2' } } })).toEqual([]);
  });

  it('a pilot manager that does not obey', () => {
    expect(broken(ourFlip('qA'), { start: { qA: { pilot_manager: 'APF' } } })).toEqual(['pilot_manager']);
  });

  it('a version beyond the new one set back', () => {
    const journal = ourWrite('pilot2/qA/flip#0', 'qA', { pilot_version: ['3.1', '2'] });
    expect(broken(journal, { start: { qA: { pilot_version: '3.1' } } })).toEqual(['beyond']);
  });

  it('a flip that leaves the queue bare', () => {
    expect(broken(ourFlip('qA'), { start: { qA: { container_type: 'singularity:wrapper' } } })).toEqual(['bare']);
  });
});

describe('a stop of the line', () => {
  const stop = { trait: 'copy tool lsm', sites: ['A', 'B'], fromMs: monday + hourMs, toMs: monday + 3 * hourMs };
  const rulesOf = (queue: string, at: number): readonly string[] =>
    referee({ ...aCase(ourFlip(queue, at)), stops: [stop] }).violations.map(({ rule }) => rule);

  it('finds a site of the trait flipped while it stood', () => {
    expect(rulesOf('qA', monday + 2 * hourMs)).toEqual(['stopped']);
    expect(rulesOf('qB', monday + hourMs)).toEqual(['stopped']);
  });

  it('finds nothing before, after, and at other sites', () => {
    expect(rulesOf('qA', monday)).toEqual([]);
    expect(rulesOf('qA', monday + 3 * hourMs)).toEqual([]);
    expect(rulesOf('qC', monday + 2 * hourMs)).toEqual([]);
  });
});

describe('planted violations of writing', () => {
  it('twice for one operation', () => {
    const again = ourWrite('pilot2/qA/flip#0', 'qA', { container_type: ['', 'singularity:pilot'] }, monday + 1);
    const found = referee(aCase([...ourFlip('qA'), ...again]));
    expect(found.writes).toEqual({ 'pilot2/qA/flip#0': 2 });
    expect(found.violations.map((violation) => violation.rule)).toEqual(['double write']);
  });

  it('called done, and never written', () => {
    expect(broken([], { done: ['pilot2/qA/flip#0'] })).toEqual(['lost write']);
  });

  it('a flip before the day that a site was told, and none on it or after another was told', () => {
    const told = (day: string, round: number, at: number) =>
      theirChange(`[pilot2/A/agreed-day#${round}] Pilot 2 at A: agreed for ${day}`, 'ticket', '', '{}', at);
    const early = told('2019-09-03', 1, monday - 3_600_000);
    expect(broken([early, ...ourFlip('qA')])).toEqual(['agreed day']);
    expect(broken([told('2019-09-02', 1, monday - 3_600_000), ...ourFlip('qA')])).toEqual([]);
    expect(broken([early, told('2019-09-02', 2, monday - 1_800_000), ...ourFlip('qA')])).toEqual([]);
    expect(broken([early, told('2019-09-03', 2, monday - 1_800_000)])).toEqual(['told twice']);
  });

  it('a request opened twice', () => {
    const ticket = theirChange('[pilot2/A/migration#1] Pilot 2 at A', 'ticket', '', '{}');
    expect(broken([ticket])).toEqual([]);
    expect(broken([ticket, ticket])).toEqual(['asked twice', 'double write']);
  });

  it('without a key', () => {
    expect(broken(ourWrite('', 'qA', { container_options: ['', '-B'] }))).toEqual(['no key']);
  });

  it.each([
    ['not in the inventory', 'qX', {}, { qX: {} }, []],
    ['excluded', 'qA', { A: { queues: { qA: { exclude: 'HPC' } } } }, {}, []],
    ['special', 'qA', {}, { qA: { type: 'special' } }, []],
    ['special by the inventory', 'qA', { A: { queues: { qA: { type: 'special' } } } }, {}, []],
    ['retiring', 'qA', {}, {}, [['qA'] as [string]]],
  ])('to a queue that is %s', (_name, queue, sites, start, retirements) => {
    expect(broken(ourFlip(queue), { sites, start, retirements })).toEqual(['untouched']);
  });

  it("a way back over somebody's value", () => {
    const journal = [
      ...ourFlip('qA'),
      theirChange('qA', 'pilot_version', '2', '3'),
      ...ourWrite('pilot2/qA/rollback#1', 'qA', { pilot_version: ['3', '1'] }),
    ];
    expect(broken(journal)).toEqual(['beyond', 'overwritten']);
  });

  it('containers off that lose another pair', () => {
    const start = { qA: { container_type: 'singularity:pilot;docker:wrapper' } };
    expect(
      broken(
        ourWrite('pilot2/qA/containers-off#0', 'qA', {
          container_type: ['singularity:pilot;docker:wrapper', 'docker:wrapper'],
        }),
        { start },
      ),
    ).toEqual([]);
    expect(
      broken(
        ourWrite('pilot2/qA/containers-off#0', 'qA', { container_type: ['singularity:pilot;docker:wrapper', ''] }),
        { start },
      ),
    ).toEqual(['overwritten']);
  });
});

describe('planted violations of a status', () => {
  const analysis = { qA: { type: 'analysis' } };
  const spoken = { data: 'replicated to B' };

  function brokeroff(from: string, to: string, at = monday): ReturnType<typeof ourWrite> {
    return ourWrite('pilot2/qA/brokeroff#0', 'qA', { 'rule manual': [from, to] }, at);
  }

  it('a retirement on its date is fine', () => {
    expect(
      broken(brokeroff('', rule('BROKEROFF')), {
        start: analysis,
        retirements: [['qA', { on: '2019-09-02', ...spoken }]],
      }),
    ).toEqual([]);
  });

  it('loosened', () => {
    const journal = [...brokeroff('', rule('OFFLINE')), ...brokeroff(rule('OFFLINE'), rule('ONLINE')).slice(1)];
    expect(broken(journal, { start: analysis, retirements: [['qA', spoken]] })).toEqual(['loosened']);
  });

  it("over a person's rule", () => {
    const start = { qA: { type: 'analysis', manual: 'TEST' } };
    expect(broken(brokeroff(rule('TEST'), rule('BROKEROFF')), { start, retirements: [['qA', spoken]] })).toEqual([
      'over a person',
    ]);
  });

  it('of a queue that does not retire', () => {
    expect(broken(brokeroff('', rule('BROKEROFF')))).toEqual(['untouched']);
  });

  it('before its date', () => {
    expect(
      broken(brokeroff('', rule('BROKEROFF')), {
        start: analysis,
        retirements: [['qA', { on: '2019-09-03', ...spoken }]],
      }),
    ).toEqual(['before its date']);
  });

  it('the last analysis queue of a site without a word on its data', () => {
    expect(broken(brokeroff('', rule('BROKEROFF')), { start: analysis, retirements: [['qA']] })).toEqual(['alone']);
    const sibling = { sites: { A: { queues: { qA: {}, qA2: {} } } }, start: { ...analysis, qA2: { type: 'unified' } } };
    expect(broken(brokeroff('', rule('BROKEROFF')), { ...sibling, retirements: [['qA']] })).toEqual([]);
  });
});

describe('planted violations of commissioning', () => {
  const limits = { per_cloud_per_day: null, slots_per_day: null, tier1_in_commissioning: 1, in_commissioning: 2 };
  const hourMs = dayMs / 24;

  it('a site too many at once; a site counts until the margin is over at least', () => {
    const campaign = { limits };
    expect(broken([...ourFlip('qA'), ...ourFlip('qB'), ...ourFlip('qC', monday + hourMs)], { campaign })).toEqual([
      'in commissioning',
    ]);
    expect(broken([...ourFlip('qA'), ...ourFlip('qB'), ...ourFlip('qC', monday + 2 * hourMs)], { campaign })).toEqual(
      [],
    );
  });

  it('a site that went back makes room', () => {
    const back = ourWrite('pilot2/qA/rollback#1', 'qA', { pilot_version: ['2', '1'] }, monday + hourMs / 2);
    expect(
      broken([...ourFlip('qA'), ...ourFlip('qB'), ...back, ...ourFlip('qC', monday + hourMs)], {
        campaign: { limits },
      }),
    ).toEqual([]);
  });

  it('a Tier-1 too many at once', () => {
    const start = { qA: { tier_level: 1 }, qB: { tier_level: 1 } };
    expect(broken([...ourFlip('qA'), ...ourFlip('qB')], { campaign: { limits }, start })).toEqual([
      'Tier-1 in commissioning',
    ]);
  });
});

describe('containers as catalogues spell them', () => {
  it('spaces and case are no other pair', () => {
    const off = ourWrite('pilot2/qA/containers-off#1', 'qA', {
      container_type: ['Singularity:Pilot ; docker:wrapper', 'docker:wrapper'],
    });
    const bare = ourWrite('pilot2/qA/containers-on#1', 'qA', { container_type: [' ', 'singularity:pilot'] });
    expect(broken(off)).toEqual([]);
    expect(broken(bare)).toEqual([]);
  });

  it('an old pair that somebody put back after the flip is theirs', () => {
    const start = { qA: { container_type: 'singularity:wrapper' } };
    const flip = ourWrite('pilot2/qA/flip#0', 'qA', {
      pilot_version: ['1', '2'],
      container_type: ['singularity:wrapper', 'singularity:pilot'],
    });
    const theirs = theirChange('qA', 'container_type', 'singularity:pilot', 'singularity:wrapper', monday + dayMs);
    expect(broken([...flip, theirs], { start })).toEqual([]);
  });
});
