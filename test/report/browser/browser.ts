import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium, type Browser, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { localChromium } from '../../../src/cli/report/print-pdf.js';

/** A Chromium of this machine; null: the browser tests are left out. */
export const browserPath = localChromium();
if (browserPath === null)
  console.log('Browser tests are left out: no Chromium on the PATH (apt-get install chromium).');

export function openBrowser(): Promise<Browser> {
  // Chromium's sandbox refuses the root user, as whom containers run tests.
  return chromium.launch({ executablePath: browserPath ?? '', args: ['--no-sandbox'] });
}

/** A page that must not complain, and must ask nobody but `origin`. */
export async function openPage(
  browser: Browser,
  { scheme = 'light', origin = 'file://' }: { scheme?: 'light' | 'dark'; origin?: string } = {},
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width: 1200, height: 900 } });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(origin)) complaints.push(`request to ${request.url()}`);
  });
  return { page, complaints };
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Found {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string }[];
}

/** What axe finds serious or critical, as text. */
export async function seriousFindings(page: Page): Promise<readonly string[]> {
  // Not a script element: the page's policy would refuse it.
  const { violations } = await page.evaluate<{ violations: readonly Found[] }>(
    `${axe}; axe.run({ resultTypes: ['violations'] })`,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
}
