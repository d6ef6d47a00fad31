import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openWorld } from '../../src/rehearsal/world/world.js';
import {
  aFile,
  aScenario,
  attributesUrl,
  certificate,
  changes,
  get,
  json,
  post,
  record,
  startMs,
  twoQueues,
  writes,
} from './builders.js';

/** Another process that serves the world of `file`; answers its address. */
async function aProcess(file: string): Promise<string> {
  const script = fileURLToPath(new URL('serve-world.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await exited;
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return line.toString().trim();
}

describe('two processes and one world', () => {
  it('begin it together, and each sees what the other does', async () => {
    const file = aFile();
    const [one, two] = await Promise.all([aProcess(file), aProcess(file)]);
    const world = openWorld({ file, scenario: aScenario(twoQueues) });
    onTestFinished(() => world.close());
    for (const url of [one, two])
      expect(await (await fetch(`${url}/rehearsal/world`)).json()).toMatchObject({ id: world.id });

    await fetch(`${one}${attributesUrl('OU_OSCER_ATLAS', { pilot_version: '2' })}`, { headers: certificate });
    expect(await record(world, 'OU_OSCER_ATLAS')).toMatchObject({ pilot_version: '2' });
    await post(world, '/rehearsal/advance', { ms: 5_000 });
    expect(await (await fetch(`${two}/rehearsal/clock`)).json()).toEqual({ now: startMs + 5_000 });

    const until = startMs + 60_000;
    const waits = [one, two].map((url) =>
      fetch(`${url}/rehearsal/clock/wait`, { method: 'POST', body: JSON.stringify({ until }) }),
    );
    await Promise.all(waits);
    expect(json(await get(world, '/rehearsal/clock'))).toEqual({ now: until });
  });

  it('write at once without losing or doubling anything', async () => {
    const file = aFile();
    const urls = await Promise.all([aProcess(file), aProcess(file)]);
    const world = openWorld({ file, scenario: aScenario(twoQueues) });
    onTestFinished(() => world.close());
    const values = Array.from({ length: 60 }, (_, index) => String(index));
    await Promise.all(
      values.map(async (value, index) => {
        const response = await fetch(
          `${urls[index % 2] ?? ''}${attributesUrl('OU_OSCER_ATLAS', { catchall: value })}`,
          { headers: certificate },
        );
        expect(response.status).toBe(200);
      }),
    );
    const chain = (await changes(world)).filter(({ what }) => what === 'catchall');
    expect(chain.map((change) => change.new).sort()).toEqual(values.toSorted());
    chain.reduce((before, change) => (expect(change.old).toBe(before), change.new), '');
    expect((await writes(world)).every(({ fate }) => fate === 'effective')).toBe(true);
  });

  it('share a fault: each is consumed once', async () => {
    const file = aFile();
    const urls = await Promise.all([aProcess(file), aProcess(file)]);
    await fetch(`${urls[0]}/rehearsal/faults`, {
      method: 'POST',
      body: JSON.stringify({ kind: 'status', status: 503, count: 10 }),
    });
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        fetch(`${urls[index % 2] ?? ''}/request/pandaqueue/query/list/?json`).then(({ status }) => status),
      ),
    );
    expect(answers.filter((status) => status === 503)).toHaveLength(10);
  });
});
