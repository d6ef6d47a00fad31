import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rateLimited } from '../../../src/grid/http/rate.js';
import { aRead, aService, aWrite } from '../builders.js';

/** A machine whose time moves only while somebody sleeps. */
function aMachine(): { now: () => number; sleep: (ms: number) => Promise<void>; slept: number[] } {
  const slept: number[] = [];
  return {
    slept,
    now: () => 0,
    sleep: (ms) => {
      slept.push(ms);
      return Promise.resolve();
    },
  };
}

it('spaces the writes of all callers evenly, and lets reads pass', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 20 }), async (perSecond, writes) => {
      const machine = aMachine();
      const http = rateLimited(aService(() => ({})).http, perSecond, machine);
      await Promise.all(Array.from({ length: writes }, () => http(aWrite('http://grid.example/'))));
      await http(aRead('http://grid.example/'));
      expect(machine.slept.map(Math.round)).toEqual(Array.from({ length: writes - 1 }, (_, index) => Math.round(((index + 1) * 1000) / perSecond)));
    }),
  );
});

it('0 is no limit', () => {
  const { http } = aService(() => ({}));
  expect(rateLimited(http, 0, aMachine())).toBe(http);
});
