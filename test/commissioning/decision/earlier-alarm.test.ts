import { describe, expect, it } from 'vitest';
import { withEarlierAlarm } from '../../../src/commissioning/decision/earlier-alarm.js';
import type { Judgement } from '../../../src/commissioning/verdict.js';
import { circumstances, countsFromMs, everyday, judge, mixed, policy, queueWithHistory, run } from '../builders.js';

describe('a verdict beside the one of an earlier look', () => {
  const open = { verdict: 'inconclusive', reason: '9 of 75 jobs.', generation: 3 } as const;
  const good = judge(run(queueWithHistory(), 100, countsFromMs, mixed(0.04, everyday)), [], circumstances(), policy);
  /** Called good, with so much evidence of any moment. */
  const goodBy = (eValueGood: number): Judgement => ({ ...good, verdict: 'good', isFinal: true, eValueGood });

  it('is not good by the rule of the deadline a second time: one look was for that', () => {
    expect(withEarlierAlarm(goodBy(26), open, policy)).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringMatching(
        /^9 of 75 jobs\. By now 4 of 100 jobs failed \(4\.0 %; before 4\.\d %\)\.$/,
      ) as string,
    });
    expect(withEarlierAlarm(goodBy(26), null, policy)).toMatchObject({ verdict: 'good' });
  });

  it('is good by the evidence that holds at any moment, and where the record was written since', () => {
    expect(withEarlierAlarm(goodBy(27), open, policy)).toMatchObject({ verdict: 'good' });
    expect(withEarlierAlarm(goodBy(26), { ...open, generation: 2 }, policy)).toMatchObject({ verdict: 'good' });
  });
});
