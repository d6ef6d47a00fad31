/** Coefficients of Lanczos' approximation for g = 7 (Lanczos 1964; Godfrey 2001): 15 digits for x ≥ 0.5. */
const lanczos = [
  0.999_999_999_999_809_93, 676.520_368_121_885_1, -1259.139_216_722_402_8, 771.323_428_777_653_13, -176.615_029_162_140_59,
  12.507_343_278_686_905, -0.138_571_095_265_720_12, 9.984_369_578_019_571_6e-6, 1.505_632_735_149_311_6e-7,
] as const;
const halfLogTwoPi = 0.5 * Math.log(2 * Math.PI);

/** Natural logarithm of the gamma function, x > 0. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  let sum: number = lanczos[0];
  for (let term = 1; term < lanczos.length; term++) sum += (lanczos[term] ?? 0) / (x - 1 + term);
  const base = x + 6.5;
  return halfLogTwoPi + (x - 0.5) * Math.log(base) - base + Math.log(sum);
}

/** Longest product that is multiplied out; factors are far below 1e12, so it cannot overflow. */
const longestProduct = 16;

/** log of x (x + 1) … (x + count − 1), x > 0: exact also where x is large against `count`. */
export function logRising(x: number, count: number): number {
  if (count === 0) return 0;
  if (count > longestProduct) return logGamma(x + count) - logGamma(x);
  let product = 1;
  for (let factor = 0; factor < count; factor++) product *= x + factor;
  return Math.log(product);
}

/** log of the sum of exponentials, without overflow. −Infinity for an empty list. */
export function logSumExp(logs: readonly number[]): number {
  const largest = logs.reduce((most, log) => Math.max(most, log), -Infinity);
  if (largest === -Infinity) return -Infinity;
  return largest + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - largest), 0));
}
