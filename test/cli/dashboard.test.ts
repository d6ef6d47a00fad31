import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import Next from '../../commands/next.js';
import { openFeed } from '../../src/cli/dashboard/feed.js';
import { serveDashboard } from '../../src/cli/dashboard/server.js';
import { openSession } from '../../src/cli/context.js';
import { goWrong, smallCampaign } from '../commands/campaigns.js';
import { run } from '../commands/run-command.js';

async function dashboard({ token = null, gridMs = 60_000 }: { token?: string | null; gridMs?: number } = {}) {
  const campaign = smallCampaign();
  const session = await openSession(
    { inventory: campaign.file },
    { command: 'migrate dashboard', notice: () => undefined },
  );
  const feed = await openFeed(session, { ledgerPlace: session.ledgerPlace, ledgerMs: 200, gridMs });
  const served = await serveDashboard(feed, { host: '127.0.0.1', port: 0, token });
  onTestFinished(async () => {
    await served.close();
    await feed.close();
    await session.close();
  });
  return { ...campaign, feed, url: served.url };
}

describe('a dashboard', () => {
  it('shows the page, data, metrics and health, and may do nothing else', async () => {
    const { url } = await dashboard();
    const page = await fetch(url);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; .*connect-src 'self'/);
    expect(await page.text()).toContain('0 of 4 sites migrated');
    expect(await (await fetch(`${url}status.json`)).json()).toMatchObject({ campaign: 'small', sites: { total: 4 } });
    const metrics = await fetch(`${url}metrics`);
    expect(metrics.headers.get('content-type')).toContain('application/openmetrics-text');
    const text = await metrics.text();
    expect(text).toContain('migrate_sites{stage="ready",campaign="small"} 2\n');
    expect(text).toMatch(/migrate_end_timestamp_seconds\{estimate="planned",campaign="small"\} \d+\n/);
    expect(text.endsWith('# EOF\n')).toBe(true);
    expect(await (await fetch(`${url}healthz`)).text()).toBe('ok\n');
    expect((await fetch(url, { method: 'POST' })).status).toBe(405);
    expect((await fetch(`${url}nothing`)).status).toBe(404);
  });

  it('offers Grafana each of its metrics, and the handbook explains each', async () => {
    const { url } = await dashboard();
    const text = await (await fetch(`${url}metrics`)).text();
    const offered = unique([...text.matchAll(/^# TYPE (migrate_\w+)/gm)].map(([, name]) => name ?? ''));
    expect(offered.length).toBeGreaterThan(10);
    expect(metricsIn('docs/operations.md')).toEqual(offered);
    expect(metricsIn('docs/grafana-dashboard.json')).toEqual(offered);
  });

  it('does not answer for the name of another host', async () => {
    const { url } = await dashboard();
    expect(await statusFor(url, 'evil.example')).toBe(421);
    expect(await statusFor(url, `localhost:${new URL(url).port}`)).toBe(200);
  });

  it('asks for its token, and keeps it out of the address', async () => {
    const { url } = await dashboard({ token: 'a token of its own' });
    expect((await fetch(url)).status).toBe(401);
    expect((await fetch(`${url}events`, { headers: { authorization: 'Bearer another' } })).status).toBe(401);
    expect((await fetch(url, { headers: { authorization: 'Bearer a token of its own' } })).status).toBe(200);
    const first = await fetch(`${url}?token=a+token+of+its+own`, { redirect: 'manual' });
    expect([first.status, first.headers.get('location')]).toEqual([303, '/']);
    const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect(cookie).not.toContain('a token');
    expect((await fetch(url, { headers: { cookie } })).status).toBe(200);
    expect((await fetch(`${url}healthz`)).status).toBe(200);
  });

  it('tells within two seconds that the ledger changed', async () => {
    const { url, argv } = await dashboard();
    const { body } = await fetch(`${url}events`);
    const reader = (body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
    const first = (await reader.read()).value ?? '';
    expect(first).toMatch(/^retry: 1000\nevent: status\ndata: \{"version":"[0-9a-f]{16}","stale":null/);
    await run(Next, 'next', [...argv, '--yes']);
    const changedAt = performance.now();
    const news = (await reader.read()).value ?? '';
    expect(performance.now() - changedAt).toBeLessThan(2000);
    expect(versionIn(news)).not.toBe(versionIn(first));
    await reader.cancel();
  });

  it('says that it is stale while the grid does not answer, and that it is not once it does', async () => {
    const { file, feed, url } = await dashboard({ gridMs: 100 });
    const states: (string | null)[] = [];
    feed.subscribe(({ stale }) => states.push(stale));
    await goWrong(file, { kind: 'status', status: 400, when: 'before', on: { effect: 'read' }, count: 12 });
    await expect
      .poll(() => states.some((stale) => stale?.startsWith('Stale: nothing newer than')), { timeout: 15_000 })
      .toBe(true);
    await expect.poll(() => feed.now().stale, { timeout: 15_000 }).toBe(null);
    expect((await fetch(`${url}healthz`)).status).toBe(200);
  });
});

function metricsIn(file: string): readonly string[] {
  const text = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
  return unique(text.match(/\bmigrate_\w+/g) ?? []);
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}

function versionIn(news: string): string {
  return /"version":"(\w+)"/.exec(news)?.[1] ?? '';
}

function statusFor(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.once('error', reject);
    asked.end();
  });
}
