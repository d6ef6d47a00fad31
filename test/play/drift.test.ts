import { describe, expect, it } from 'vitest';
import { findDrift } from '../../src/app/find-drift.js';
import { openPlay } from '../../src/cli/wiring/play.js';
import type { Inventory } from '../../src/model/inventory.js';
import { play } from '../../src/play/play.js';
import { policyOf } from '../../src/play/policy.js';
import type { Result } from '../../src/report/results/results.js';
import { inventoryOf } from './stages.js';

/** `MIGRATE_DRIFT_SEEDS`: so many seeds of each play; CI takes three of the small one. `npm run play:drift` */
const asked = process.env['MIGRATE_DRIFT_SEEDS'];
const seedsOf = (few: number): readonly number[] =>
  Array.from({ length: Number(asked ?? few) }, (_, index) => index + 1);

interface Ended {
  readonly findings: Result<'drift'>['findings'];
  /** Queues at which somebody else did something, and what: of this world's own journal. */
  readonly touched: ReadonlyMap<string, readonly string[]>;
}

/** Plays to the end, and looks what drift finds then. */
async function ended(inventory: Inventory, seed: number): Promise<Ended> {
  const stage = await openPlay(inventory, {
    scenario: inventory.grid.rehearsal.scenario,
    seed,
    policy: policyOf(inventory),
    signal: new AbortController().signal,
    notice: () => undefined,
  });
  try {
    const { finished } = await play({ ...stage, until: { days: 1_000 }, onDay: () => undefined });
    expect(finished).not.toBeNull();
    stage.calm();
    const touched = new Map<string, string[]>();
    for (const entry of stage.journal(0)) {
      if (entry.kind !== 'change' || entry.agent.startsWith(stage.ourAgent)) continue;
      for (const queue of entry.what === 'queue' ? [entry.old, entry.new, entry.queue] : [entry.queue])
        touched.set(queue, [...(touched.get(queue) ?? []), `${entry.what} by ${entry.by}`]);
    }
    return { findings: (await findDrift(stage.session)).findings, touched };
  } finally {
    await stage.close();
  }
}

describe('drift at the end of a play', () => {
  it.each(seedsOf(3))(
    'in which nobody else does anything finds nothing (seed %i)',
    { timeout: 600_000 },
    async (seed) => {
      const { findings } = await ended(await inventoryOf('test/play/pilot3.yaml'), seed);
      expect(findings).toEqual([]);
    },
  );

  it.runIf(asked !== undefined).each(seedsOf(0))(
    'of August 2019 finds what others have left behind, and nothing else (seed %i)',
    { timeout: 600_000 },
    async (seed) => {
      const { findings, touched } = await ended(await inventoryOf('sites.yaml'), seed);
      expect(findings.filter(({ queue }) => !touched.has(queue))).toEqual([]);
      expect(findings.map(({ kind, queue }) => `${kind} ${queue}`)).toEqual(
        expect.arrayContaining(['unknown record ANALY_ZA-WITS-CORE', 'unlisted ANALY_ZA-WITS-CORE_SL7']),
      );
      console.log(`seed ${seed}: ${findings.map(({ kind, queue }) => `${kind} ${queue}`).join(', ')}`);
    },
  );
});
