/** What a search may still spend. Counted in iterations, so the same number gives everybody the same plan. */
export interface Effort {
  left: number;
}

/** Whether no more than `keep` is left. */
export function exhausted(effort: Effort, keep: number): boolean {
  return effort.left <= keep;
}

/** An iteration looks at every day up to the finish; this many looks at sets take as long as one day of it. */
const looksADay = 4;

/** How many looks at sets of sites are worth so many iterations, with days up to `end`. */
export function looksFor(iterations: number, end: number): number {
  return Math.max(0, Math.floor(iterations * looksADay * (end + 50)));
}

export function spendLooks(effort: Effort, looks: number, end: number): void {
  effort.left -= Math.ceil(looks / looksADay / (end + 50));
}
