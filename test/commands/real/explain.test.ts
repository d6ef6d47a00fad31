import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import Explain from '../../../commands/explain.js';
import { resultOf, run } from '../run-command.js';

async function diagnosisOf(page: unknown) {
  const folder = mkdtempSync(join(tmpdir(), 'migrate-explain-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'job.json');
  writeFileSync(file, JSON.stringify(page));
  return (await resultOf(Explain, 'explain', ['--job', file])).diagnosis;
}

describe('the page of one job', () => {
  it('is explained by its code and text', async () => {
    const job = {
      pandaid: 42,
      jobstatus: 'failed',
      computingsite: 'UKI-SCOTGRID-GLASGOW_CEPH',
      piloterrorcode: 1151,
      piloterrordiag: 'File transfer timed out during stage-in: data00:file... timeout=6842 seconds',
      exeerrorcode: 0,
      taskbuffererrorcode: 0,
      ddmerrorcode: 0,
      starttime: '2025-09-08 05:50:33',
      endtime: '2025-09-08 10:32:20',
      duration: '4:41:47',
      commandtopilot: '',
    };
    expect(await diagnosisOf({ job, files: [], dsfiles: [] })).toMatchObject({ job: 42, cause: 'storage', code: 1151 });
  });

  it('of a job that was killed without a code is no fault of containers', async () => {
    const job = {
      pandaid: 1,
      jobstatus: 'failed',
      computingsite: 'CERN-PROD',
      piloterrorcode: 0,
      piloterrordiag: '',
      taskbuffererrordiag: 'The job was killed: walltime exceeded',
    };
    const diagnosis = await diagnosisOf(job);
    expect(diagnosis?.cause).not.toMatch(/container|ambiguous/);
    expect(JSON.stringify(diagnosis)).toMatch(/wall ?time/i);
  });
});

describe('a message of 2019, verbatim', () => {
  it.each([
    [1110, 'SETUPFAILURE', 'Failed during payload setup'],
    [1141, 'PUTMD5MISMATCH', 'md5sum mismatch on output file'],
    [1151, 'STAGEINTIMEOUT', 'File transfer timed out during stage-in'],
    [1152, 'STAGEOUTTIMEOUT', 'File transfer timed out during stage-out'],
    [1168, 'SIZETOOLARGE', 'Total file size too large'],
    [1220, 'UNKNOWNPAYLOADFAILURE', 'Job failed due to unknown reason (consult log file)'],
    [1326, 'NOREPLICAS', 'No matching replicas were found in list_replicas() output'],
    [1327, 'UNREACHABLENETWORK', 'Unable to stage-in file since network is unreachable'],
    [1332, 'BLACKHOLE', 'Black hole detected in file system (consult Pilot log)'],
  ])('%i %s: %s', async (code, constant, message) => {
    const { codes } = await resultOf(Explain, 'explain', [message]);
    expect(codes[0]).toMatchObject({ code, constant });
  });
});

describe('codes that only Pilot 1 has', () => {
  it.each([0, 1, 2, 1226, 1227, 1229, 1230, 1231, 1232, 1233, 1237, 1239, 1241, 1243, 1245, 1248, 1249])(
    '%i is explained as one of Pilot 1',
    async (code) => {
      expect((await resultOf(Explain, 'explain', [String(code)])).codes[0]).toMatchObject({ code, isPilot1Only: true });
      expect((await run(Explain, 'explain', [String(code)])).stdout).toMatch(/Pilot 1/);
    },
  );
});
