import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import Report from '../../../commands/report.js';
import { printed } from '../../../src/cli/report/print-pdf.js';
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

  it('says how old it is from a day on, and marks the cells that are stale', async () => {
    const { page } = await openPage(browser);
    const model = await shipped();
    const [first, ...others] = model.table;
    if (!first) throw new Error('no site');
    const stale = { ...first.sources.stage, stale: 'the catalogue does not know Q' };
    const shown = { ...model, table: [{ ...first, sources: { ...first.sources, stage: stale } }, ...others] };
    for (const [days, words] of [
      [0, ''],
      [3, 'Stale: this page is 3 days old.'],
    ] as const) {
      const file = join(folder, `age-${days}.html`);
      writeFileSync(file, htmlReport(shown, { madeAtMs: Date.now() - days * 86_400_000 - 60_000 }));
      await page.goto(pathToFileURL(file).href);
      expect(await page.locator('#age').innerText()).toBe(words);
    }
    const row = page.locator('#sites tbody tr').first();
    expect(await row.locator('td').nth(3).innerText()).toBe(`${first.stage} (stale)`);
    expect(await row.locator('li', { hasText: 'stage: catalogue, read' }).textContent()).toContain(
      'stale: the catalogue does not know Q',
    );
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

  describe('of very many sites', () => {
    const large = async (): Promise<StatusModel> => {
      const real = await shipped();
      const [site] = real.table;
      if (!site) throw new Error('no site');
      const table = Array.from({ length: 20_000 }, (_, at) => ({
        ...site,
        site: `SITE-${at}`,
        reason: `${hostile} ${at}`,
        why: 'the pace of July',
      }));
      return { ...real, table };
    };

    it('is packed, and finds one of them', async () => {
      const { page, complaints } = await openPage(browser);
      const address = addressOf('large', await large());
      expect(statSync(join(folder, 'large.html')).size).toBeLessThan(15e6);
      await page.goto(address);
      await page.locator('html[data-ready=true]').waitFor();
      await page.fill('#search', 'site-19999');
      expect(await page.locator('#found').innerText()).toBe('1 of 20000 sites');
      await page.evaluate(`location.hash = '#site=SITE-777'`);
      await page.locator('tr.linked').waitFor();
      expect(await page.locator('tr.linked li').first().innerText()).toBe('Not earlier: the pace of July');
      expect(complaints).toEqual([]);
    });

    it('looks at each site once a search, at the found ones alone while somebody types on, and sorts for no search', async () => {
      const { page, complaints } = await openPage(browser);
      // What a search costs is counted: a clock would measure the machine.
      await page.addInitScript(`
        globalThis.work = { looked: 0, compared: 0, rows: 0 };
        const includes = String.prototype.includes, { Collator } = Intl, { createElement } = Document.prototype;
        String.prototype.includes = function (word) { work.looked++; return includes.call(this, word); };
        Intl.Collator = function (...how) { const { compare } = new Collator(...how); return { compare: (a, b) => { work.compared++; return compare(a, b); } }; };
        Document.prototype.createElement = function (name) { if (name === 'tr') work.rows++; return createElement.call(this, name); };
      `);
      await page.goto(addressOf('work', await large()));
      await page.locator('html[data-ready=true]').waitFor();
      await page.click('#sites th button[data-column="0"]');
      const search = async (text: string) => {
        const work = await page.evaluate<Record<'looked' | 'compared' | 'rows', number>>(`(() => {
          work.looked = work.compared = work.rows = 0;
          const search = document.getElementById('search');
          search.value = ${JSON.stringify(text)};
          search.dispatchEvent(new Event('input'));
          return { ...work };
        })()`);
        const found = await page.locator('#found').innerText();
        const names = await page.locator('#sites tbody td:first-child').allTextContents();
        return { ...work, found, first: names[0] };
      };
      expect(await search('site-1999')).toEqual({
        looked: 20_000,
        compared: 0,
        rows: 11,
        found: '11 of 20000 sites',
        first: 'SITE-1999',
      });
      expect(await search('site-19995')).toMatchObject({ looked: 11, compared: 0, rows: 1, first: 'SITE-19995' });
      expect(await search('site-1')).toMatchObject({
        looked: 20_000,
        compared: 0,
        rows: 50,
        found: '11111 of 20000 sites, 50 shown',
        first: 'SITE-1',
      });
      expect(complaints).toEqual([]);
    });
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
