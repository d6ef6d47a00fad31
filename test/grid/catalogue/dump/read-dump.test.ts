import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadDump, readDump } from '../../../../src/grid/catalogue/dump/read-dump.js';
import type { RecordProblem } from '../../../../src/grid/catalogue/record.js';
import type { QueueRecord } from '../../../../src/model/record.js';

interface Dump {
  readonly records: readonly QueueRecord[];
  readonly problems: readonly RecordProblem[];
}

/** In chunks of `size` bytes, as a file or a connection may deliver it. */
async function dumpOf(content: string | Uint8Array, size = 64): Promise<Dump> {
  const bytes = Buffer.from(content);
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    Uint8Array.prototype.slice.call(bytes, index * size, (index + 1) * size),
  );
  const records: QueueRecord[] = [];
  const problems: RecordProblem[] = [];
  for await (const batch of readDump(chunks, 'the dump'))
    for (const each of batch)
      if ('record' in each) records.push(each.record);
      else problems.push(each.problem);
  return { records, problems };
}

function raw(queue: string, overrides: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    panda_resource: queue,
    nickname: `${queue}-condor`,
    atlas_site: 'OU_OSCER_ATLAS',
    status: 'online',
    comment: 'a "quoted" {comment}, with [brackets]\\',
    queues: [{ ce_endpoint: 'ce.oscer.example:9619', ce_state: 'ACTIVE' }],
    ...overrides,
  };
}

const two = JSON.stringify({ OSCER: raw('OSCER'), ANALY_OSCER: raw('ANALY_OSCER') }, null, 1);

async function faultOf(content: string | Uint8Array): Promise<string> {
  const error = await dumpOf(content).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof BadDump)) throw new Error(`no BadDump but ${String(error)}`);
  return error.message;
}

describe('a dump of the catalogue', () => {
  it.each([1, 7, 4096])('by queue is read whole, %i bytes at a time', async (size) => {
    const { records, problems } = await dumpOf(two, size);
    expect(records.map(({ panda_resource }) => panda_resource)).toEqual(['OSCER', 'ANALY_OSCER']);
    expect(records[0]?.comment).toBe('a "quoted" {comment}, with [brackets]\\');
    expect(problems).toEqual([]);
  });

  it('may be a list, one record alone, or old flat records with strings for numbers', async () => {
    const flat = { siteid: 'ANALY_OLD', site: 'OLD', tier_level: '2', status: 'ONLINE' };
    expect((await dumpOf(JSON.stringify([raw('OSCER'), flat]))).records).toMatchObject([
      { panda_resource: 'OSCER' },
      { panda_resource: 'ANALY_OLD', atlas_site: 'OLD', tier_level: 2, status: 'online' },
    ]);
    const nested = { accesscontrol: '', acopytools: { pr: ['rucio'] }, ...raw('CERN') };
    expect((await dumpOf(JSON.stringify(nested))).records).toMatchObject([{ panda_resource: 'CERN' }]);
  });

  it('may be a table with tabs, with a byte order mark and lines that end as on Windows', async () => {
    const table = '\ufeffpanda_resource\tatlas_site\ttier_level\r\nOSCER\tOU_OSCER_ATLAS\t2\r\n';
    expect((await dumpOf(table, 5)).records).toMatchObject([{ panda_resource: 'OSCER', tier_level: 2 }]);
  });

  it('without queues has no records', async () => {
    expect(await dumpOf('{}')).toEqual({ records: [], problems: [] });
    expect(await dumpOf(' [ ] ')).toEqual({ records: [], problems: [] });
  });

  it('names the queue and the field of a record that cannot be understood, and reads the others', async () => {
    const { records, problems } = await dumpOf(
      JSON.stringify({ OSCER: raw('OSCER', { status: {} }), ANALY_OSCER: raw('ANALY_OSCER') }),
    );
    expect(problems).toEqual([{ name: 'OSCER', why: 'its status is an object, not a text' }]);
    expect(records).toHaveLength(1);
  });

  it('counts the first of two records with one name', async () => {
    const { records, problems } = await dumpOf(JSON.stringify([raw('OSCER'), raw('OSCER', { cloud: 'CA' })]));
    expect(records).toHaveLength(1);
    expect(problems).toEqual([{ name: 'OSCER', why: 'a second record has the same panda_resource' }]);
  });

  it('names the line and the column of a row that is cut off', async () => {
    expect((await dumpOf('panda_resource\tatlas_site\tcloud\nOSCER\tOU\n')).problems).toEqual([
      { name: 'OSCER', why: 'line 2 ends before its cloud' },
    ]);
  });

  it.each([
    ['{"OSCER": {"panda_resource": "OSCER", "status": onlin}}', 'OSCER, field status'],
    ['{"OSCER": {"panda_resource": "OSCER", "queues": [{"ce_state": "ACT', 'OSCER, field queues.ce_state'],
    ['[{"panda_resource": "OSCER", "status": "online"}, {"panda_resource": "BNL", "cloud": U', 'BNL, field cloud'],
    ['{"OSCER": {"panda_resource": "OSCER"},,"BNL": {}}', 'after OSCER: a comma too many'],
    ['{"OSCER": {"panda_resource": "OSCER"}} {', 'something follows after its end'],
    ['{"OSCER": {"panda_resource": "OSCER"}]', 'wrong bracket'],
    ['', 'is empty'],
    ['<html><body>Sign in</body></html>', 'a web page'],
    ['site,cloud\n', 'neither JSON nor a table'],
  ])('that is broken is refused with its place: %s', async (content, place) => {
    expect(await faultOf(content)).toContain(place);
  });

  it('with bytes that are not UTF-8 names the field they are in', async () => {
    const bytes = Buffer.from('{"OSCER": {"panda_resource": "OSCER", "country": "Espa?a"}}');
    bytes[bytes.indexOf('?')] = 0xf1;
    expect(await faultOf(bytes)).toContain('OSCER, field country: bytes that are not UTF-8');
  });

  it('with a quote missing does not grow without end', async () => {
    const endless = Array.from({ length: 20 }, () => Buffer.alloc(1024 * 1024, 'x'));
    const read = async (): Promise<void> => {
      for await (const batch of readDump([Buffer.from('{"OSCER": {"status": "'), ...endless], 'the dump'))
        expect(batch).toEqual([]);
    };
    await expect(read()).rejects.toThrow('OSCER, field status: an entry is longer than');
  });

  it('mutated or cut off never crashes the reader: 500 of them', { timeout: 60_000 }, async () => {
    const names = Array.from({ length: 6 }, (_, index) => `ANALY_SITE_${index}`);
    const whole = Buffer.from(JSON.stringify(Object.fromEntries(names.map((name) => [name, raw(name)])), null, 1));
    const bytes = fc.integer({ min: 0, max: whole.length - 1 });
    const mutation = fc.oneof(
      bytes.map((at) => whole.subarray(0, at)),
      fc.tuple(bytes, fc.integer({ min: 0, max: 255 })).map(([at, byte]) => {
        const copy = Buffer.from(whole);
        copy[at] = byte;
        return copy;
      }),
      fc.tuple(bytes, fc.integer({ min: 1, max: 40 })).map(([at, length]) => cutOut(whole, at, length)),
      fc.tuple(bytes, fc.constantFrom(...'{}[]",:\\0null'.split(''))).map(([at, char]) => insert(whole, at, char)),
    );
    let faults = 0;
    await fc.assert(
      fc.asyncProperty(mutation, async (content) => {
        const read = await dumpOf(content, 50).catch((reason: unknown) => reason);
        if (read instanceof BadDump) {
          faults++;
          // After the first entry has begun there is a queue to name.
          if (content.length > 20 && content.subarray(0, 15).equals(whole.subarray(0, 15)))
            expect(read.message).toMatch(/ANALY_SITE_|"/);
          expect(read.message).not.toMatch(/\p{Cc}/u);
        } else {
          const { records, problems } = read as Dump;
          expect(records.length + problems.length).toBeGreaterThan(0);
          for (const { name, why } of problems) expect([name, why].join(': ')).toMatch(/\S: \S/);
        }
      }),
      { numRuns: 500, seed: 15 },
    );
    expect(faults).toBeGreaterThan(100);
  });
});

function cutOut(bytes: Buffer, at: number, length: number): Buffer {
  return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
}

function insert(bytes: Buffer, at: number, text: string): Buffer {
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(text), bytes.subarray(at)]);
}
