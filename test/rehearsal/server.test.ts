import { request } from 'node:http';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { serve, type RehearsalServer } from '../../src/rehearsal/server.js';
import type { World } from '../../src/rehearsal/world/world.js';
import { arm, attributesUrl, aWorld, certificate, get, json, record, writes } from './builders.js';

async function aServer(world: World): Promise<RehearsalServer> {
  const server = await serve(world);
  onTestFinished(() => server.close());
  return server;
}

const list = '/request/pandaqueue/query/list/?json';

describe('the server', () => {
  it('answers what the handler answers', async () => {
    const world = aWorld();
    const { url } = await aServer(world);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const response = await fetch(`${url}${list}`);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual(json(await get(world, list)));
  });

  it('passes certificate, request id and agent on', async () => {
    const world = aWorld();
    const { url } = await aServer(world);
    const target = `${url}${attributesUrl('OU_OSCER_ATLAS', { pilot_version: '2' })}`;
    expect((await fetch(target)).status).toBe(403);
    await fetch(target, { headers: { ...certificate, 'x-request-id': 'key', 'user-agent': 'migrate/0.1' } });
    expect(await writes(world)).toMatchObject([
      { fate: 'refused' },
      { fate: 'effective', by: 'ada', request: 'key', agent: 'migrate/0.1' },
    ]);
  });

  it('takes orders with a body', async () => {
    const { url } = await aServer(aWorld());
    const moved = await fetch(`${url}/rehearsal/advance`, { method: 'POST', body: JSON.stringify({ ms: 1_000 }) });
    expect(moved.status).toBe(200);
    const vast = await fetch(`${url}/rehearsal/edit`, { method: 'POST', body: 'x'.repeat(2_000_001) }).catch(
      () => null,
    );
    expect(vast === null || vast.status === 413).toBe(true);
  });

  it('never answers where the answer is lost to a time-out', async () => {
    const world = aWorld();
    const { url } = await aServer(world);
    await arm(world, { kind: 'timeout', when: 'after', on: { effect: 'write' } });
    const lost = fetch(`${url}${attributesUrl('OU_OSCER_ATLAS', { pilot_version: '2' })}`, {
      headers: certificate,
      signal: AbortSignal.timeout(300),
    });
    await expect(lost).rejects.toThrow(/timeout/);
    expect(await record(world, 'OU_OSCER_ATLAS')).toMatchObject({ pilot_version: '2' });
  });

  it('resets the connection', async () => {
    const world = aWorld();
    const { url } = await aServer(world);
    await arm(world, { kind: 'reset' });
    const sent = request(`${url}${list}`);
    sent.end();
    const [error] = (await once(sent, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNRESET');
  });

  it('keeps connections open', async () => {
    const { url } = await aServer(aWorld());
    expect((await fetch(`${url}${list}`)).headers.get('connection')).toBe('keep-alive');
  });

  it('closes although a client still waits for an answer that never comes', async () => {
    const world = aWorld();
    const server = await serve(world);
    await arm(world, { kind: 'timeout' });
    const lost = fetch(`${server.url}${list}`).catch((error: unknown) => error);
    while ((json(await get(world, '/rehearsal/faults')) as unknown[]).length > 0) await new Promise(setImmediate);
    await server.close();
    expect(await lost).toBeInstanceOf(Error);
    await expect(fetch(`${server.url}${list}`)).rejects.toThrow();
  });

  it('says so when its port is taken', async () => {
    const { url } = await aServer(aWorld());
    await expect(serve(aWorld(), { port: Number(new URL(url).port) })).rejects.toThrow(/EADDRINUSE/);
  });
});
