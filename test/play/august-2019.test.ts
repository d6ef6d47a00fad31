import { beforeAll, describe, expect, it } from 'vitest';
import type { PlayResult } from '../../src/play/play.js';
import { inventoryOf, played, story } from './stages.js';

// What went wrong in August 2019, as the scenario tells it (its `why` says what each is to show).
describe('the August 2019 campaign, seed 7', { timeout: 300_000 }, () => {
  let result: PlayResult;
  let told: string;

  beforeAll(async () => {
    const inventory = await inventoryOf('sites.yaml');
    result = await played({ inventory, choice: { scenario: 'august-2019', seed: 7 } });
    told = story(result);
  }, 300_000);

  it('comes to its end, and every site that did not go has its reason', () => {
    expect(result.finished).not.toBeNull();
    expect(result.final.sites).toMatchObject({ commissioning: 0, ready: 0 });
    for (const { reason: because } of [...result.blocked, ...result.rolledBack]) expect(because).not.toBe('');
    expect(
      result.blocked.length + result.rolledBack.length + result.final.sites.migrated + result.final.sites.leaving,
    ).toBe(result.final.sites.total);
  });

  it('is over only when the last change has been judged', () => {
    const lastChange = result.days.findLast(({ happened }) =>
      happened.some((line) => /: (flipped|containers on)/.test(line)),
    );
    expect(result.finished).not.toBe(lastChange?.date);
    expect(told).toMatch(new RegExp(`${String(result.finished)} [^:]+: good: `));
  });

  it('breaks no promise: one effective write for each operation done', () => {
    expect(result.violations).toEqual([]);
    expect(new Set(Object.values(result.writes))).toEqual(new Set([1]));
  });

  it('container faults: containers off, and the site stays on the new pilot', () => {
    for (const queue of ['ANALY_WATERLOO', 'CA-WATERLOO-T2_UCORE'])
      expect(told).toMatch(new RegExp(`CA-WATERLOO-T2: containers off \\([^)]*\\b${queue}\\b`));
    expect(result.final.containers.off).toBe(1);
  });

  it('faults that remain with containers off, and a fault of the pilot: back to the old pilot', () => {
    expect(told).toMatch(/TR-10-ULAKBIM: containers off/);
    expect(told).toMatch(/TR-10-ULAKBIM: rolled back/);
    expect(told).toMatch(/IL-TAU: pilot fault/);
    expect(result.rolledBack.map(({ site }) => site)).toEqual(['IL-TAU', 'TR-10-ULAKBIM']);
  });

  it('a site that never answers goes on after the lead time; one that declines is blocked', () => {
    expect(told).not.toMatch(/NET2 support/);
    expect(told).toMatch(/NET2: flipped to the new pilot/);
    expect(result.blocked.find(({ site }) => site === 'HK-LCG2')?.reason).toMatch(/^HK-LCG2 declined on/);
  });

  it('what others do is told: a downtime, what HammerCloud and Switcher set by their own rules, a rule that ends', () => {
    expect(told).toMatch(/2019-08-06 TRIUMF support announced a downtime of TRIUMF-LCG2/);
    expect(told).toMatch(/2019-08-14 HammerCloud: TEST \(HC\.Blacklist\.set\.test\): .*\bANALY_SWT2_CPB\b/);
    expect(told).toMatch(/2019-08-16 HammerCloud: ONLINE \(HC\.Blacklist\.set\.online\): .*\bANALY_SWT2_CPB\b/);
    expect(told).toMatch(/2019-08-12 Switcher: OFFLINE \(set\.offline\.by\.Switcher [^)]+\): .*\bAGLT2_SL7\b/);
    expect(told).toMatch(/2019-08-13 Switcher: ONLINE \(set\.online\.by\.Switcher\): .*\bAGLT2_SL7\b/);
    expect(told).toMatch(/2019-08-08 expiry set the rule switcher of NSC to none/);
  });

  it("a colleague's edit between plan and write is a conflict, and is planned anew", () => {
    expect(told).toMatch(
      /INFN-FRASCATI_UCORE\/flip#0 conflict: container_type of INFN-FRASCATI_UCORE is 'docker:wrapper;singularity:wrapper'/,
    );
    expect(told).toMatch(/2019-08-07 INFN-FRASCATI: flipped to the new pilot \(INFN-FRASCATI_UCORE\)/);
  });

  it('a renamed queue is blocked, with the near name', () => {
    const renamed = result.blocked.find(({ site }) => site === 'ZA-WITS-CORE');
    expect(renamed?.reason).toMatch(/The catalogue does not know ANALY_ZA-WITS-CORE\./);
    expect(renamed?.advice.join(' ')).toMatch(/ANALY_ZA-WITS-CORE_SL7/);
  });

  it('the batch of 15 August: what is alone is held with its reason', () => {
    expect(told).toMatch(/2019-08-15 GoeGrid: set brokeroff \(ANALY_GOEGRID\)/);
    expect(told).toMatch(/2019-08-15 Due and held: ANALY_JINR is the last analysis queue of JINR-LCG2/);
    expect(result.held).toHaveLength(10);
    expect(result.final.retirement).toMatchObject({ brokeroff: 7, scheduled: 0 });
  });

  it('containers go on for the 13 that wait', () => {
    expect(result.final.containers.awaiting).toBe(0);
  });

  it('an outage in the whole cloud and a broken task of one user move no queue', () => {
    expect(told).toMatch(/rose at the queues of cloud US in the same hours too/);
    expect(told).not.toMatch(/NET2: site fault/);
    for (const site of ['NET2', 'AGLT2', 'WT2', 'SWT2_CPB'])
      expect(told).not.toMatch(new RegExp(`${site}: (containers off|rolled back)`));
  });

  it('the network does what networks do', () => {
    expect(told).toMatch(/unconfirmed: The answer was lost/);
  });
});
