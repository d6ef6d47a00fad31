import { describe, expect, it } from 'vitest';
import type { JudgingPolicy } from '../../src/commissioning/decision/decision.js';
import { compared, seeRunning, watched, type Evidence } from '../../src/commissioning/jobs/evidence.js';
import { judgeAll, type Judgement } from '../../src/commissioning/verdict.js';
import {
  aRecord,
  aWatch,
  changedMs,
  circumstances,
  countsFromMs,
  everyday,
  hourMs,
  judge,
  mixed,
  naive,
  namespaceFault,
  newPilot,
  oldPilot,
  policy,
  queueWithHistory,
  rawJob,
  run,
  stageInFault,
  type JobAt,
  type RawJob,
} from './builders.js';

/** A queue with history whose jobs after the change come as `at` says. */
function changed(jobs: number, at: JobAt = mixed(0.04, everyday)): Evidence {
  return run(queueWithHistory(), jobs, countsFromMs, at);
}

function judged(
  evidence: Evidence,
  {
    peers = [] as readonly Evidence[],
    rules = {},
    ...fields
  }: Parameters<typeof circumstances>[0] & { peers?: readonly Evidence[]; rules?: Partial<JudgingPolicy> } = {},
): Judgement {
  return judge(evidence, peers, circumstances(fields), { ...policy, ...rules });
}

const containersOff = { record: aRecord({ container_type: 'docker:wrapper' }) };
const lateMs = changedMs + 73 * hourMs;

describe('jobs whose pilot never reported', () => {
  const lost: RawJob = {
    jobstatus: 'failed',
    pilotversion: 'Not specified',
    transexitcode: null,
    jobdispatchererrorcode: 100,
    jobdispatchererrordiag: 'lost heartbeat',
  };

  it('count against the new pilot: half lost is not good', () => {
    const evidence = run(queueWithHistory(), 400, countsFromMs, mixed(0.5, lost));
    const judgement = judged(evidence);
    expect(judgement).toMatchObject({ jobs: 400, failures: 200, left: {} });
    expect(judgement.verdict).not.toBe('good');
    expect(judgement.alarm).toMatchObject({ cause: 'batch' });
    expect(judgement.reason).toContain('lost heartbeat');
  });

  it('are no good runs of the pilot before', () => {
    const evidence = watched(aWatch());
    run(evidence, 300, changedMs - 40 * hourMs, () => ({ pilotversion: 'Not specified' }));
    expect(judged(evidence)).toMatchObject({ historyJobs: 0, left: { 'pilot never reported': 300 } });
  });
});

describe('good', () => {
  it('comes once enough jobs were no worse than before', () => {
    const judgement = judged(changed(150));
    expect(judgement).toMatchObject({
      queue: 'ANALY_TEST',
      generation: 3,
      verdict: 'good',
      isFinal: true,
      remedy: 'none',
      action: null,
      alarm: null,
      jobs: 150,
    });
    expect(judgement.reason).toMatch(
      /^6 of 150 jobs failed \(4\.0 %; before 4\.\d %\): at most \d\.\d points worse, 95 %\.$/,
    );
    expect(judgement.eValueGood).toBeGreaterThan(20);
  });

  it('does not come on a few good jobs', () => {
    expect(judged(changed(9, () => ({})))).toMatchObject({ verdict: 'not enough jobs', isFinal: false });
    expect(judged(changed(15, () => ({})))).toMatchObject({ verdict: 'inconclusive', isFinal: false, remedy: 'none' });
  });

  it('never comes on no data, on jobs of the old pilot, or on records nobody understands', () => {
    expect(judged(changed(0))).toMatchObject({ verdict: 'not enough jobs', jobs: 0 });
    expect(judged(changed(200, () => ({ pilotversion: oldPilot })))).toMatchObject({
      verdict: 'not enough jobs',
      jobs: 0,
    });
    const nonsense = judged(
      changed(200, (index) => ({ jobstatus: index % 2 ? 'splendid' : 'finished', piloterrorcode: 'x' })),
    );
    expect(nonsense).toMatchObject({
      verdict: 'not enough jobs',
      jobs: 0,
      left: { 'unknown status': 100, 'unclear outcome': 100 },
    });
  });

  it('does not come before a long job could have ended', () => {
    const quick = changed(300, (index) => ({ starttime: naive(countsFromMs + index * 1_000), durationsec: 60 }));
    expect(judged(quick, { nowMs: countsFromMs + hourMs })).toMatchObject({ verdict: 'inconclusive', isFinal: false });
    expect(judged(quick, { nowMs: countsFromMs + 2 * hourMs })).toMatchObject({ verdict: 'good' });
  });

  it('does not come while the queue is in test, where only tests run', () => {
    const record = aRecord({ status: 'test', comment: 'set.test.by.HammerCloud' });
    const waiting = judged(changed(150), { record });
    expect(waiting).toMatchObject({ verdict: 'inconclusive', isFinal: false, remedy: 'none' });
    expect(waiting.reason).toMatch(/in test \(set\.test\.by\.HammerCloud\), and is called good only once it is online/);
    expect(judged(changed(150), { record, nowMs: lateMs })).toMatchObject({ verdict: 'inconclusive', isFinal: true });
  });

  it('is not spoilt by the failures of users and central services', () => {
    const userFault: RawJob = { piloterrorcode: 1305, transexitcode: 139 };
    expect(judged(changed(250, mixed(0.4, userFault)))).toMatchObject({ verdict: 'good', jobs: 150, causes: [] });
  });

  it('is not proved by them either', () => {
    const userFault: RawJob = { piloterrorcode: 1305, transexitcode: 139 };
    expect(judged(changed(194, mixed(1, userFault)))).toMatchObject({ verdict: 'not enough jobs', jobs: 0 });
  });

  it('does not come twice from one job: what is listed eight times is one', () => {
    const evidence = changed(0);
    for (let time = 0; time < 8; time++) run(evidence, 2, countsFromMs, () => ({}));
    expect(judged(evidence)).toMatchObject({ verdict: 'not enough jobs', jobs: 2, left: { 'seen before': 14 } });
  });

  it('does not come while jobs that should have ended run on: they may have died without a word', () => {
    const evidence = changed(150, () => ({}));
    const running = (count: number, fromMs: number): void =>
      seeRunning(
        evidence,
        Array.from({ length: count }, (_, index) =>
          rawJob({ pandaid: index, jobstatus: 'running', starttime: naive(fromMs + index * 60_000) }),
        ),
      );
    const nowMs = countsFromMs + 16 * hourMs;
    running(60, countsFromMs);
    expect(judged(evidence, { nowMs })).toMatchObject({ verdict: 'inconclusive', isFinal: false, alarm: null });
    running(60, nowMs - hourMs);
    expect(judged(evidence, { nowMs }).verdict).toBe('good');
  });
});

describe('a container fault', () => {
  const fault = changed(20, mixed(0.9, namespaceFault));

  it('switches containers off and stays', () => {
    const judgement = judged(fault);
    expect(judgement).toMatchObject({
      verdict: 'container fault',
      isFinal: true,
      remedy: 'containers-off',
      action: null,
      alarm: { cause: 'container' },
    });
    expect(judgement.reason).toMatch(
      /^Failures of the container: 18 of 20 jobs \(90\.0 %; before 0\.2 %\), e\.g\. 1340 SINGULARITYNEWUSERNAMESPACE/,
    );
    expect(judgement.causes[0]).toMatchObject({ cause: 'container', failures: 18, rateAfter: 0.9 });
    expect(judgement.causes[0]?.examples).toHaveLength(5);
  });

  it('goes back to the old pilot where the policy says so', () => {
    expect(judge(fault, [], circumstances(), { ...policy, on_container_fault: 'pilot-1' })).toMatchObject({
      verdict: 'container fault',
      remedy: 'rollback',
    });
  });

  it('is a pilot fault where containers are off already', () => {
    expect(judged(fault, containersOff)).toMatchObject({ verdict: 'pilot fault', remedy: 'rollback' });
    expect(judged(fault, { containersOn: null })).toMatchObject({ verdict: 'pilot fault' });
    expect(judged(fault, containersOff).reason).toMatch(/Containers are off, and the failures remain\.$/);
  });

  it('is believed by its jobs where the catalogue does not know the queue', () => {
    expect(judged(fault, { record: null })).toMatchObject({ verdict: 'container fault' });
  });

  it.each<[string, RawJob]>([
    ['an unrecognised failure without a code', { exeerrorcode: 255, transexitcode: '255' }],
    ['the catch-all', { piloterrorcode: 1305, piloterrordiag: 'Failed to execute payload' }],
    ['the memory monitor', { piloterrorcode: 1337 }],
  ])('is tried first for %s while containers run', (_name, failure) => {
    const hidden = changed(30, mixed(0.5, failure));
    expect(judged(hidden)).toMatchObject({ verdict: 'container fault', remedy: 'containers-off' });
    expect(judged(hidden).reason).toMatch(/without them it shows/);
    expect(judged(hidden, containersOff)).toMatchObject({ verdict: 'pilot fault', remedy: 'rollback' });
  });
});

describe('an alarm', () => {
  it('may come before a verdict may', () => {
    const early = judged(changed(4, () => ({ jobstatus: 'failed', ...namespaceFault })));
    expect(early).toMatchObject({
      verdict: 'not enough jobs',
      isFinal: false,
      remedy: 'none',
      jobs: 4,
      alarm: { cause: 'container', jobs: 4 },
    });
    expect(early.reason).toMatch(/An alarm; a verdict comes with 10 jobs\.$/);
  });

  it('does not come while failures are as frequent as before', () => {
    expect(judged(changed(400)).alarm).toBeNull();
  });

  it('does not come because what fails ends first: jobs that still run are reckoned with', () => {
    const quickly = { ...everyday, durationsec: 300 };
    const history = queueWithHistory({}, 0.04, quickly);
    const firstHour = run(history, 3, countsFromMs, () => ({ jobstatus: 'failed', ...quickly }));
    expect(judged(firstHour).alarm).not.toBeNull();
    expect(judged(firstHour, { nowMs: countsFromMs + hourMs / 2 }).alarm).toBeNull();
  });

  it('is the rarer among many queues, by e-BH', () => {
    const slightly = (queue: string): Evidence =>
      run(queueWithHistory({ queue }), 8, countsFromMs, mixed(0.5, everyday));
    const quiet = Array.from({ length: 30 }, (_, index) =>
      run(queueWithHistory({ queue: `Q${index}` }), 20, countsFromMs, mixed(0.04, everyday)),
    );
    const alone = judgeAll([slightly('ANALY_TEST')], () => circumstances(), policy);
    const among = judgeAll([slightly('ANALY_TEST'), ...quiet], () => circumstances(), policy);
    expect(alone[0]?.alarm).not.toBeNull();
    expect(among).toHaveLength(31);
    expect(among[0]?.eValue).toBeCloseTo(alone[0]?.eValue ?? 0, 6);
    expect(among[0]?.alarm).toBeNull();
  });
});

describe('other faults', () => {
  it('of the pilot: back to the old one', () => {
    expect(judged(changed(30, mixed(0.5, { piloterrorcode: 1300 })))).toMatchObject({
      verdict: 'pilot fault',
      remedy: 'rollback',
    });
    expect(judged(changed(30, mixed(0.5, { piloterrorcode: 1008 })))).toMatchObject({
      verdict: 'pilot fault',
      remedy: 'rollback',
      alarm: { cause: 'ambiguous' },
    });
  });

  it('of the queue record: the exact edit', () => {
    const judgement = judged(
      changed(30, mixed(0.5, { piloterrorcode: 1384, piloterrordiag: 'Queue is not set up for containers' })),
      containersOff,
    );
    expect(judgement).toMatchObject({
      verdict: 'configuration',
      remedy: 'edit',
      edits: [{ field: 'container_type', before: 'docker:wrapper', after: 'singularity:pilot;docker:wrapper' }],
    });
    expect(judgement.action).toMatch(/^Set container_type from 'docker:wrapper' to 'singularity:pilot;docker:wrapper'/);
  });

  it('of the queue record without a field: compare it with another', () => {
    expect(judged(changed(30, mixed(0.5, { piloterrorcode: 1116 })))).toMatchObject({
      verdict: 'configuration',
      edits: [],
      action: 'Compare the queue record with that of a working queue of the site.',
    });
  });

  it('of the site: hold and tell it', () => {
    expect(judged(changed(30, mixed(0.5, { piloterrorcode: 1098 })))).toMatchObject({
      verdict: 'site fault',
      remedy: 'hold',
      action: expect.stringMatching(/^Tell the site/) as string,
    });
    expect(judged(changed(30, mixed(0.5, stageInFault)))).toMatchObject({
      verdict: 'site fault',
      alarm: { cause: 'storage' },
    });
  });

  it('of the site, where the old pilot beside has them too', () => {
    const both = changed(120, (index) => ({
      pilotversion: index % 2 ? oldPilot : newPilot,
      ...mixed(0.5, { piloterrorcode: 1143 })(Math.floor(index / 2)),
    }));
    const judgement = judged(both);
    expect(judgement).toMatchObject({ verdict: 'site fault', remedy: 'hold' });
    expect(judgement.reason).toMatch(/The old pilot, still running beside, has the same failures/);
  });

  it('of the pilot, where the old pilot beside does well', () => {
    const onlyNew = changed(120, (index) =>
      index % 2 ? { pilotversion: oldPilot } : mixed(0.5, { piloterrorcode: 1300 })(index / 2),
    );
    expect(judged(onlyNew)).toMatchObject({ verdict: 'pilot fault' });
  });
});

describe('what everybody has', () => {
  /** Another queue over the same days; from the change on `share` of its jobs fail. */
  function peer(share: number, failure: RawJob, cloud = 'DE'): Evidence {
    const history = run(compared(cloud), 300, changedMs - 30 * hourMs, mixed(0.04, everyday));
    return run(history, 200, countsFromMs, mixed(share, failure));
  }

  it('is no fault of the queue: a storage outage of the whole cloud moves nothing', () => {
    const evidence = changed(60, mixed(0.5, stageInFault));
    const judgement = judged(evidence, { peers: [peer(0.5, stageInFault), peer(0.4, stageInFault)] });
    expect(judgement).toMatchObject({ remedy: 'none', alarm: null });
    expect(judgement.excuses[0]).toMatch(/rose at the queues of cloud DE in the same hours too/);
    expect(judged(changed(300, mixed(0.5, stageInFault)), { peers: [peer(0.5, stageInFault)] })).toMatchObject({
      verdict: 'good',
    });
  });

  it('leaves nothing to judge by where everything failed: a total outage is never good', () => {
    const outage = (jobs: number) =>
      judged(changed(jobs, mixed(1, stageInFault)), { peers: [peer(1, stageInFault), peer(1, stageInFault)] });
    expect(outage(194)).toMatchObject({ verdict: 'not enough jobs', isFinal: false, jobs: 0, failures: 0 });
    expect(outage(194).reason).toMatch(/^0 of at least 10 jobs so far\. Failures of storage .* they are left out\.$/);
    const mostly = judged(changed(194, mixed(0.97, stageInFault)), { peers: [peer(1, stageInFault)] });
    expect(mostly).toMatchObject({ verdict: 'not enough jobs', jobs: 6 });
  });

  it('is an outage that is over too: a burst at the queue and at the others', () => {
    const outage = (index: number): RawJob =>
      index < 80 && index % 2 === 0 ? { jobstatus: 'failed', transexitcode: null, ...stageInFault } : {};
    const peerInIt = run(
      run(compared('DE'), 300, changedMs - 30 * hourMs, mixed(0.04, everyday)),
      200,
      countsFromMs,
      outage,
    );
    const judgement = judged(changed(200, outage), { peers: [peerInIt] });
    expect(judgement).toMatchObject({ verdict: 'good', alarm: null });
    expect(judgement.reason).toMatch(/rose at the queues of cloud DE in the same hours too/);
    expect(judged(changed(200, outage), { peers: [peer(0.04, everyday)] }).verdict).not.toBe('good');
  });

  it('is looked for elsewhere where the cloud is too small', () => {
    const judgement = judged(changed(60, mixed(0.5, stageInFault)), { peers: [peer(0.5, stageInFault, 'US')] });
    expect(judgement.excuses[0]).toMatch(/queues elsewhere/);
  });

  it('does not hide another fault in the same hours', () => {
    const evidence = changed(60, (index) =>
      index % 2 ? mixed(0.6, stageInFault)((index - 1) / 2) : mixed(0.8, namespaceFault)(index / 2),
    );
    expect(judged(evidence, { peers: [peer(0.5, stageInFault)] })).toMatchObject({
      verdict: 'container fault',
      remedy: 'containers-off',
    });
  });

  it('is not what others have less of, or had before, or too few of them to tell', () => {
    const evidence = changed(60, mixed(0.7, stageInFault));
    const asBefore = run(
      run(compared('DE'), 300, changedMs - 30 * hourMs, mixed(0.3, stageInFault)),
      200,
      countsFromMs,
      mixed(0.3, stageInFault),
    );
    const few = run(run(compared('DE'), 300, changedMs - 30 * hourMs), 10, countsFromMs, mixed(0.7, stageInFault));
    for (const other of [peer(0.2, stageInFault), asBefore, few])
      expect(judged(evidence, { peers: [other] })).toMatchObject({ verdict: 'site fault' });
  });

  it('does not excuse the pilot: what was flipped elsewhere has the same fault', () => {
    const fault: RawJob = { piloterrorcode: 1300 };
    expect(judged(changed(60, mixed(0.5, fault)), { peers: [peer(0.5, fault)] })).toMatchObject({
      verdict: 'pilot fault',
    });
  });

  it('does not let queues under watch excuse each other for what nobody can name', () => {
    const fault: RawJob = { piloterrorcode: 1008 };
    const flipped = (queue: string): Evidence => run(queueWithHistory({ queue }), 60, countsFromMs, mixed(0.5, fault));
    for (const judgement of judgeAll([flipped('A'), flipped('B'), flipped('C')], () => circumstances(), policy))
      expect(judgement.verdict).toBe('pilot fault');
  });
});

describe('what one task or one node has', () => {
  it("is a user's task: it is left out, and the queue is judged by the rest", () => {
    const broken = changed(330, (index) =>
      index % 3 === 0 ? { jeditaskid: 666, jobstatus: 'failed', piloterrorcode: 1008 } : {},
    );
    const judgement = judged(broken);
    expect(judgement).toMatchObject({ verdict: 'good', remedy: 'none', alarm: null });
    expect(judgement.reason).toMatch(/110 of 110 failures .* are of task 666: the task is at fault and is left out\.$/);
  });

  it('is a bad worker node: the site is told which', () => {
    const hole = changed(120, (index) =>
      index % 4 === 0
        ? { modificationhost: 'slot1@wn666.site.example', jobstatus: 'failed', piloterrorcode: 1186 }
        : {},
    );
    const judgement = judged(hole);
    expect(judgement).toMatchObject({
      verdict: 'site fault',
      remedy: 'hold',
      action: 'Tell the site about worker node wn666.site.example.',
    });
    expect(judgement.reason).toMatch(/30 of 30 failures .* are on worker node wn666/);
  });

  it("is nobody's alone where others fail too, or too few jobs of others ran", () => {
    const ofOneTask = (index: number): RawJob =>
      index % 2 ? { jeditaskid: 666, jobstatus: 'failed', ...namespaceFault } : {};
    const others = mixed(0.5, namespaceFault);
    expect(judged(changed(60, (index) => ({ ...others(Math.floor(index / 2)), ...ofOneTask(index) })))).toMatchObject({
      verdict: 'container fault',
      excuses: [],
    });
    expect(judged(changed(16, ofOneTask)).excuses).toEqual([]);
  });

  it('is not called good while nobody knows why so many jobs failed at once', () => {
    const burst = changed(200, (index) => (index >= 100 && index < 140 ? { jobstatus: 'failed', ...everyday } : {}));
    expect(judged(burst)).not.toMatchObject({ verdict: 'good' });
  });
});

describe('when the deadline is over', () => {
  it('says inconclusive and who has to do what', () => {
    const judgement = judged(changed(15), { nowMs: lateMs });
    expect(judgement).toMatchObject({ verdict: 'inconclusive', isFinal: true, remedy: 'none' });
    expect(judgement.reason).toMatch(/the 72 hours are over/);
    expect(judgement.action).toMatch(/migrate commission ANALY_TEST --verdict/);
  });

  it('names the status that keeps jobs away', () => {
    const record = aRecord({ status: 'test', comment: 'HC.Blacklist.set.test' });
    expect(judged(changed(0), { nowMs: lateMs, record }).reason).toBe(
      'No job of the new pilot has ended, and the 72 hours are over. The queue is test (HC.Blacklist.set.test).',
    );
    expect(judged(changed(0), { nowMs: lateMs, record: aRecord({ status: 'test' }) }).reason).toMatch(
      /The queue is test\.$/,
    );
  });

  it('is not yet where jobs come as slowly as they did before: too few can have come, and it says when there are enough', () => {
    const slowly = (jobs: number): Evidence => {
      const every = (fromMs: number) => (index: number) => ({ starttime: naive(fromMs + 12 * hourMs * index) });
      const history = run(watched(aWatch()), 112, changedMs - 56 * 24 * hourMs, (index) => ({
        pilotversion: oldPilot,
        ...every(changedMs - 56 * 24 * hourMs)(index),
        ...mixed(0.05, everyday)(index),
      }));
      return run(history, jobs, countsFromMs, every(countsFromMs));
    };
    const waiting = judged(slowly(10), { nowMs: changedMs + 121 * hourMs });
    expect(waiting).toMatchObject({ verdict: 'inconclusive', isFinal: false, action: null });
    expect(waiting.reason).toMatch(
      /The watch goes on until 2019-10-04: at 2 jobs a day, as before, .* migrate commission ANALY_TEST --verdict/,
    );
    expect(judged(slowly(0), { nowMs: lateMs })).toMatchObject({ verdict: 'inconclusive', isFinal: true });
    expect(judged(slowly(118), { nowMs: changedMs + 60 * 24 * hourMs })).toMatchObject({ verdict: 'good' });
  });

  it('does not turn an early alarm into a verdict', () => {
    const few = changed(5, () => ({ jobstatus: 'failed', ...namespaceFault }));
    expect(judged(few, { nowMs: lateMs })).toMatchObject({
      verdict: 'inconclusive',
      isFinal: true,
      alarm: { cause: 'container' },
    });
  });

  it('does not take a clear verdict back', () => {
    expect(judged(changed(150), { nowMs: lateMs })).toMatchObject({ verdict: 'good' });
    expect(judged(changed(20, mixed(0.9, namespaceFault)), { nowMs: lateMs })).toMatchObject({
      verdict: 'container fault',
    });
  });
});

describe('pilot versions and histories', () => {
  it('a bad version that comes up during the watch is seen although the one before was fine', () => {
    const evidence = changed(240, (index) =>
      index < 200
        ? { pilotversion: '2.1.20.1' }
        : { pilotversion: '2.1.21.6', ...mixed(0.6, { piloterrorcode: 1300 })(index - 200) },
    );
    expect(judged(evidence)).toMatchObject({ verdict: 'pilot fault', versions: ['2.1.20.1', '2.1.21.6'] });
  });

  it('a queue without history is measured by others', () => {
    const fresh = run(watched(aWatch()), 30, countsFromMs, mixed(0.5, namespaceFault));
    const other = run(compared('DE'), 300, changedMs - 30 * hourMs, mixed(0.04, everyday));
    expect(judged(fresh).alarm).toBeNull();
    expect(judged(fresh, { peers: [other] })).toMatchObject({ verdict: 'container fault', historyJobs: 0 });
  });

  it('and more cautiously the more those differ: what is far from all of them may be its own', () => {
    const fresh = run(watched(aWatch()), 80, countsFromMs, mixed(0.3, everyday));
    const peers = (...shares: readonly number[]) =>
      shares.map((share) => run(compared('DE'), 300, changedMs - 30 * hourMs, mixed(share, everyday)));
    expect(judged(fresh, { peers: peers(0.04, 0.05, 0.04, 0.05) }).alarm).not.toBeNull();
    expect(judged(fresh, { peers: peers(0.02, 0.3, 0.04, 0.25) }).alarm).toBeNull();
  });

  it('is measured by the queues that share most traits with it', () => {
    const fresh = run(watched(aWatch(), ['analysis', 'score']), 40, countsFromMs, mixed(0.3, everyday));
    const peer = (share: number, ...traits: readonly string[]) =>
      run(compared('DE', traits), 300, changedMs - 30 * hourMs, mixed(share, everyday));
    const alike = [0.28, 0.3, 0.32].map((share) => peer(share, 'analysis', 'score'));
    const others = [0.01, 0.02, 0.01].map((share) => peer(share, 'production', 'mcore'));
    const judgement = judged(fresh, { peers: [...others, ...alike] });
    expect(judgement.alarm).toBeNull();
    expect(judgement.rateBefore).toBeCloseTo(0.3, 1);
  });

  it('doubled CPU is told and moves nothing', () => {
    const burning = changed(150, (index) => ({ cpuconsumptiontime: 2 * 3_240, ...mixed(0.04, everyday)(index) }));
    const judgement = judged(burning);
    expect(judgement).toMatchObject({ verdict: 'good', remedy: 'none' });
    expect(judgement.cpu.filter(({ isFlagged }) => isFlagged)).not.toEqual([]);
  });

  it('answers JSON whatever the evidence', () => {
    const overwhelming = judged(
      changed(3_000, () => ({ jobstatus: 'failed', ...namespaceFault, starttime: naive(countsFromMs) })),
    );
    expect(JSON.parse(JSON.stringify(overwhelming))).toEqual(overwhelming);
    expect(Number.isFinite(overwhelming.eValue)).toBe(true);
  });

  it('does not judge what is not under watch', () => {
    expect(judgeAll([compared('DE')], () => circumstances(), policy)).toEqual([]);
  });
});

describe('a rate that moved before the change', () => {
  /** 300 jobs at one share of failures, then 100 at another, before the change. */
  function moved(early: number, late: number): Evidence {
    const evidence = watched(aWatch());
    run(evidence, 300, changedMs - 41 * hourMs, (index) => ({
      pilotversion: oldPilot,
      ...mixed(early, everyday)(index),
    }));
    return run(evidence, 100, changedMs - 10.5 * hourMs, (index) => ({
      pilotversion: oldPilot,
      ...mixed(late, everyday)(index),
    }));
  }

  it('is found, and only what came since is the measure: what goes on as it was is good', () => {
    const judgement = judged(run(moved(0.02, 0.25), 300, countsFromMs, mixed(0.25, everyday)));
    expect(judgement.alarm).toBeNull();
    expect(judgement.movedMs).not.toBeNull();
    expect(judgement.reason).toMatch(
      /in the \d+ hours before \d+\.\d %: the rate changed then, and older jobs do not count/,
    );
    expect(judgement.rateBefore).toBeGreaterThan(0.2);
  });

  it('does not hide what the change brings on top', () => {
    expect(judged(run(moved(0.02, 0.1), 150, countsFromMs, mixed(0.6, everyday)))).toMatchObject({
      verdict: 'site fault',
    });
  });

  it('is not made up where nothing moved', () => {
    expect(judged(run(moved(0.04, 0.04), 100, countsFromMs, mixed(0.04, everyday))).movedMs).toBeNull();
  });

  it('too shortly before to be found, leaves the alarm and blames nobody', () => {
    const evidence = queueWithHistory({}, 0.02);
    run(evidence, 40, changedMs - 4.1 * hourMs, (index) => ({
      pilotversion: oldPilot,
      ...mixed(0.12, everyday)(index),
    }));
    const judgement = judged(run(evidence, 400, countsFromMs, mixed(0.12, everyday)));
    expect(judgement.alarm).not.toBeNull();
    expect(judgement).toMatchObject({ verdict: 'inconclusive', isFinal: true, remedy: 'none' });
    expect(judgement.reason).toMatch(/may have begun before the change/);
    expect(judgement.action).toMatch(/^Compare the failures of ANALY_TEST .* migrate commission ANALY_TEST --verdict/);
  });
});

describe('the policy of a campaign', () => {
  it('says how much worse is still good', () => {
    const slightly = () => changed(300, mixed(0.09, everyday));
    expect(judged(slightly(), { rules: { margin: 0.15 } }).verdict).toBe('good');
    expect(judged(slightly(), { rules: { margin: 0.05 } }).verdict).not.toBe('good');
  });

  it('reckons with bursts that nothing explains, or does not', () => {
    const few = () => changed(9, mixed(0.34, everyday));
    const evidence = (bursts: 'assumed' | 'labelled') => judged(few(), { rules: { bursts } }).eValue;
    expect(evidence('labelled')).toBeGreaterThan(evidence('assumed'));
  });

  it('at the deadline tells what was proved and what a person has to do', () => {
    const judgement = judged(changed(12), { nowMs: lateMs });
    expect(judgement).toMatchObject({ verdict: 'inconclusive', isFinal: true });
    expect(judgement.reason).toMatch(/at most \d+\.\d points worse, 95 %; allowed are 10\.0/);
    expect(judgement.action).toMatch(/migrate commission ANALY_TEST --verdict/);
  });
});
