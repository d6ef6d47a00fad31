import type { Group } from './groups.js';

/** A trait is known once so many of its sites have gone. */
const enough = 2;

/**
 * The order in which the sites teach soonest at the least cost: first small sites whose traits too few have shown
 * yet, then the others, small before large. `gone`: sites that are flipped, or that go before by an operator's
 * list. Returns indices of `waiting`, all of them.
 */
export function learningOrder(
  slots: readonly number[],
  waiting: readonly number[],
  gone: readonly number[],
  groups: readonly Group[],
): readonly number[] {
  const groupsAt = new Map<number, number[]>();
  for (const [group, { members }] of groups.entries()) {
    for (const member of members) {
      const list = groupsAt.get(member);
      if (list) list.push(group);
      else groupsAt.set(member, [group]);
    }
  }
  const shown = groups.map(() => 0);
  const show = (index: number): void => {
    for (const group of groupsAt.get(index) ?? []) shown[group] = (shown[group] ?? 0) + 1;
  };
  for (const index of gone) show(index);
  const small = [...waiting].sort((one, other) => (slots[one] ?? 0) - (slots[other] ?? 0) || one - other);
  const canaries = small.filter((index) => {
    if (!(groupsAt.get(index) ?? []).some((group) => (shown[group] ?? 0) < enough)) return false;
    show(index);
    return true;
  });
  const first = new Set(canaries);
  return [...canaries, ...small.filter((index) => !first.has(index))];
}
