/** What a search may still spend. Counted in iterations, so the same number gives everybody the same plan. */
export interface Effort {
  left: number;
}

/** Whether no more than `keep` is left. */
export function exhausted(effort: Effort, keep: number): boolean {
  return effort.left <= keep;
}
