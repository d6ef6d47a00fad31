import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isProblem, readJob, unreadableCode } from '../../../src/commissioning/jobs/job.js';
import { failedJob, jobOf, rawJob } from '../builders.js';

describe('reading a job record', () => {
  it('takes numbers and strings alike', () => {
    const asText = Object.fromEntries(Object.entries(rawJob()).map(([field, value]) => [field, String(value)]));
    expect(jobOf(asText)).toEqual({ ...jobOf(rawJob()), task: '18000001' });
  });

  it('keeps a negative, recoverable code', () => {
    expect(jobOf(failedJob({ piloterrorcode: '-1099' })).pilotCode).toBe(-1099);
  });

  it('takes a code that is no number for an error, not for none', () => {
    expect(jobOf(failedJob({ piloterrorcode: 'n/a' })).pilotCode).toBe(unreadableCode);
  });

  it('takes no number that arithmetic cannot hold', () => {
    const job = jobOf(failedJob({ durationsec: 1e308, actualcorecount: 8, piloterrorcode: 1e308, starttime: 1e308 }));
    expect(job).toMatchObject({ wallMs: null, coreSeconds: null, pilotCode: unreadableCode, startMs: null });
  });

  it('knows the worker node behind the slot', () => {
    expect(jobOf(rawJob({ modificationhost: 'slot1_3@wn7.site.example' })).node).toBe('wn7.site.example');
    expect(jobOf(rawJob({ modificationhost: 'wn7' })).node).toBe('wn7');
    expect(jobOf(rawJob({ modificationhost: null })).node).toBeNull();
  });

  it.each([
    ['2019-08-05T11:30:00', Date.UTC(2019, 7, 5, 11, 30)],
    ['2019-08-05 11:30:00', Date.UTC(2019, 7, 5, 11, 30)],
    ['2019-08-05T11:30:00.250', Date.UTC(2019, 7, 5, 11, 30, 0, 250)],
    ['2019-08-05T13:30:00+02:00', Date.UTC(2019, 7, 5, 11, 30)],
    [Date.UTC(2019, 7, 5), Date.UTC(2019, 7, 5)],
    ['yesterday', null],
    ['2019-13-45T99:00:00', null],
    [null, null],
  ])('reads the time %s as UTC', (starttime, startMs) => {
    expect(jobOf(rawJob({ starttime })).startMs).toBe(startMs);
  });

  it('counts core seconds, one core where none is named', () => {
    expect(jobOf(rawJob({ durationsec: 100, actualcorecount: 8 })).coreSeconds).toBe(800);
    expect(jobOf(rawJob({ durationsec: 100, actualcorecount: null, corecount: '4' })).coreSeconds).toBe(400);
    expect(jobOf(rawJob({ durationsec: 100, actualcorecount: null })).coreSeconds).toBe(100);
  });

  it.each([
    ['ordinary', false],
    ['eventservice', true],
    [1, true],
    [0, false],
    ['', false],
    [null, false],
  ])('event service %s', (eventservice, expected) => {
    expect(jobOf(rawJob({ eventservice })).isEventService).toBe(expected);
  });

  it('lists the errors of services, nearest first', () => {
    const { others } = jobOf(
      failedJob({ brokerageerrorcode: 3, jobdispatchererrorcode: 100, jobdispatchererrordiag: 'lost heartbeat' }),
    );
    expect(others).toEqual([
      { component: 'dispatcher', code: 100, text: 'lost heartbeat' },
      { component: 'brokerage', code: 3, text: '' },
    ]);
  });
});

describe('a record that is not understood is never a good job', () => {
  it.each([
    ['nothing', null, 'not a record'],
    ['a list', [], 'not a record'],
    ['no queue', rawJob({ computingsite: '' }), 'no queue'],
    ['a job still running', rawJob({ jobstatus: 'running' }), 'not ended'],
    ['a job taken back', rawJob({ jobstatus: 'cancelled' }), 'taken back'],
    ['no status', rawJob({ jobstatus: undefined }), 'unknown status'],
    ['a status nobody knows', rawJob({ jobstatus: 'splendid' }), 'unknown status'],
    ['finished with an error of the pilot', rawJob({ piloterrorcode: 1305 }), 'unclear outcome'],
    ['finished with an error of the payload', rawJob({ exeerrorcode: 65 }), 'unclear outcome'],
    ['finished with an exit code', rawJob({ transexitcode: '1' }), 'unclear outcome'],
    ['finished with a code that cannot be read', rawJob({ piloterrorcode: {} }), 'unclear outcome'],
  ])('%s', (_name, raw, problem) => {
    expect(readJob(raw)).toMatchObject({ problem });
  });

  it('whatever it holds, it is read or refused, not thrown at', () => {
    fc.assert(
      fc.property(
        fc.anything(),
        fc.dictionary(fc.constantFrom(...Object.keys(rawJob())), fc.anything()),
        (anything, fields) => {
          readJob(anything);
          const read = readJob({ ...rawJob(), ...fields });
          if (!isProblem(read) && read.outcome === 'finished')
            expect([read.pilotCode, read.exeCode, read.exitCode]).toEqual([0, 0, 0]);
        },
      ),
    );
  });
});
