import { expect } from 'vitest';
import type { Operation } from '../../../src/model/operation.js';
import { openWorld, type Shape, type World } from './world.js';

/** The catalogue's records as they say what the queues are: without when they were changed, containers as a set. */
async function state(world: World): Promise<State> {
  const records = Object.entries(await world.records());
  return Object.fromEntries(
    records.map(([queue, record]) => [
      queue,
      { ...record, last_modified: '', lastmod: '', container_type: pairs(record['container_type']) },
    ]),
  );
}

export type State = Record<string, Record<string, unknown>>;

function pairs(containers: unknown): unknown {
  return typeof containers === 'string'
    ? containers
        .split(';')
        .map((pair) => pair.trim().toLowerCase())
        .sort()
    : containers;
}

/** The world after the plan was applied and nothing went wrong. */
export async function faultFreeState(shape: Shape): Promise<State> {
  const world = await openWorld(shape);
  await world.plan();
  await world.applyToTheEnd();
  return state(world);
}

/** The world is the fault-free one, and every operation was written into it exactly once. */
export async function expectDoneOnce(world: World, operations: readonly Operation[], faultFree: State): Promise<void> {
  const effective = (await world.writes()).filter(({ fate }) => fate === 'effective').map(({ request }) => request);
  expect(effective.sort()).toEqual(operations.map(({ key }) => key).sort());
  expect(await state(world)).toEqual(faultFree);
}

/** Runs each piece of work, a few at a time: starting programs is what takes time. */
export async function sideBySide<T>(
  pieces: readonly T[],
  atOnce: number,
  work: (piece: T) => Promise<void>,
): Promise<void> {
  const waiting = pieces.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const piece of waiting) await work(piece);
    }),
  );
}
