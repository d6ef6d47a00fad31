import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import Explain from '../../commands/explain.js';
import { runJson } from './run-command.js';

function fileWith(content: unknown): string {
  const file = join(mkdtempSync(join(tmpdir(), 'migrate-explain-')), 'job.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}

const job = {
  pandaid: 42,
  jobstatus: 'failed',
  computingsite: 'UKI-SCOTGRID-GLASGOW_CEPH',
  piloterrorcode: 1151,
  piloterrordiag: 'File transfer timed out during stage-in: data00:file... timeout=6842 seconds',
};

describe('explain --job', () => {
  it.each([
    ['a record', job],
    ['the page of one job', { job, files: [], dsfiles: [] }],
    ['a list of jobs', { jobs: [job], selectionsummary: [] }],
  ])('takes %s', async (_name, content) => {
    const { result } = await runJson(Explain, 'explain', ['--job', fileWith(content)]);
    expect(result?.diagnosis).toMatchObject({ job: 42, outcome: 'failed', cause: 'storage', code: 1151 });
  });
});
