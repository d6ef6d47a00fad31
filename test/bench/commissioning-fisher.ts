const logFactorials = [0];
for (let n = 1; n <= 20_000; n++) logFactorials.push((logFactorials[n - 1] ?? 0) + Math.log(n));

/** One-sided p-value of Fisher's exact test: as many failures or more among `jobs`, if the rates were equal. */
export function fisher(failures: number, jobs: number, failuresBefore: number, jobsBefore: number): number {
  const all = failures + failuresBefore;
  const total = logChoose(jobs + jobsBefore, all);
  let tail = 0;
  for (let count = failures; count <= Math.min(jobs, all); count++) {
    tail += Math.exp(logChoose(jobs, count) + logChoose(jobsBefore, all - count) - total);
  }
  return tail;
}

function logChoose(n: number, k: number): number {
  return k > n ? -Infinity : (logFactorials[n] ?? 0) - (logFactorials[k] ?? 0) - (logFactorials[n - k] ?? 0);
}
