import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import Report from '../../../commands/report.js';
import { printed } from '../../../src/cli/print-pdf.js';
import { htmlReport } from '../../../src/report/html/page.js';
import type { StatusModel } from '../../../src/report/status-model/sources.js';
import { shippedCampaign } from '../../commands/campaigns.js';
import { resultOf } from '../../commands/run-command.js';
import { browserPath, openBrowser, openPage, seriousFindings } from './browser.js';

const hostile = `<script>alert(1)</script><img src=x onerror=alert(2)>" onclick="alert(3) javascript:alert(4) \u202Eevil`;

describe.skipIf(browserPath === null)('the page of the report in a browser', { timeout: 60_000 }, () => {
  let browser: Browser;
  let model: Promise<StatusModel> | undefined;
  const folder = mkdtempSync(join(tmpdir(), 'migrate-page-'));

  const addressOf = (name: string, shown: StatusModel): string => {
    const file = join(folder, `${name}.html`);
    writeFileSync(file, htmlReport(shown));
    return pathToFileURL(file).href;
  };

  beforeAll(async () => {
    browser = await openBrowser();
  });

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  const shipped = (): Promise<StatusModel> => (model ??= resultOf(Report, 'report', shippedCampaign()));

  it('shows the numbers of the model in cards, charts and tables', async () => {
    const { page, complaints } = await openPage(browser);
    const { sites, clouds, retirements, next } = await shipped();
    await page.goto(addressOf('shipped', await shipped()));
    expect(await page.locator('.cards li').first().innerText()).toBe(`${sites.migrated}\nmigrated`);
    const rows = await page.locator('#clouds tbody tr').allTextContents();
    expect(rows).toHaveLength(clouds.length);
    const widths = await page.locator('#clouds rect.s-migrated').count();
    expect(widths).toBe(clouds.filter(({ stages }) => (stages['migrated'] ?? 0) > 0).length);
    const ended = await page.locator('#burn-up tbody tr td:nth-child(2)').allTextContents();
    expect(ended).toContain('forecast, 85 %');
    expect(await page.locator('table:has(caption:text-is("Retirements")) tbody tr').count()).toBe(retirements.length);
    const first = page.locator('table:has(caption:text-is("Next sites")) tbody tr').first();
    expect(await first.innerText()).toContain(next[0]?.site);
    expect(complaints).toEqual([]);
  });

  it('searches, sorts, and leads to a site by its address', async () => {
    const { page, complaints } = await openPage(browser);
    await page.goto(`${addressOf('search', await shipped())}#site=OSCER`);
    const row = page.locator('tr.linked');
    await row.waitFor();
    expect(await row.innerText()).toContain('OU_OSCER_ATLAS_MCORE');
    await page.fill('#search', 'ANALY_TRIUMF');
    expect(await page.locator('#sites tbody tr').count()).toBe(1);
    await page.fill('#search', '');
    await page.click('#sites th button[data-column="0"]');
    await page.click('#sites th button[data-column="0"]');
    const names = await page.locator('#sites tbody td:first-child').allTextContents();
    expect(names).toHaveLength(118);
    expect(names[0]).toBe([...names].sort(new Intl.Collator('en', { numeric: true }).compare).at(-1));
    expect(await page.locator('#sites th').first().getAttribute('aria-sort')).toBe('descending');
    expect(complaints).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('has nothing that axe finds serious, in %s', async (scheme) => {
    const { page } = await openPage(browser, { scheme });
    await page.goto(addressOf('axe', await shipped()));
    await page.locator('html[data-ready=true]').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('shows hostile names and texts as text', async () => {
    const { page, complaints } = await openPage(browser);
    const real = await shipped();
    const [site] = real.table;
    if (!site) throw new Error('no site');
    const long = 'x'.repeat(10_000);
    const bad: StatusModel = {
      ...real,
      campaign: hostile,
      warnings: [hostile, long],
      clouds: [{ cloud: hostile, total: 1, stages: { ready: 1 } }],
      table: [
        { ...site, site: hostile, reason: hostile },
        { ...site, site: long },
      ],
      retirements: real.retirements.map((one) => ({ ...one, reason: hostile, data: hostile })),
      problems: [{ severity: 'error', subject: hostile, sentence: hostile, advice: hostile }],
    };
    await page.goto(`${addressOf('hostile', bad)}#site=${encodeURIComponent(hostile)}`);
    await page.locator('html[data-ready=true]').waitFor();
    expect(await page.locator('h1').innerText()).toBe(`${hostile.replace('\u202E', '\uFFFD')} campaign`);
    expect(await page.locator('main script, main img, main [onclick], main [onerror]').count()).toBe(0);
    await page.fill('#search', 'onerror');
    expect(await page.locator('#sites tbody tr').count()).toBe(1);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    expect(complaints).toEqual([]);
  });

  it('packs very many sites, and finds one of them at once', async () => {
    const { page, complaints } = await openPage(browser);
    const real = await shipped();
    const [site] = real.table;
    if (!site) throw new Error('no site');
    const table = Array.from({ length: 20_000 }, (_, at) => ({
      ...site,
      site: `SITE-${at}`,
      reason: `${hostile} ${at}`,
    }));
    const address = addressOf('large', { ...real, table });
    await page.goto(address);
    await page.locator('html[data-ready=true]').waitFor();
    const ms = await page.evaluate(`(() => {
      const search = document.getElementById('search'), before = performance.now();
      search.value = 'site-19999'; search.dispatchEvent(new Event('input'));
      return performance.now() - before;
    })()`);
    expect(await page.locator('#found').innerText()).toBe('1 of 20000 sites');
    expect(ms).toBeLessThan(500);
    await page.evaluate(`location.hash = '#site=SITE-777'`);
    await page.locator('tr.linked').waitFor();
    expect(complaints).toEqual([]);
  });

  it('is readable without scripts', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(addressOf('plain', await shipped()));
    expect(await page.locator('#sites tbody tr').count()).toBe(118);
    await context.close();
  });

  it('prints as a PDF', async () => {
    const pdf = await printed(htmlReport(await shipped()));
    expect(Buffer.from(pdf.subarray(0, 5)).toString()).toBe('%PDF-');
  });
});
