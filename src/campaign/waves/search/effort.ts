/** What a search may still spend. Counted in iterations, so the same number gives everybody the same plan. */
export interface Effort {
  left: number;
  readonly shouldStop: () => boolean;
  stopped: boolean;
}

/** Whether no more than `keep` is left, or somebody wants an end. */
export function exhausted(effort: Effort, keep: number): boolean {
  if (!effort.stopped && effort.shouldStop()) effort.stopped = true;
  return effort.stopped || effort.left <= keep;
}
