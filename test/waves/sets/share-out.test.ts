import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlikeDays } from '../../../src/waves/sets/alike-days.js';
import type { Part } from '../../../src/waves/sets/order-cuts.js';
import { shareOut, type SharedOut } from '../../../src/waves/sets/share-out.js';
import type { Order } from '../../../src/waves/sets/sharing.js';

/** So many days of 100 slots that all sites may have. */
function alike(days: number, sizes: readonly number[], { places = 9, perCloud = 9 } = {}): AlikeDays {
  return {
    days: Array.from({ length: days }, (_, day) => day),
    sites: sizes.map((slots, row) => ({ row, slots, cloud: row % 2 })),
    places,
    slots: 100,
    clouds: Int32Array.of(perCloud, perCloud),
  };
}

function shared(days: number, sizes: readonly number[], over = {}): SharedOut['found'] {
  return shareOut({ alike: [alike(days, sizes, over)], sites: sizes.length, orders: [] }, { left: 1_000_000 }).found;
}

/** Whether whole sites fit, by trying all; `day`: of the sites placed so far. */
function fits(
  days: number,
  sizes: readonly number[],
  places: number,
  orders: readonly Order[] = [],
  day: readonly number[] = [],
): boolean {
  if (orders.some(({ earlier, later }) => (day[earlier] ?? -1) >= (day[later] ?? Infinity))) return false;
  const next = sizes[day.length];
  if (next === undefined) return true;
  return Array.from({ length: days }, (_, one) => one).some((one) => {
    const here = sizes.filter((_, row) => day[row] === one);
    return (
      here.length < places &&
      here.reduce((sum, size) => sum + size, next) <= 100 &&
      fits(days, sizes, places, orders, [...day, one])
    );
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
    const result = shareOut({ alike: [alike(3, sizes)], sites: sizes.length, orders: [] }, { left: 1_000_000 });
    if (result.found !== 'parts') throw new Error(result.found);
    const use = (counts: (part: Part) => boolean): number =>
      result.parts.reduce((sum, part) => sum + (counts(part) ? part.amount : 0), 0);
    for (const row of sizes.keys()) expect(use(({ rows }) => rows.includes(row))).toBeGreaterThan(0.999);
    expect(use(() => true)).toBeLessThan(3.001);
  });

  it('keeps orders: three in a row need three days, however small', () => {
    const orders = [
      { earlier: 0, later: 1 },
      { earlier: 1, later: 2 },
    ];
    const on = (days: number): SharedOut['found'] => {
      const single = Array.from({ length: days }, (_, day) => ({ ...alike(1, [10, 10, 10]), days: [day] }));
      return shareOut({ alike: single, sites: 3, orders }, { left: 1_000_000 }).found;
    };
    expect(on(2)).toBe('proof');
    expect(on(3)).toBe('parts');
  });

  it('finds nothing where it may not look', () => {
    expect(shareOut({ alike: [alike(2, [60, 60, 60])], sites: 3, orders: [] }, { left: 0 }).found).toBe('nothing');
  });

  it('proves nothing false, whatever the sizes', () => {
    const found = { parts: 0, proof: 0, nothing: 0 };
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 7 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 3 }),
        (sizes, days, places) => {
          const answer = shared(days, sizes, { places });
          found[answer] += 1;
          if (answer === 'proof') expect(fits(days, sizes, places)).toBe(false);
        },
      ),
      { numRuns: 500, seed: 7 },
    );
    expect(found.nothing).toBeLessThan(20);
    expect(Math.min(found.parts, found.proof)).toBeGreaterThan(50);
  });

  it('proves nothing false, whatever the orders and the days that are alike', () => {
    const found = { parts: 0, proof: 0, nothing: 0 };
    const order = fc.record({ earlier: fc.nat(6), later: fc.nat(6) });
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 70 }), { minLength: 2, maxLength: 6 }),
        fc.array(order, { maxLength: 4 }),
        fc.integer({ min: 1, max: 3 }),
        fc.boolean(),
        (sizes, wanted, days, apart) => {
          const orders = wanted.filter(({ earlier, later }) => earlier < later && later < sizes.length);
          const first = alike(apart ? 1 : days, sizes);
          const rest = apart ? Array.from({ length: days - 1 }, (_, k) => ({ ...first, days: [k + 1] })) : [];
          const answer = shareOut({ alike: [first, ...rest], sites: sizes.length, orders }, { left: 1_000_000 }).found;
          found[answer] += 1;
          if (answer === 'proof') expect(fits(days, sizes, 9, orders)).toBe(false);
        },
      ),
      { numRuns: 500, seed: 7 },
    );
    expect(found.nothing).toBeLessThan(20);
    expect(Math.min(found.parts, found.proof)).toBeGreaterThan(50);
  });
});
