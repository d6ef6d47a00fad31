import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import Report from '../../../commands/report.js';
import { htmlReport } from '../../../src/report/html/page.js';
import type { StatusModel } from '../../../src/report/status-model/sources.js';
import { shippedCampaign } from '../../commands/campaigns.js';
import { resultOf } from '../../commands/run-command.js';
import { browserPath, openBrowser, openPage } from './browser.js';

const verdict = {
  site: 'OSCER',
  reason: 'Failures of the pilot: 9 of 90 jobs.',
  at: '2019-08-05T06:00:00.000Z',
  by: 'commissioning',
  isFinal: true,
  evidence: { jobs: 90, failures: 9, rateBefore: 0.01, eValue: 123.4, eValueGood: 0.01, provedPoints: null },
  path: [
    { at: '2019-08-03T06:00:00.000Z', jobs: 20, eValue: 0.5 },
    { at: '2019-08-05T06:00:00.000Z', jobs: 90, eValue: 123.4 },
  ],
} as const;

/** The shipped campaign with a verdict, failures and changes, as it would have them later. */
async function later(): Promise<StatusModel> {
  const model = await resultOf(Report, 'report', shippedCampaign());
  return {
    ...model,
    verdicts: [{ ...verdict, queue: 'OSCER_UCORE', verdict: 'pilot fault' }],
    failures: [
      {
        cause: 'pilot',
        name: 'the pilot',
        failures: 9,
        more: 7,
        queues: ['OSCER_UCORE'],
        examples: [4_400_000_001],
        reason: null,
        advice: 'Go back.',
      },
    ],
    failuresOverTime: [{ at: '2019-08-03T06:00:00.000Z', failures: { pilot: 2, storage: 4 } }],
    changes: [
      {
        at: '2019-08-04T06:00:00.000Z',
        actor: 'maria',
        what: 'flip',
        site: 'OSCER',
        queue: 'OSCER_UCORE',
        sentence: "pilot_version '1' → '2'",
      },
    ],
  };
}

/** Cells of the table with this caption, row by row; those of charts are folded away and read all the same. */
function cellsOf(page: Page, caption: string): Promise<readonly (readonly string[])[]> {
  return page.evaluate<readonly (readonly string[])[]>(`
    [...document.querySelectorAll('table')]
      .filter((table) => table.caption?.textContent === ${JSON.stringify(caption)})
      .flatMap((table) => [...table.tBodies[0].rows])
      .map((row) => [...row.cells].map((cell) => cell.textContent))`);
}

interface Drawn {
  readonly path: string;
  readonly marks: readonly { readonly y: number; readonly value: number }[];
}

/** The value of the last point of a line, told from its place between the marks of the chart's left side. */
async function endOf(page: Page, chart: string, line: string): Promise<number> {
  const { path, marks } = await page.evaluate<Drawn>(`({
    path: document.querySelector('#${chart} path.${line}').getAttribute('d'),
    marks: [...document.querySelectorAll('#${chart} text[text-anchor=end]')].map((text) => ({
      y: Number(text.getAttribute('y')) - 4,
      value: Number(text.textContent),
    })),
  })`);
  const y = Number(/[-\d.]+$/.exec(path)?.[0]);
  const [one, other] = [marks[0], marks.at(-1)];
  if (!one || !other) throw new Error(`the chart ${chart} has no marks`);
  return one.value + ((y - one.y) / (other.y - one.y)) * (other.value - one.value);
}

describe.skipIf(browserPath === null)('what a browser reads from the page is the model', { timeout: 60_000 }, () => {
  let browser: Browser;
  let made: StatusModel | undefined;
  let model: StatusModel;
  let page: Page;
  const folder = mkdtempSync(join(tmpdir(), 'migrate-numbers-'));

  beforeAll(async () => {
    browser = await openBrowser();
  });

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  const opened = async (): Promise<void> => {
    model = made ??= await later();
    writeFileSync(join(folder, 'page.html'), htmlReport(model));
    ({ page } = await openPage(browser));
    await page.goto(pathToFileURL(join(folder, 'page.html')).href);
    await page.locator('html[data-ready=true]').waitFor();
  };

  it('in the burn-up: sites migrated, planned and forecast', async () => {
    await opened();
    const planned = model.waves.reduce((sum, { sites }) => sum + sites.length, model.sites.migrated);
    const cells = await cellsOf(page, 'Sites migrated by day');
    expect(cells.filter(([, what]) => what === 'planned').map(([day]) => day)).toEqual(
      model.waves.map(({ date }) => date),
    );
    expect(cells.filter(([, what]) => what === 'planned').at(-1)?.[2]).toBe(String(planned));
    expect(cells).toContainEqual([model.forecast?.p85, 'forecast, 85 %', String(planned)]);
    expect(cells).toContainEqual([model.bound.date, 'no plan ends earlier', String(planned)]);
    expect(await endOf(page, 'burn-up', 'done')).toBeCloseTo(model.sites.migrated, 0);
    expect(await endOf(page, 'burn-up', 'planned')).toBeCloseTo(planned, 0);
  });

  it('in the calendar: waves, retirements and closed days', async () => {
    await opened();
    const cells = await cellsOf(page, 'Days with waves, retirements, freezes and holidays');
    const waves = cells.filter(([, sites]) => sites !== '');
    expect(waves.map(([day, sites]) => [day, sites])).toEqual(
      model.waves.map(({ date, sites }) => [date, sites.join(', ')]),
    );
    const dated = model.retirements.filter(({ on, state }) => on !== null && state === 'scheduled');
    expect(cells.reduce((sum, [, , gone]) => sum + Number(gone), 0)).toBe(dated.length);
    const titles = await page.locator('#calendar g title').allTextContents();
    for (const { date, sites } of model.waves)
      expect(titles.some((title) => title.startsWith(`${date}: ${sites.length} to migrate`))).toBe(true);
  });

  it('in the clouds: sites by stage', async () => {
    await opened();
    const cells = await cellsOf(page, 'Sites by cloud and stage');
    expect(cells.map((row) => [row[0], row.at(-1)])).toEqual(
      model.clouds.map(({ cloud, total }) => [cloud, String(total)]),
    );
    const titles = await page.locator('#clouds rect title').allTextContents();
    expect([...titles].sort()).toEqual(
      model.clouds
        .flatMap(({ cloud, stages }) =>
          Object.entries(stages).flatMap(([stage, count]) => (count > 0 ? [`${cloud}: ${count} ${stage}`] : [])),
        )
        .sort(),
    );
  });

  it('in errors over time and in the evidence of each queue', async () => {
    await opened();
    const errors = await cellsOf(page, 'Failed jobs by cause over time');
    expect(errors.map(([name, , jobs]) => [name, jobs])).toEqual([
      ['pilot', '2'],
      ['pilot', '9'],
      ['storage', '4'],
      ['storage', '0'],
    ]);
    expect(await endOf(page, 'failures-over-time', 'l0')).toBeCloseTo(9, 0);
    const evidence = await cellsOf(page, 'Evidence that a queue got worse');
    expect(evidence.map(([queue, , value]) => [queue, value])).toEqual([
      ['OSCER_UCORE', '0.500'],
      ['OSCER_UCORE', '123'],
    ]);
  });

  it('in the tables of next sites, operations, verdicts, failures, retirements and changes', async () => {
    await opened();
    const first = (rows: readonly (readonly string[])[]): readonly (string | undefined)[] => rows.map(([cell]) => cell);
    expect(first(await cellsOf(page, 'Next sites'))).toEqual(model.next.slice(0, 20).map(({ site }) => site));
    const today = await cellsOf(page, `Today: ${model.today.length} operations`);
    expect(today.map(([, subject]) => subject)).toEqual(model.today.map(({ queue, site }) => queue ?? site));
    expect(await cellsOf(page, 'Verdicts')).toEqual([
      ['OSCER_UCORE', 'pilot fault', '90', '9', '123', 'Failures of the pilot: 9 of 90 jobs.'],
    ]);
    expect(await cellsOf(page, 'Failed jobs by cause')).toEqual([
      ['the pilot', '9', '+7', 'OSCER_UCORE', '4400000001', 'Go back.'],
    ]);
    const retirements = await cellsOf(page, 'Retirements');
    expect(retirements.map(([queue, site, on]) => [queue, site, on])).toEqual(
      model.retirements.map(({ queue, site, on }) => [queue, site ?? '', on ?? 'at once']),
    );
    expect(await cellsOf(page, 'Changes, newest first')).toMatchObject([
      [expect.any(String), 'OSCER_UCORE', "pilot_version '1' → '2'", 'maria'],
    ]);
    const waiting = await cellsOf(page, 'Who waits for whom');
    expect(first(waiting)).toEqual(model.waiting.map(({ queue, site }) => queue ?? site));
  });

  it('in the table of all sites, and in the cards', async () => {
    await opened();
    const sites = await cellsOf(page, 'All sites and their queues');
    expect(sites.map(([site, cloud, , stage]) => [site, cloud, stage])).toEqual(
      model.table.map(({ site, cloud, stage }) => [site, cloud, stage]),
    );
    const cards = (await page.locator('.cards li').allInnerTexts()).map((text) => text.split('\n'));
    expect(cards).toContainEqual([String(model.sites.blocked), 'blocked']);
    expect(cards).toContainEqual([String(model.retirement.brokeroff), 'queues in brokeroff']);
    expect(cards).toContainEqual([model.finish, `finish, not before ${model.bound.date}`]);
  });
});
