import { describe, expect, it } from 'vitest';
import { policyOf } from '../../src/play/policy.js';
import { referee } from '../../src/referee/referee.js';
import type { CaseApproval, JournalWrite } from '../../src/referee/case.js';
import { anInventory, aSite } from '../inventory/builders.js';
import { inventoryOf, played, story } from './stages.js';

/** `MIGRATE_TEST_SEEDS=20` plays more. */
const seeds = Array.from({ length: Number(process.env['MIGRATE_TEST_SEEDS'] ?? 1) }, (_, index) => index + 1);

it.each(seeds)(
  'a campaign with a stop by hand, weekly freezes and a fault that comes late is clean (seed %i)',
  { timeout: 60_000 },
  async (seed) => {
    const inventory = await inventoryOf('test/play/safety.yaml');
    const result = await played({
      inventory,
      choice: {
        seed,
        policy: { ...policyOf(inventory), stop: 'mid-campaign' },
        begins: (scenario) => ({
          ...scenario,
          troubles: [
            // Days after it was found good, and while it can go back.
            { kind: 'pilot', share: 0.8, version: '2', on: { queues: ['ANALY_EARLY'], from: '2030-01-14T06:00:00Z' } },
          ],
        }),
      },
    });
    const told = story(result);
    expect(result.violations).toEqual([]);
    expect(told).toMatch(/2030-01-10 The operator pauses the campaign until 2030-01-17/);
    const [, stated] = /the finish moves from \S+ to (\S+)/.exec(told) ?? [];
    expect(stated).toMatch(/^2030-/);
    expect(told).toMatch(/The colleague is away/);
    expect(told).toMatch(/The colleague: The plan of \S+ is older than 20 hours\. /);
    expect(told).toMatch(/EARLY: good: /);
    expect(told).toMatch(/2030-01-1[4-6] EARLY: pilot fault: .*\(ANALY_EARLY\)/);
    expect(result.rolledBack.map(({ site }) => site)).toEqual(['EARLY']);
    expect(result.final.sites).toMatchObject({ migrated: 3, rolledBack: 1 });
    expect(result.finished).not.toBeNull();
  },
);

describe('the referee judges pauses and approvals', () => {
  const fromMs = Date.parse('2030-01-10T08:00:00Z');
  const pause = { scope: 'cloud=DE', fromMs, untilMs: fromMs + 7 * 86_400_000, except: ['rollback'] };
  const write = (request: string, at: number): JournalWrite => ({
    kind: 'write',
    id: 1,
    at,
    by: 'us',
    request,
    agent: 'migrate/1',
    queue: 'Q',
    what: 'set_attributes',
    new: '{}',
    fate: 'done',
  });
  const rules = (...journal: readonly JournalWrite[]): readonly string[] =>
    referee({
      inventory: anInventory({ sites: [aSite('S', { cloud: 'DE', queues: { Q: {} } })] }),
      start: new Map(),
      preexisting: { tickets: [], downtimes: [] },
      journal,
      done: [],
      ourAgent: 'migrate',
      pauses: [pause],
    })
      .violations.filter(({ rule }) => rule === 'pause')
      .map(({ sentence }) => sentence);

  it('nothing is begun in its scope', () => {
    expect(rules(write('c/Q/flip#0', fromMs + 3_600_000))).toEqual(['c/Q/flip#0 was begun while cloud=DE was paused.']);
  });

  it('a change that waits for approval is begun with one in force, by somebody else than its planner', () => {
    const approval = {
      by: 'ben',
      plannedBy: 'anna',
      at: '2030-01-10T08:00:00Z',
      until: '2030-01-11T08:00:00Z',
      operations: { 'c/Q/flip#0': 'mark' },
    };
    const found = (changed: Partial<CaseApproval>): number =>
      referee({
        inventory: anInventory(),
        start: new Map(),
        preexisting: { tickets: [], downtimes: [] },
        journal: [write('c/Q/flip#0', fromMs + 3_600_000)],
        done: [],
        ourAgent: 'migrate',
        approvals: [{ ...approval, ...changed }],
      }).violations.filter(({ rule }) => rule === 'approval').length;
    expect(found({})).toBe(0);
    expect(found({ by: 'anna' })).toBe(1);
    expect(found({ operations: {} })).toBe(1);
    expect(found({ until: '2030-01-10T08:30:00Z' })).toBe(1);
  });

  it('what it spares goes on, what was begun before is ended, and afterwards all goes on', () => {
    expect(rules(write('c/Q/rollback#1', fromMs + 3_600_000))).toEqual([]);
    expect(rules(write('c/Q/flip#0', fromMs - 3_600_000), write('c/Q/flip#0', fromMs + 3_600_000))).toEqual([]);
    expect(rules(write('c/Q/flip#0', pause.untilMs))).toEqual([]);
  });
});
