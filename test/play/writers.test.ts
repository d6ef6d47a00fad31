import { expect, it } from 'vitest';
import { inventoryOf, played, story } from './stages.js';

const at = (date: number, hour: number): string => `2030-01-${String(date).padStart(2, '0')}T${hour}:00:00Z`;

it(
  'a campaign of some weeks lives with HammerCloud and Switcher, each by its own rules on the same queues',
  { timeout: 60_000 },
  async () => {
    const result = await played({
      inventory: await inventoryOf('test/play/writers.yaml'),
      choice: {
        begins: (scenario) => ({
          ...scenario,
          downtimes: ['CLOSED', 'LEAVING'].map((atlas_site) => ({
            atlas_site,
            start: at(9, 18),
            end: at(11, 12),
            severity: 'OUTAGE',
            description: 'cooling',
          })),
          troubles: [
            { kind: 'container namespace', share: 0.9, on: { atlas_sites: ['FAULTY'] } },
            { kind: 'scratch disk', share: 0.95, on: { queues: ['ANALY_CALM'], from: at(15, 10), to: at(16, 10) } },
          ],
        }),
      },
    });
    const told = story(result);
    expect(result.violations).toEqual([]);
    expect(result.finished).not.toBeNull();
    expect(result.final.sites).toMatchObject({ total: 4, migrated: 4 });
    expect(told).not.toMatch(/planted\)$/m);

    // Containers that fail make its tests fail; off they go, and it lifts what it did.
    expect(told).toMatch(/2030-01-10 HammerCloud: TEST \(HC\.Blacklist\.set\.test\): .*\bANALY_FAULTY\b/);
    expect(told).toMatch(/FAULTY: containers off \(ANALY_FAULTY\)/);
    expect(told).toMatch(/2030-01-11 HammerCloud: ONLINE \(HC\.Blacklist\.set\.online\): .*\bANALY_FAULTY\b/);
    expect(told).toMatch(/FAULTY: good: .*ANALY_FAULTY/);
    // A full disk is the site's, long after the flip.
    expect(told).toMatch(/2030-01-1[56] HammerCloud: TEST .*\bANALY_CALM\b/);
    expect(told).toMatch(/2030-01-1[67] HammerCloud: ONLINE .*\bANALY_CALM\b/);

    // Production at once, analysis in two steps, both back when the outage is over.
    expect(told).toMatch(/2030-01-09 Switcher: OFFLINE \(set\.offline\.by\.Switcher https:[^)]+\): CLOSED$/m);
    expect(told).toMatch(/2030-01-09 Switcher: BROKEROFF \(set\.brokeroff\.by\.Switcher https:[^)]+\): ANALY_CLOSED$/m);
    expect(told).toMatch(/2030-01-11 Switcher: ONLINE \(set\.online\.by\.Switcher\): CLOSED, ANALY_CLOSED, LEAVING/);
    // What this program retired stays so, whatever Switcher lifts.
    expect(result.final.retirement).toMatchObject({ due: 0, brokeroff: 2 });
  },
);
