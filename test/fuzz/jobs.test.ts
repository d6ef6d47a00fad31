import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addJob, watched } from '../../src/commissioning/jobs/evidence.js';
import { diagnose } from '../../src/commissioning/diagnose.js';
import { explain } from '../../src/commissioning/errors/explain.js';
import { isProblem, readJob } from '../../src/commissioning/jobs/job.js';
import { bigPandaMonitor } from '../../src/grid/monitor/bigpanda.js';
import { aClock, aService } from '../grid/builders.js';
import { altered, anyText, anyValue, expectHarmless, knownFailure, share } from './cases.js';

const job = {
  pandaid: 4417550000,
  jobstatus: 'failed',
  computingsite: 'ANALY_OSCER',
  pilotversion: '2.1.23.2',
  piloterrorcode: 1305,
  piloterrordiag: 'Failed to execute payload: singularity: command not found',
  exeerrorcode: '0',
  exeerrordiag: null,
  ddmerrorcode: 0,
  superrorcode: 0,
  taskbuffererrorcode: 0,
  brokerageerrorcode: 0,
  jobdispatchererrorcode: 0,
  transexitcode: '127',
  cpuconsumptiontime: 12.5,
  durationsec: 340,
  actualcorecount: 8,
  nevents: 1000,
  jeditaskid: 18_000_000,
  jobsetid: 1,
  attemptnr: 2,
  modificationhost: 'slot1_3@wn042.oscer.example',
  processingtype: 'gangarobot',
  prodsourcelabel: 'user',
  produsername: 'anna',
  starttime: '2019-08-05T12:00:00',
  endtime: '2019-08-05T12:05:40',
  modificationtime: '2019-08-05 12:06:00',
};

const startMs = Date.UTC(2019, 7, 5);
const watch = {
  queue: 'ANALY_OSCER',
  cloud: 'US',
  to: '2',
  measure: 'old pilot',
  changedMs: startMs,
  effectiveMs: startMs + 1_800_000,
  marginMs: 3_600_000,
  generation: 1,
} as const;

it('reads and diagnoses any job record', () => {
  const jobs = fc.array(fc.oneof(altered(job), anyValue), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(jobs, (records) => {
      const evidence = watched(watch);
      for (const raw of records) {
        addJob(evidence, raw);
        const read = readJob(raw);
        if (isProblem(read)) expectHarmless(read.detail);
        else if (read.outcome === 'failed') {
          const { reason, code } = diagnose(read);
          expect(reason).toMatch(/\S/);
          expect(Number.isFinite(code)).toBe(true);
          expectHarmless(reason);
        }
        if (!isProblem(read))
          for (const ms of [read.startMs, read.wallMs]) expect(ms === null || Number.isFinite(ms)).toBe(true);
      }
    }),
    share(12),
  );
});

it('explains any words', () => {
  fc.assert(
    fc.property(anyText, (words) => {
      expect(explain(words).codes.length).toBeGreaterThanOrEqual(0);
    }),
    share(3),
  );
});

it('reads any list of jobs, or says that it is none', async () => {
  const list = {
    jobs: [job, { ...job, jobstatus: 'running', pandaid: 2 }],
    selectionsummary: [{ field: 'jobstatus', list: [{ kname: 'failed', kvalue: 1 }] }],
    errsByCount: [],
  };
  const bodies = fc.oneof(
    fc.oneof(altered(list), altered({ error: 'not found' }), anyValue).map((value) => JSON.stringify(value)),
    anyText,
  );
  await fc.assert(
    fc.asyncProperty(bodies, async (body) => {
      const { http, asked } = aService(() => ({ status: 200, body }));
      const monitor = bigPandaMonitor({
        url: 'https://bigpanda.example',
        http,
        clock: aClock(),
        timeoutMs: 1,
        mostJobs: 2,
      });
      await knownFailure(async () => {
        for await (const jobs of monitor.jobs('ANALY_OSCER', { fromMs: startMs, toMs: startMs + 86_400_000 }))
          expect(jobs.length).toBeGreaterThan(0);
      });
      await knownFailure(async () => {
        for (const { activated, running } of (await monitor.activity(['ANALY_OSCER'])).values())
          expect(activated + running).toBeGreaterThanOrEqual(0);
      });
      expect(asked.length).toBeLessThan(1_000);
    }),
    share(4),
  );
});
