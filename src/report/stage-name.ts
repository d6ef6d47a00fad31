import type { Stage } from '../model/plan.js';

/** What a stage is called on a screen. */
export const stageName: Readonly<Record<Stage, string>> = {
  leaving: 'leaving',
  rolledBack: 'rolled back',
  commissioning: 'commissioning',
  migrated: 'migrated',
  partly: 'partly',
  blocked: 'blocked',
  ready: 'ready',
};
