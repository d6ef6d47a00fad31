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
    ['{"OSCER": {"panda_resource": "OSCER"}} {', 'after OSCER: something follows after its end'],
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

  describe('of six queues', () => {
    const { whole, places } = placedDump(Array.from({ length: 6 }, (_, index) => raw(`ANALY_SITE_${index}`)));
    const offset = fc.nat(whole.length - 1);

    it('names the very queue and field it is cut off in: 250 of them', async () => {
      await fc.assert(
        fc.asyncProperty(offset, async (at) => {
          const message = await faultOf(whole.subarray(0, at));
          const { queue, field } = placeAt(places, at);
          if (field !== null) expect(message).toContain(`${queue ?? ''}, field ${field}`);
          else if (queue !== null) expect(message).toContain(queue);
          expect(message).not.toMatch(/\p{Cc}/u);
        }),
        { numRuns: 250, seed: 15 },
      );
    });

    it('names a queue and a field where a byte is another, missing or too many: 250 of them', async () => {
      const mutation = fc.oneof(
        fc.tuple(offset, fc.nat(255)).map(([at, byte]) => ({ at, removed: 1, put: Buffer.from([byte]) })),
        fc
          .tuple(offset, fc.integer({ min: 1, max: 40 }))
          .map(([at, removed]) => ({ at, removed, put: Buffer.alloc(0) })),
        fc
          .tuple(offset, fc.constantFrom('{', '}', '[', ']', '"', ',', ':', '\\', '0', 'null'))
          .map(([at, sign]) => ({ at, removed: 0, put: Buffer.from(sign) })),
      );
      let faults = 0;
      await fc.assert(
        fc.asyncProperty(mutation, async ({ at, removed, put }) => {
          const content = Buffer.concat([whole.subarray(0, at), put, whole.subarray(at + removed)]);
          const read = await dumpOf(content, 50).catch((reason: unknown) => reason);
          const { queue, field } = placeAt(places, at);
          if (read instanceof BadDump) {
            faults++;
            if (queue !== null) expect(read.message).toContain('ANALY_SITE_');
            // A bracket closes no field, and a comma too many stands in none.
            if (field !== null) expect(read.message).toMatch(/, field |comma too many|bracket|after its end/);
            expect(read.message).not.toMatch(/\p{Cc}/u);
          } else {
            const { records, problems } = read as Dump;
            expect(records.length + problems.length).toBeGreaterThan(0);
            for (const { name, why } of problems) {
              expect(name).toMatch(/\S/);
              expect(why).toMatch(/its \w+ is|no panda_resource|same panda_resource|not an object/);
            }
          }
        }),
        { numRuns: 250, seed: 15 },
      );
      expect(faults).toBeGreaterThan(100);
    });
  });
});

interface Place {
  readonly from: number;
  readonly to: number;
  readonly queue: string;
  /** null: between the fields. */
  readonly field: string | null;
}

/** A dump by queue and where each queue and the value of each field stands in it, from after the colon to its end. */
function placedDump(records: readonly Record<string, unknown>[]): {
  readonly whole: Buffer;
  readonly places: readonly Place[];
} {
  const places: Place[] = [];
  let text = '{';
  records.forEach((record, index) => {
    const queue = String(record['panda_resource']);
    text += `${index === 0 ? '' : ','}\n "${queue}":`;
    const from = text.length;
    text += ' {';
    Object.entries(record).forEach(([field, value], at) => {
      text += `${at === 0 ? '' : ','}\n  "${field}":`;
      const begun = text.length;
      text += ` ${JSON.stringify(value)}`;
      places.push({ from: begun, to: text.length, queue, field });
    });
    text += '\n }';
    places.push({ from, to: text.length, queue, field: null });
  });
  return { whole: Buffer.from(`${text}\n}`), places };
}

function placeAt(
  places: readonly Place[],
  at: number,
): { readonly queue: string | null; readonly field: string | null } {
  return places.find(({ from, to }) => at > from && at < to) ?? { queue: null, field: null };
}
