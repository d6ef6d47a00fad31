import { expect, it, onTestFinished, vi } from 'vitest';
import { runAgent } from '../../src/cli/run-agent.js';
import { openSession } from '../../src/cli/context.js';
import { goWrong, smallCampaign } from '../commands/campaigns.js';

it('an agent tells on its port how it is, and that it is unwell when no survey has succeeded for long', async () => {
  const { file } = smallCampaign();
  const session = await openSession({ inventory: file }, { command: 'migrate agent', notice: () => undefined });
  const stop = new AbortController();
  let deeds = 0;
  const url = await new Promise<string>((resolve) => {
    const ended = runAgent(session, stop.signal, {
      once: false,
      port: 0,
      everyMs: 60_000,
      onDeed: () => deeds++,
      tell: (line) => {
        resolve(/http:\S+/.exec(line)?.[0] ?? '');
      },
    });
    onTestFinished(async () => {
      stop.abort();
      await ended;
      await session.close();
    });
  });
  const health = async () => {
    const answer = await fetch(new URL('/healthz', url));
    return { status: answer.status, text: await answer.text() };
  };
  expect(await health()).toMatchObject({ status: 200 });
  expect(await (await fetch(new URL('/metrics', url))).text()).toContain('migrate_sites{');
  await vi.waitUntil(() => deeds > 0);
  await goWrong(file, { kind: 'status', status: 400, on: { effect: 'read' }, count: 1_000_000 });
  const now = Date.now;
  vi.spyOn(Date, 'now').mockImplementation(() => now() + 3_600_000);
  onTestFinished(() => {
    vi.restoreAllMocks();
  });
  expect(await health()).toMatchObject({ status: 503, text: expect.stringContaining('no survey since') as string });
});
