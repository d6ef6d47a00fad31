/**
 * The e-value, as a logarithm, from which on hypotheses fall at level alpha: e-BH (Wang and Ramdas
 * 2022), the Benjamini-Hochberg procedure for e-values. The expected share of false discoveries is at
 * most alpha however the e-values depend on each other. One hypothesis: log(1/alpha).
 */
export function eBenjaminiHochberg(logEValues: readonly number[], alpha: number): number {
  const total = Math.max(1, logEValues.length);
  const needed = (discoveries: number): number => Math.log(total / (alpha * discoveries));
  const descending = [...logEValues].sort((one, other) => other - one);
  const discoveries = descending.findLastIndex((log, index) => log >= needed(index + 1)) + 1;
  return needed(Math.max(1, discoveries));
}
