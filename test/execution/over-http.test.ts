import { expect, it } from 'vitest';
import { execute } from '../../src/execution/execute.js';
import { wallClock } from '../../src/grid/clocks.js';
import { axiosHttp } from '../../src/grid/http/door.js';
import { sleep } from '../../src/grid/http/sleep.js';
import { openGrid } from '../../src/grid/open.js';
import { seededRandom } from '../../src/model/random.js';
import { httpServer, type TestServer } from '../grid/server.js';
import { actor, flip, openLedger } from '../ledger/builders.js';
import { draftOf } from './world.js';
import { timing } from './builders.js';

const queues = Array.from({ length: 12 }, (_, k) => `Q${k}`);

/** A catalogue that keeps what is written, answers nobody before `together` requests are there, and notes how many it had at once. */
async function catalogue(together: number): Promise<TestServer & { readonly most: () => number }> {
  const fields = new Map(
    queues.map((queue): [string, Record<string, string>] => [
      queue,
      { panda_resource: queue, pilot_version: '1', container_type: 'singularity:wrapper' },
    ]),
  );
  let present = 0;
  let most = 0;
  let gather = (): void => undefined;
  const gathered = new Promise<void>((resolve) => {
    gather = resolve;
  });
  const server = await httpServer((response, { query }) => {
    most = Math.max(most, ++present);
    const written = query.get('panda_resource');
    const queue = written ?? query.get('panda_queue') ?? '';
    if (written !== null) fields.set(queue, { ...fields.get(queue), ...Object.fromEntries(query) });
    const answer = written === null ? { [queue]: fields.get(queue) } : [[queue, true, 'updated']];
    void gathered.then(() => {
      present--;
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
    if (present === together) gather();
  });
  return { ...server, most: () => most };
}

it('flips cost three requests each, as many at once as the timing says, over connections that are kept', async () => {
  const server = await catalogue(4);
  const grid = openGrid({
    http: axiosHttp({ version: '0', actor: 'anna', random: seededRandom(1), sleep, isRehearsed: true }),
    timing,
    tell: () => undefined,
    warn: () => undefined,
    helpdesk: null,
    profile: {
      catalogue: { kind: 'agis', url: server.url, proxy_file: null, token_file: null, writer: 'agis' },
      helpdesk: {},
      monitor: null,
      downtimes: null,
      authorities: null,
      log_patterns: null,
      clock: null,
    },
    clock: wallClock(),
  });

  const outcomes = await execute(
    queues.map((queue) => flip(queue)),
    {
      grid,
      ledger: await openLedger(),
      actor: actor(),
      day: '2019-08-05',
      timing: { ...timing, concurrency: 4 },
      draftOf,
      signal: new AbortController().signal,
      onProgress: () => undefined,
      wallMs: Date.now,
      monotonicMs: () => performance.now(),
    },
  );

  expect(outcomes.map(({ outcome }) => outcome)).toEqual(queues.map(() => 'done'));
  expect(server.seen).toHaveLength(3 * queues.length);
  expect(server.most()).toBe(4);
  expect(server.connections()).toBe(4);
});
