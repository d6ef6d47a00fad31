/** Outcomes of two groups in one block; the blocks' sizes must not depend on the outcomes. */
export interface Block {
  readonly one: { readonly jobs: number; readonly failures: number };
  readonly other: { readonly jobs: number; readonly failures: number };
}

/** Beta(0.18, 0.18) on each rate, as the paper recommends. */
const prior = 0.18;

/**
 * log e-value that two rates differ: the safe 2×2 test of Turner, Ly and Grünwald ("Generic E-variables
 * for exact sequential k-sample tests that allow for optional stopping", 2021/2022). Within a block both
 * rates are foretold from the blocks before; the null is the pooled rate that these foretell.
 * `raisedOnly`: 1 in every block where the first rate is foretold not to be the larger, so it speaks
 * only of an increase.
 */
export function logSafeTwoByTwo(blocks: Iterable<Block>, { raisedOnly = false } = {}): number {
  let log = 0;
  const seen = { one: { jobs: 0, failures: 0 }, other: { jobs: 0, failures: 0 } };
  for (const { one, other } of blocks) {
    const rateOfOne = foretold(seen.one);
    const rateOfOther = foretold(seen.other);
    if (!raisedOnly || rateOfOne > rateOfOther) {
      const pooled = (one.jobs * rateOfOne + other.jobs * rateOfOther) / (one.jobs + other.jobs);
      log += logRatio(one, rateOfOne, pooled) + logRatio(other, rateOfOther, pooled);
    }
    seen.one = sum(seen.one, one);
    seen.other = sum(seen.other, other);
  }
  return log;
}

type Counts = Block['one'];

function foretold({ jobs, failures }: Counts): number {
  return (failures + prior) / (jobs + 2 * prior);
}

function logRatio({ jobs, failures }: Counts, rate: number, pooled: number): number {
  return failures * Math.log(rate / pooled) + (jobs - failures) * Math.log((1 - rate) / (1 - pooled));
}

function sum(one: Counts, other: Counts): Counts {
  return { jobs: one.jobs + other.jobs, failures: one.failures + other.failures };
}
