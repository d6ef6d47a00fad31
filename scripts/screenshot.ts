// Makes docs/report.png, the picture in the README: the report of the shipped campaign, in a browser. `npm run screenshot`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { localChromium } from '../src/cli/report/print-pdf.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'migrate-screenshot-'));
try {
  const executablePath = localChromium();
  if (executablePath === null) throw new Error('No Chromium on the PATH (Debian: apt-get install chromium).');
  const page = join(folder, 'report.html');
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(root, 'dist/src/bin/migrate.js'), 'report', '--format', 'html', '--out', page],
    {
      cwd: root,
      env: { ...process.env, XDG_STATE_HOME: join(folder, 'state'), XDG_CACHE_HOME: join(folder, 'cache') },
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`migrate report ended with ${status}: ${stderr}`);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const tab = await browser.newPage({ viewport: { width: 1100, height: 1300 }, colorScheme: 'light' });
    await tab.goto(pathToFileURL(page).href);
    await tab.locator('html[data-ready=true]').waitFor();
    await tab
      .locator('section', { has: tab.getByRole('heading', { name: 'Progress' }) })
      .screenshot({ path: join(root, 'docs/report.png') });
  } finally {
    await browser.close();
  }
} finally {
  rmSync(folder, { recursive: true });
}
