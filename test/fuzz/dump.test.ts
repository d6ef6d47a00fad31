import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BadDump, readDump } from '../../src/grid/catalogue/dump/read-dump.js';
import { altered, anyValue, expectHarmless, knownFailure, mutatedBytes, share } from './cases.js';

function raw(queue: string): Record<string, unknown> {
  return {
    panda_resource: queue,
    nickname: `${queue}-condor`,
    atlas_site: 'OU_OSCER_ATLAS',
    status: 'online',
    comment: 'a "quoted" {comment}, with [brackets]\\ é',
    queues: [{ ce_endpoint: 'ce.oscer.example:9619', ce_state: 'ACTIVE' }],
  };
}

const names = ['OSCER', 'ANALY_OSCER', 'OSCER_MCORE'];
const byQueue = Object.fromEntries(names.map((name) => [name, raw(name)]));
const table = ['panda_resource\tnickname\tatlas_site', ...names.map((name) => `${name}\t${name}\tOSCER`), ''].join(
  '\r\n',
);

async function read(content: Uint8Array, size: number): Promise<void> {
  const chunks = Array.from({ length: Math.ceil(content.length / size) }, (_, index) =>
    Uint8Array.prototype.slice.call(content, index * size, (index + 1) * size),
  );
  const failure = await knownFailure(async () => {
    const seen = new Set<string>();
    for await (const batch of readDump(chunks, 'the dump'))
      for (const each of batch) {
        if ('problem' in each) expectHarmless(`${each.problem.name}: ${each.problem.why}.`);
        else {
          expect(seen).not.toContain(each.record.panda_resource);
          seen.add(each.record.panda_resource);
        }
      }
  });
  if (failure !== null) expect(failure).toBeInstanceOf(BadDump);
}

it('reads any dump to its end, or says what is wrong with it', async () => {
  const bytes = fc.oneof(
    ...[
      JSON.stringify(byQueue, null, 1),
      JSON.stringify(Object.values(byQueue)),
      JSON.stringify(raw('OSCER')),
      table,
    ].map((text) => mutatedBytes(Buffer.from(text))),
    fc.uint8Array({ maxLength: 200 }).map((content) => Buffer.from(content)),
    fc
      .oneof(altered(byQueue), altered(Object.values(byQueue)), altered(raw('OSCER')), anyValue)
      .map((value) => Buffer.from(JSON.stringify(value))),
  );
  await fc.assert(fc.asyncProperty(bytes, fc.integer({ min: 1, max: 300 }), read), share(8));
});
