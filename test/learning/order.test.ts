import { expect, it } from 'vitest';
import { groupsOf } from '../../src/learning/groups.js';
import { learningOrder } from '../../src/learning/order.js';
import { traits } from './builders.js';

const sites = [
  { slots: 5000, of: ['tool lsm'] },
  { slots: 100, of: ['tool rucio'] },
  { slots: 200, of: ['tool rucio'] },
  { slots: 300, of: ['tool rucio'] },
  { slots: 400, of: ['tool lsm'] },
  { slots: 900, of: ['tool lsm'] },
];
const order = (gone: readonly number[] = []) =>
  learningOrder(
    sites.map(({ slots }) => slots),
    sites.flatMap((_, index) => (gone.includes(index) ? [] : [index])),
    gone,
    groupsOf(sites.map(({ of }) => ({ traits: traits(...of) }))),
  );

it('shows every trait by two small sites before the others go, small before large', () => {
  expect(order()).toEqual([1, 2, 4, 5, 3, 0]);
});

it('needs no canary for a trait that has gone', () => {
  expect(order([4, 5])).toEqual([1, 2, 3, 0]);
});
