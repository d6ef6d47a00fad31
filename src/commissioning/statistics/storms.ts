import type { Group, TimeGroup } from './outcomes.js';

/** Shares of jobs that fail while a storm lasts. */
const stormRates = [0.4, 0.7, 0.95] as const;

/** A storm lasts so many stretches of time on average. */
const stormLength = 4;

/**
 * log-likelihood of outcomes in time as a function of the rate of failure, where now and then a storm
 * breaks out in which most jobs fail, and passes: a hidden Markov chain (forward algorithm, Rabiner 1989).
 * `onset`: its probability in a stretch of time. Jobs without a time are independent.
 */
export function stormLikelihood(all: Group, times: readonly TimeGroup[], onset: number): (rate: number) => number {
  const timed = times.reduce((sum, time) => ({ jobs: sum.jobs + time.jobs, failures: sum.failures + time.failures }), {
    jobs: 0,
    failures: 0,
  });
  const rest = { jobs: Math.max(0, all.jobs - timed.jobs), failures: Math.max(0, all.failures - timed.failures) };
  const stretches = times.map(({ bucket, jobs, failures }, place) => {
    const passed = Math.max(1, bucket - (times[place - 1]?.bucket ?? bucket - 1));
    return {
      jobs,
      failures,
      breaking: 1 - (1 - onset) ** passed,
      lasting: (1 - 1 / stormLength) ** passed,
      logs: stormRates.map((stormRate) => failures * Math.log(stormRate) + (jobs - failures) * Math.log1p(-stormRate)),
    };
  });
  const stationary = (onset * stormLength) / (1 + onset * stormLength);
  return (rate) => {
    const [logRate, logWorking] = [Math.log(rate), Math.log1p(-rate)];
    let log = rest.failures * logRate + (rest.jobs - rest.failures) * logWorking;
    let calm = 1 - stationary;
    const storms = stormRates.map(() => stationary / stormRates.length);
    for (const { jobs, failures, breaking, lasting, logs } of stretches) {
      const usual = failures * logRate + (jobs - failures) * logWorking;
      const passed = storms.reduce((sum, storm) => sum + storm * (1 - lasting), 0);
      const begun = (calm * breaking) / stormRates.length;
      calm = calm * (1 - breaking) + passed;
      let total = calm;
      for (let place = 0; place < storms.length; place++) {
        const weight = ((storms[place] ?? 0) * lasting + begun) * Math.exp(Math.min(600, (logs[place] ?? 0) - usual));
        storms[place] = weight;
        total += weight;
      }
      calm /= total;
      for (let place = 0; place < storms.length; place++) storms[place] = (storms[place] ?? 0) / total;
      log += usual + Math.log(total);
    }
    return log;
  };
}
