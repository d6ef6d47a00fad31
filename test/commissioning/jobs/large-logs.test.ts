import { expect, it } from 'vitest';
import { countLargeLogs } from '../../../src/commissioning/jobs/large-logs.js';
import { failedJob, rawJob } from '../builders.js';

const none = { jobs: 0, large: 0 };

it.each([
  ['standard output too big', failedJob({ piloterrorcode: 1106 }), 1],
  ['a log archive that could not be made', failedJob({ piloterrorcode: 1320 }), 1],
  ['the words of a pilot without a code', failedJob({ piloterrordiag: 'log file too large: payload.stdout' }), 1],
  ['another failure', failedJob({ piloterrorcode: 1305 }), 0],
  ['a good job', rawJob(), 0],
])('%s', (_what, job, large) => {
  expect(countLargeLogs(none, job)).toEqual({ jobs: 1, large });
});

it('a record that is no job counts for nothing', () => {
  expect(countLargeLogs(none, null)).toEqual(none);
});
