import { worlds, type World } from './commissioning-worlds.js';

export interface Setting {
  readonly world: World;
  readonly rateBefore: number;
  readonly rateAfter: number;
  readonly history: number;
  readonly jobsPerHour: number;
}

export interface Row {
  readonly setting: Setting;
  readonly until: 'alarm' | 'good';
  readonly campaigns: number;
}

/** Jobs until each test spoke; null: it did not. */
export interface Course {
  readonly alarm: number | null;
  readonly fisher: number | null;
  readonly good: number | null;
}

export const alpha = 0.05;
export const mostJobs = 400;
/** So many campaigns of a row are looked at after every job without sparing any, to see that no alarm is missed. */
export const lookedAtThroughout = 20;

export const usual = {
  world: 'independent',
  rateBefore: 0.05,
  rateAfter: 0.05,
  history: 400,
  jobsPerHour: 10,
} as const satisfies Setting;

export const quietSettings: readonly Setting[] = [
  ...(Object.keys(worlds) as World[]).map((world) => ({ ...usual, world })),
  ...(['independent', 'bursts in time, no label'] as const).flatMap((world) => [
    { ...usual, world, history: 100 },
    { ...usual, world, history: 1_000 },
    { ...usual, world, rateBefore: 0.01, rateAfter: 0.01 },
    { ...usual, world, rateBefore: 0.2, rateAfter: 0.2 },
  ]),
  { ...usual, world: 'bursts in time, no label', jobsPerHour: 2 },
  { ...usual, world: 'bursts in time, no label', jobsPerHour: 60 },
];
export const faultySettings: readonly Setting[] = [
  ...[0.1, 0.15, 0.25, 0.5, 0.95].map((rateAfter) => ({ ...usual, rateAfter })),
  ...[0.25, 0.5, 0.95].map((rateAfter) => ({ ...usual, rateAfter, history: 200 })),
  ...[0.25, 0.5, 0.95].map((rateAfter) => ({ ...usual, world: 'bursts by task' as const, rateAfter })),
  ...[0.25, 0.5, 0.95].map((rateAfter) => ({ ...usual, world: 'bursts in time, no label' as const, rateAfter })),
];
export const acceptedSettings: readonly Setting[] = [
  usual,
  { ...usual, rateBefore: 0.01, rateAfter: 0.01 },
  // Ten points more fail: just what is not tolerated.
  ...(['independent', 'bursts by task', 'bursts in time, no label'] as const).map((world) => ({
    ...usual,
    world,
    rateAfter: 0.15,
  })),
];
