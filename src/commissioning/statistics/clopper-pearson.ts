/**
 * Upper bound of a rate (Clopper and Pearson 1934): with the true rate above it, so few failures come with
 * probability `tail` at most. Found by halving, to six digits.
 */
export function upperBound(failures: number, jobs: number, tail: number): number {
  if (failures >= jobs) return 1;
  let [low, high] = [failures / jobs, 1];
  while (high - low > 1e-6) {
    const middle = (low + high) / 2;
    if (atMost(failures, jobs, middle) > tail) low = middle;
    else high = middle;
  }
  return high;
}

/** Probability of at most so many failures. */
function atMost(failures: number, jobs: number, rate: number): number {
  const odds = Math.log(rate) - Math.log1p(-rate);
  let log = jobs * Math.log1p(-rate);
  let sum = Math.exp(log);
  for (let count = 1; count <= failures; count++) {
    log += Math.log((jobs - count + 1) / count) + odds;
    sum += Math.exp(log);
  }
  return sum;
}
