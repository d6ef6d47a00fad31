import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupsOf, type Pupil } from '../../src/learning/groups.js';
import { learnRisk } from '../../src/learning/risk.js';
import { aLesson, pupils } from './builders.js';

const container = aLesson('container fault');
const pilot = aLesson('pilot fault');
const fine = aLesson();

/** Of the first site that is still to go. */
function risk(...sites: readonly (readonly Pupil[])[]) {
  const all = sites.flat();
  return learnRisk(all, groupsOf(all))(all.findIndex(({ lesson }) => lesson === null));
}

describe('the risk of a site', () => {
  it('follows the trait that explains the faults, with its counts in a sentence', () => {
    const old = ['element CREAM-CE', 'singularity 2.6'];
    const found = risk(
      pupils(1, old, null),
      pupils(3, old, container),
      pupils(1, old, fine),
      pupils(8, ['element ARC-CE', 'singularity 2.6'], fine),
      pupils(8, ['element CREAM-CE', 'singularity 3.2'], fine),
    );
    expect(found.reason).toMatch(
      /^Chance of a fault \d+ %: 3 of 4 sites with element CREAM-CE and singularity 2\.6 had container faults\.$/,
    );
    expect(found.chance).toBeGreaterThan(0.4);
    expect(found.proposal).toBe('go with containers off');
  });

  it('is asked about first where containers are not what fails', () => {
    const found = risk(pupils(2, ['tool lsm'], null), pupils(4, ['tool lsm'], pilot), pupils(12, ['tool rucio'], fine));
    expect(found).toMatchObject({ proposal: 'ask first', classes: [{ fault: 'pilot fault' }, {}, {}, {}] });
  });

  it('is drawn to the campaign’s own where few sites have shown the trait', () => {
    const after = (faulty: number) =>
      risk(
        pupils(2, ['tool lsm', 'cloud UK', 'element ARC'], null),
        pupils(faulty, ['tool lsm', 'cloud UK', 'element ARC'], container),
        pupils(20, ['tool rucio', 'cloud UK', 'element ARC'], fine),
        pupils(20, ['tool rucio', 'cloud US', 'element HTCONDOR'], fine),
      ).chance;
    // Of one site with a fault alone, a chance of two in three would follow.
    expect(after(1)).toBeLessThan(0.6);
    expect(after(4)).toBeGreaterThan(0.7);
  });

  it('is that of the campaign where sites share nothing', () => {
    const found = risk(pupils(1, [], null), pupils(2, [], pilot), pupils(18, [], fine));
    expect(found.reason).toMatch(/: 2 of 20 sites judged so far had pilot faults\.$/);
  });

  it('never falls by one more fault among the sites alike, and stays a chance', () => {
    fc.assert(
      fc.property(fc.nat({ max: 10 }), fc.nat({ max: 10 }), fc.nat({ max: 10 }), (faulty, good, others) => {
        const of = (more: number) =>
          risk(
            pupils(2, ['tool lsm'], null),
            pupils(faulty + more, ['tool lsm'], container),
            pupils(good, ['tool lsm'], fine),
            pupils(others + 2, ['tool rucio'], fine),
          ).chance;
        expect(of(1)).toBeGreaterThanOrEqual(of(0));
        expect(of(0)).toBeGreaterThan(0);
        expect(of(0)).toBeLessThan(1);
      }),
    );
  });
});
