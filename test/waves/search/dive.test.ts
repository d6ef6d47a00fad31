import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, bindingRule, finishOf, newBoard, nowhere, put, take, type Board } from '../../../src/waves/board.js';
import { dive, placeShares } from '../../../src/waves/search/dive.js';
import type { Effort } from '../../../src/waves/search/effort.js';
import { sequence } from '../../../src/waves/order.js';
import { fillBoard, wavePlan } from '../../../src/waves/schedule.js';
import { seededRandom } from '../../../src/model/random.js';
import { noLimits, problem, site } from '../builders.js';
import { campaigns } from '../campaigns.js';
import { brokenRules } from '../check.js';

const plenty = (): Effort => ({ left: 10_000 });
const inSequence = (board: Board): readonly number[] => sequence([...board.sites.keys()], board).sorted;

/** Three days of 100 slots; by size the first two leave 30 and 20 free, and a site of 40 has no day. */
const tight = problem(
  [60, 30, 50, 30, 40, 50, 40].map((slots, k) => site(`S${k}`, { slots })),
  { limits: { ...noLimits, slotsPerDay: 100 }, horizonDays: 3 },
);

describe('a dive', () => {
  it('shares days out anew so that the site left out finds one', () => {
    const board = newBoard(tight);
    for (const [k, day] of [0, 1, 0, 1, 2, 2].entries()) if (bindingRule(board, k, day) === null) put(board, k, day);
    expect([...board.dayOf]).toContain(nowhere);
    expect(dive(board, inSequence(board), 2, [], plenty(), 0, seededRandom(1, 'dive'))).toBe(true);
    expect(brokenRules(tight, wavePlan(board, new Map()))).toEqual([]);
  });

  it('starts from sets that a programme found, those with most of a day first', () => {
    const board = newBoard(tight);
    const shares = [
      { sites: [0, 2], days: [0, 1, 2], part: 0.4 },
      { sites: [2, 5], days: [0, 1, 2], part: 1 },
      { sites: [4, 6], days: [1], part: 0.9 },
    ];
    placeShares(board, shares, 1000, seededRandom(1, 'shares'));
    expect([...board.dayOf]).toEqual([nowhere, nowhere, 0, nowhere, 1, 0, 1]);
    expect(dive(board, inSequence(board), 2, [], plenty(), 0, seededRandom(1, 'dive'))).toBe(true);
  });

  it('spends no more effort than it may, and then leaves the board as it was', () => {
    const board = newBoard(tight);
    put(board, 0, 0);
    expect(dive(board, inSequence(board), 2, [], { ...plenty(), left: 1 }, 0, seededRandom(1, 'dive'))).toBe(false);
    expect([...board.dayOf]).toEqual([0, ...Array<number>(6).fill(nowhere)]);
  });

  it('breaks no rule, places all or leaves the board as it was, whatever the campaign', () => {
    let placed = 0;
    fc.assert(
      fc.property(campaigns, fc.nat(), (campaign, seed) => {
        const board = newBoard(campaign);
        const never = fillBoard(board);
        const sorted = inSequence(board).filter((one) => at(board.dayOf, one) !== nowhere);
        const finish = finishOf(board);
        const [last] = sorted.filter(
          (one) =>
            at(board.dayOf, one) === finish &&
            campaign.sites.every(({ name, pinned }) => name !== board.sites[one]?.name || pinned === null),
        );
        if (last !== undefined) take(board, last);
        const before = [...board.dayOf];
        const done = dive(board, sorted, finish, [], plenty(), 0, seededRandom(seed, 'dive'));
        if (!done) expect([...board.dayOf]).toEqual(before);
        else {
          placed += 1;
          expect(sorted.filter((one) => at(board.dayOf, one) === nowhere || at(board.dayOf, one) > finish)).toEqual([]);
          expect(brokenRules(campaign, wavePlan(board, never))).toEqual([]);
        }
      }),
      { numRuns: 300, seed: 7 },
    );
    expect(placed).toBeGreaterThan(200);
  });
});
