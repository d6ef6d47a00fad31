const halfLogTwoPi = 0.5 * Math.log(2 * Math.PI);

/** From here on five terms of Stirling's series give 15 digits. */
const seriesFrom = 10;

/** Natural logarithm of the gamma function, x > 0, by Stirling's series (Abramowitz and Stegun 6.1.41). */
export function logGamma(x: number): number {
  if (x < seriesFrom) return logGamma(x + seriesFrom) - Math.log(rising(x, seriesFrom));
  const inverse = 1 / x;
  const square = inverse * inverse;
  const series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188))));
  return halfLogTwoPi + (x - 0.5) * Math.log(x) - x + series;
}

/** Factors that are multiplied out; they are far below 1e12, so the product cannot overflow. */
export const longestProduct = 24;

/** x (x + 1) … (x + count − 1), x > 0, at most `longestProduct` factors. */
export function rising(x: number, count: number): number {
  let product = 1;
  for (let factor = 0; factor < count; factor++) product *= x + factor;
  return product;
}

/** log of x (x + 1) … (x + count − 1), x > 0: exact also where x is large against `count`. */
export function logRising(x: number, count: number): number {
  return count > longestProduct ? logGamma(x + count) - logGamma(x) : Math.log(rising(x, count));
}

/** log of the sum of exponentials, without overflow. −Infinity for an empty list. */
export function logSumExp(logs: readonly number[]): number {
  const largest = logs.reduce((most, log) => Math.max(most, log), -Infinity);
  if (largest === -Infinity) return -Infinity;
  return largest + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - largest), 0));
}
