import { expect, it, onTestFinished } from 'vitest';
import { worldHttp } from '../../src/cli/wiring/rehearsal-grid.js';
import { GridFailure, type Http } from '../../src/grid/ports.js';
import { serve } from '../../src/rehearsal/server.js';
import { attributesUrl, aWorld, certificate } from './builders.js';

/** Writes until nothing more finds room: as on a full disk, SQLite refuses another page. */
async function fill(http: Http, origin: string): Promise<Awaited<ReturnType<Http>>> {
  for (let step = 0; step < 400; step++) {
    const answer = await http({
      method: 'GET',
      url: `${origin}${attributesUrl('OU_OSCER_ATLAS', { container_options: 'x'.repeat(500 + step) })}`,
      headers: certificate,
      timeoutMs: 5_000,
      effect: 'write',
    });
    if (answer.status !== 200) return answer;
  }
  throw new Error('the disk never became full');
}

it('a world in this process whose disk is full fails as a service does, and says what to do', async () => {
  const world = aWorld();
  world.database.exec('PRAGMA max_page_count=1');
  const failure: unknown = await fill(worldHttp(world), 'http://rehearsal.invalid').catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(GridFailure);
  expect(failure).toMatchObject({
    sent: false,
    advice: [expect.stringContaining('Make room where its world is kept')],
  });
  expect((failure as Error).message).toContain('database or disk is full');
});

it('one that is served answers so, and goes on answering what needs no room', async () => {
  const world = aWorld();
  world.database.exec('PRAGMA max_page_count=1');
  const server = await serve(world, { port: 0 });
  onTestFinished(() => server.close());
  const http: Http = async ({ url, headers = {} }) => {
    const answer = await fetch(url, { headers });
    return { status: answer.status, headers: {}, body: await answer.text() };
  };
  expect(await fill(http, server.url)).toMatchObject({
    status: 507,
    body: 'The rehearsal grid cannot keep its world: database or disk is full',
  });
  expect((await fetch(`${server.url}/rehearsal/clock`)).status).toBe(200);
});
