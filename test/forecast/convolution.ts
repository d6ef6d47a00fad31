/** The exact number of days until sums of independent draws from `samples` reach `toGo`, at given shares. */
export function exactDays(samples: readonly number[], toGo: number, shares: readonly number[]): number[] {
  let left = new Map([[toGo, 1]]);
  let done = 0;
  const answer: number[] = [];
  for (let days = 1; answer.length < shares.length; days++) {
    const next = new Map<number, number>();
    for (const [rest, chance] of left) {
      for (const sample of samples) {
        if (rest - sample <= 0) done += chance / samples.length;
        else next.set(rest - sample, (next.get(rest - sample) ?? 0) + chance / samples.length);
      }
    }
    left = next;
    while (done >= (shares[answer.length] ?? Infinity)) answer.push(days);
  }
  return answer;
}
