/** Hypotheses that were decided on before, and how many of them fell. */
export interface Decided {
  readonly hypotheses: number;
  readonly discoveries: number;
}

/**
 * The e-value, as a logarithm, from which on hypotheses fall at level alpha: e-BH (Wang and Ramdas
 * 2022), the Benjamini-Hochberg procedure for e-values. The expected share of false discoveries is at
 * most alpha however the e-values depend on each other. One hypothesis: log(1/alpha). Those decided
 * before count with them, so that it holds among all up to now: the more nothing came of, the more the next has to show.
 */
export function eBenjaminiHochberg(
  logEValues: readonly number[],
  alpha: number,
  before: Decided = { hypotheses: 0, discoveries: 0 },
): number {
  const total = Math.max(1, logEValues.length + before.hypotheses);
  const needed = (discoveries: number): number => Math.log(total / (alpha * (discoveries + before.discoveries)));
  const descending = [...logEValues].sort((one, other) => other - one);
  const discoveries = descending.findLastIndex((log, index) => log >= needed(index + 1)) + 1;
  return needed(Math.max(1, discoveries));
}
