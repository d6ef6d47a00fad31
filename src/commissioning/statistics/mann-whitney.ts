/** How two samples differ in size. */
export interface RankComparison {
  /** Probability that a value of the first is larger than one of the second, ties half. */
  readonly superiority: number;
  /** Two-sided, by the normal approximation with correction for ties and continuity; 1 where a sample is empty. */
  readonly pValue: number;
}

/** The rank test of Mann and Whitney (1947). The approximation is good from about 8 values a sample on. */
export function mannWhitney(one: readonly number[], other: readonly number[]): RankComparison {
  const [n, m] = [one.length, other.length];
  if (n === 0 || m === 0) return { superiority: 0.5, pValue: 1 };
  const all = [...one.map((value) => ({ value, isOne: true })), ...other.map((value) => ({ value, isOne: false }))];
  all.sort((left, right) => left.value - right.value);

  let rankSum = 0;
  let ties = 0;
  for (let from = 0, to = 0; from < all.length; from = to) {
    while (to < all.length && all[to]?.value === all[from]?.value) to++;
    const tied = to - from;
    rankSum += all.slice(from, to).filter(({ isOne }) => isOne).length * ((from + 1 + to) / 2);
    ties += tied ** 3 - tied;
  }
  const statistic = rankSum - (n * (n + 1)) / 2;
  const total = n + m;
  const variance = ((n * m) / 12) * (total + 1 - ties / (total * (total - 1)));
  const distance = Math.max(0, Math.abs(statistic - (n * m) / 2) - 0.5);
  return {
    superiority: statistic / (n * m),
    pValue: variance <= 0 ? 1 : 2 * upperTail(distance / Math.sqrt(variance)),
  };
}

/** Upper tail of the normal law, z ≥ 0: Abramowitz and Stegun 26.2.17, absolute error below 7.5e-8. */
function upperTail(z: number): number {
  const t = 1 / (1 + 0.231_641_9 * z);
  const polynomial =
    t * (0.319_381_530 + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * polynomial;
}
