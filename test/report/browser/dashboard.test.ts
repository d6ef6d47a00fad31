import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import Next from '../../../commands/next.js';
import { openFeed } from '../../../src/cli/dashboard/feed.js';
import { serveDashboard } from '../../../src/cli/dashboard/server.js';
import { openSession } from '../../../src/cli/context.js';
import { smallCampaign } from '../../commands/campaigns.js';
import { run } from '../../commands/run-command.js';
import { browserPath, openBrowser, openPage } from './browser.js';

describe.skipIf(browserPath === null)('the live page in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  it('renews itself after a change, and recovers from a restart of its server', { timeout: 60_000 }, async () => {
    const { argv, file } = smallCampaign();
    const session = await openSession({ inventory: file }, { command: 'migrate dashboard', notice: () => undefined });
    const feed = await openFeed(session, { ledgerPlace: session.ledgerPlace, ledgerMs: 200 });
    let served = await serveDashboard(feed, { host: '127.0.0.1', port: 0, token: null });
    onTestFinished(async () => {
      await served.close();
      await feed.close();
      await session.close();
    });
    const { page, complaints } = await openPage(browser, { origin: served.url });
    await page.goto(served.url);
    await page.locator('#live[data-state=live]:has-text("as of")').waitFor();
    await page.fill('#search', 'ANALY_BETA');
    await run(Next, 'next', [...argv, '--yes']);
    await page.locator('table:has(caption:text-is("Changes, newest first"))').waitFor();
    expect(await page.inputValue('#search')).toBe('ANALY_BETA');
    expect(await page.locator('#sites tbody tr').count()).toBe(1);
    expect(complaints).toEqual([]);

    const port = Number(new URL(served.url).port);
    await served.close();
    await page.locator('#live[data-state=lost]').waitFor();
    served = await serveDashboard(feed, { host: '127.0.0.1', port, token: null });
    await page.locator('#live[data-state=live]').waitFor({ timeout: 20_000 });
  });
});
