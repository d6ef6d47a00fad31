import { spawn } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SMTPServer } from 'smtp-server';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Result } from '../../src/report/results/results.js';
import { packageRoot } from '../../src/storage/package-root.js';
import { httpServer } from '../grid/server.js';
import { place } from './program.js';

const dieAtCommit = fileURLToPath(new URL('protocol/die-at-commit.mjs', import.meta.url));

/** One queue retires, and nobody said what happens to its data: one piece of news. */
const campaign = `campaign:
  name: told
  pilot: { from: "1", to: "2" }
grid: { use: rehearsal, rehearsal: { scenario: fresh, start: "2030-01-07T08:00:00Z", seed: 1 } }
sites: { DELTA: { contact: d@delta.example, queues: { ANALY_DELTA: {} } } }
retirements: [{ queue: ANALY_DELTA, on: 2030-01-15, because: the site closes }]
`;

/** Where people are told, by the way that is tried. `struck` may kill the program when a message has arrived. */
interface People {
  readonly notices: (folder: string) => string;
  readonly arrived: () => number;
  struck: () => void;
}

async function webhook(): Promise<People> {
  const people = { struck: (): void => undefined };
  const server = await httpServer((response) => {
    people.struck();
    response.writeHead(200).end('ok');
  });
  return Object.assign(people, {
    arrived: () => server.seen.length,
    notices(folder: string) {
      writeFileSync(join(folder, 'hook'), `${server.url}/hooks/1\n`, { mode: 0o600 });
      return 'webhook: { url_file: hook }';
    },
  });
}

async function mail(): Promise<People> {
  const people = { struck: (): void => undefined };
  let mails = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData(stream, _session, done) {
      stream.resume();
      stream.on('end', () => {
        mails++;
        people.struck();
        done();
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(
    () =>
      new Promise<void>((closed) => {
        server.close(closed);
      }),
  );
  const { port } = server.server.address() as AddressInfo;
  return Object.assign(people, {
    arrived: () => mails,
    notices: () => `mail: { url: "smtp://127.0.0.1:${String(port)}", from: ops@grid.example, to: shift@grid.example }`,
  });
}

describe.each([
  ['a webhook', webhook],
  ['mail', mail],
])('news by %s, whose run is killed', (_way, peopleBy) => {
  it.each([
    ['before it is noted, goes out with the next run', 'SIGKILL before notice *', false, 0, ['sent'], 0, 1],
    [
      'between the note and the sending, is of unknown fate',
      'SIGKILL after notice *',
      false,
      0,
      ['unconfirmed'],
      68,
      0,
    ],
    ['while it is sent, is of unknown fate', null, true, 1, ['unconfirmed'], 68, 1],
    [
      'before it is noted as sent, is of unknown fate',
      'SIGKILL before notice "state":"sent"',
      false,
      1,
      ['unconfirmed'],
      68,
      1,
    ],
    ['after it is noted as sent, is settled', 'SIGKILL after notice "state":"sent"', false, 1, [], 0, 1],
  ] as const)('%s', async (_what, dieAt, diesOnArrival, arrivedFirst, states, exit, arrivedInAll) => {
    const people = await peopleBy();
    const { folder } = place(campaign);
    writeFileSync(join(folder, 'sites.yaml'), `${campaign}notices: { ${people.notices(folder)} }\n`);
    const run = (dies: boolean) => notifyIn(folder, dies ? dieAt : null, dies && diesOnArrival ? people : null);

    expect((await run(true)).signal).toBe('SIGKILL');
    expect(people.arrived()).toBe(arrivedFirst);
    const next = await run(false);
    expect(next.result.notices.map(({ state }) => state)).toEqual(states);
    expect(next.code).toBe(exit);
    // Nor by any later run: nothing goes out twice, and what may have gone out is said each time.
    const last = await run(false);
    expect(last.result.notices.map(({ state }) => state)).toEqual(states.filter((state) => state !== 'sent'));
    expect(people.arrived()).toBe(arrivedInAll);
  });
});

async function notifyIn(folder: string, dieAt: string | null, killer: People | null) {
  const env = {
    ...process.env,
    XDG_STATE_HOME: join(folder, 'state'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    XDG_CONFIG_HOME: join(folder, 'config'),
    ...(dieAt !== null && { DIE_AT: dieAt }),
  };
  const preload = dieAt === null ? [] : ['--import', dieAtCommit];
  const program = join(packageRoot(), 'dist/src/bin/migrate.js');
  const child = spawn(process.execPath, [...preload, program, 'notify', '--json'], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (killer) killer.struck = () => child.kill('SIGKILL');
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  const { code, signal } = await new Promise<{ code: number | null; signal: string | null }>((ended) => {
    child.once('close', (code, signal) => {
      ended({ code, signal });
    });
  });
  if (killer) killer.struck = () => undefined;
  const { result } = (stdout === '' ? { result: { notices: [] } } : JSON.parse(stdout)) as { result: Result<'notify'> };
  return { code, signal, result };
}
