import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupsOf, type ObservedSite } from '../../src/learning/groups.js';
import { learnRisk } from '../../src/learning/risk.js';
import { anOutcome, observed } from './builders.js';

const container = anOutcome('container fault');
const pilot = anOutcome('pilot fault');
const fine = anOutcome();

/** Of the first site that is still to go. */
function risk(...sites: readonly (readonly ObservedSite[])[]) {
  const all = sites.flat();
  return learnRisk(all, groupsOf(all))(all.findIndex(({ outcome }) => outcome === null));
}

describe('the risk of a site', () => {
  it('follows the trait that explains the faults, with its counts in a sentence', () => {
    const old = ['element CREAM-CE', 'singularity 2.6'];
    const found = risk(
      observed(1, old, null),
      observed(3, old, container),
      observed(1, old, fine),
      observed(8, ['element ARC-CE', 'singularity 2.6'], fine),
      observed(8, ['element CREAM-CE', 'singularity 3.2'], fine),
    );
    expect(found.reason).toMatch(
      /^Chance of a fault \d+ %: 3 of 4 sites with element CREAM-CE and singularity 2\.6 had container faults\.$/,
    );
    expect(found.chance).toBeGreaterThan(0.4);
    expect(found.proposal).toBe('go with containers off');
  });

  it('is asked about first where containers are not what fails', () => {
    const found = risk(
      observed(2, ['tool lsm'], null),
      observed(4, ['tool lsm'], pilot),
      observed(12, ['tool rucio'], fine),
    );
    expect(found).toMatchObject({ proposal: 'ask first', classes: [{ fault: 'pilot fault' }, {}, {}, {}] });
  });

  it('is drawn to the campaign’s own where few sites have shown the trait', () => {
    const after = (faulty: number) =>
      risk(
        observed(2, ['tool lsm', 'cloud UK', 'element ARC'], null),
        observed(faulty, ['tool lsm', 'cloud UK', 'element ARC'], container),
        observed(20, ['tool rucio', 'cloud UK', 'element ARC'], fine),
        observed(20, ['tool rucio', 'cloud US', 'element HTCONDOR'], fine),
      ).chance;
    // Of one site with a fault alone, a chance of two in three would follow.
    expect(after(1)).toBeLessThan(0.6);
    expect(after(4)).toBeGreaterThan(0.7);
  });

  it('is that of the campaign where sites share nothing', () => {
    const found = risk(observed(1, [], null), observed(2, [], pilot), observed(18, [], fine));
    expect(found.reason).toMatch(/: 2 of 20 sites judged so far had pilot faults\.$/);
  });

  it('never falls by one more fault among the sites alike, and stays a chance', () => {
    fc.assert(
      fc.property(fc.nat({ max: 10 }), fc.nat({ max: 10 }), fc.nat({ max: 10 }), (faulty, good, others) => {
        const of = (more: number) =>
          risk(
            observed(2, ['tool lsm'], null),
            observed(faulty + more, ['tool lsm'], container),
            observed(good, ['tool lsm'], fine),
            observed(others + 2, ['tool rucio'], fine),
          ).chance;
        expect(of(1)).toBeGreaterThanOrEqual(of(0));
        expect(of(0)).toBeGreaterThan(0);
        expect(of(0)).toBeLessThan(1);
      }),
    );
  });
});
