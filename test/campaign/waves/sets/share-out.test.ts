import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlikeDays } from '../../../../src/campaign/waves/sets/alike-days.js';
import { missing } from '../../../../src/campaign/waves/sets/covering.js';
import { shareOut, type SharedOut } from '../../../../src/campaign/waves/sets/share-out.js';

/** So many days of 100 slots that all sites may have. */
function alike(days: number, sizes: readonly number[], { places = 9, perCloud = 9 } = {}): AlikeDays {
  return { days: Array.from({ length: days }, (_, day) => day), sites: sizes.map((slots, row) => ({ row, slots, cloud: row % 2 })), places, slots: 100, clouds: Int32Array.of(perCloud, perCloud) };
}

function shared(days: number, sizes: readonly number[], over = {}): SharedOut['found'] {
  return shareOut([alike(days, sizes, over)], sizes.length, { left: 1_000_000 }).found;
}

/** Whether whole sites fit, by trying all. */
function fits(days: number, sizes: readonly number[], places: number, room = Array<number>(days).fill(100), free = Array<number>(days).fill(places)): boolean {
  const [size, ...rest] = sizes;
  if (size === undefined) return true;
  return room.some((left, k) => {
    if (left < size || (free[k] ?? 0) === 0) return false;
    return fits(days, rest, places, room.with(k, left - size), free.with(k, (free[k] ?? 0) - 1));
  });
}

describe('sharing days out in parts of sets', () => {
  it('proves that three sites of more than half a day need three days', () => {
    expect(shared(2, [60, 60, 60])).toBe('proof');
    expect(shared(3, [60, 60, 60])).toBe('parts');
  });

  it('counts places and clouds', () => {
    expect(shared(2, [10, 10, 10, 10, 10])).toBe('parts');
    expect(shared(2, [10, 10, 10, 10, 10], { places: 2 })).toBe('proof');
    expect(shared(1, [10, 10, 10], { perCloud: 1 })).toBe('proof');
  });

  it('covers every site and uses no more days than there are', () => {
    const sizes = [60, 30, 50, 30, 40, 50, 40];
    const result = shareOut([alike(3, sizes)], sizes.length, { left: 1_000_000 });
    if (result.found !== 'parts') throw new Error(result.found);
    const { basis, amount } = result.covering;
    const use = (row: number): number => basis.reduce((sum, { rows }, k) => sum + (rows.includes(row) && rows.length > 1 ? (amount[k] ?? 0) : 0), 0);
    expect(missing(result.covering)).toBeLessThan(1e-6);
    for (const row of sizes.keys()) expect(use(row)).toBeGreaterThan(0.999);
    expect(use(sizes.length)).toBeLessThan(3.001);
  });

  it('finds nothing where it may not look', () => {
    expect(shareOut([alike(2, [60, 60, 60])], 3, { left: 0 }).found).toBe('nothing');
  });

  it('proves nothing false, whatever the sizes', () => {
    const found = { parts: 0, proof: 0, nothing: 0 };
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 7 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }), (sizes, days, places) => {
        const answer = shared(days, sizes, { places });
        found[answer] += 1;
        if (answer === 'proof') expect(fits(days, sizes, places)).toBe(false);
      }),
      { numRuns: 500, seed: 7 },
    );
    expect(found.nothing).toBeLessThan(20);
    expect(Math.min(found.parts, found.proof)).toBeGreaterThan(50);
  });
});
