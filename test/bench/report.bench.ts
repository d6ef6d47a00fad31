import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { localChromium } from '../../src/cli/report/print-pdf.js';
import { interleaved } from './interleaved.js';
import { record } from './results.js';
import { scaleInventory } from './scale-inventory.js';

const queues = 100_000;
const rounds = 3;
const searches = 21;
const migrate = 'dist/src/bin/migrate.js';
const folder = mkdtempSync(join(tmpdir(), 'migrate-report-'));
const inventory = join(folder, 'sites.yaml');
const page = join(folder, 'report.html');
const env = {
  ...process.env,
  XDG_STATE_HOME: join(folder, 'state'),
  XDG_CACHE_HOME: join(folder, 'cache'),
  XDG_CONFIG_HOME: join(folder, 'config'),
};

interface InBrowser {
  readonly firstPaintMs: number;
  readonly readyMs: number;
  readonly searchMs: number;
}

/** Opens the page as its reader would, and types the names of sites spread over the table into its search. */
async function opened(executablePath: string): Promise<InBrowser> {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const tab = await browser.newPage();
    await tab.goto(pathToFileURL(page).href);
    await tab.locator('html[data-ready=true]').waitFor();
    // Until the frame after the new rows, with layout and paint.
    const measured = await tab.evaluate<{ paint: number; ready: number; search: number[] }>(`(async () => {
      const ready = performance.now();
      const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      const search = [];
      for (let n = 0; n < ${searches}; n++) {
        const before = performance.now();
        const field = document.getElementById('search');
        field.value = 'site-' + String(n * 900).padStart(5, '0').slice(0, 2 + n % 4);
        field.dispatchEvent(new Event('input'));
        await frame();
        search.push(performance.now() - before);
      }
      const [paint] = performance.getEntriesByName('first-contentful-paint');
      return { paint: paint.startTime, ready, search };
    })()`);
    const sorted = [...measured.search].sort((one, other) => one - other);
    return { firstPaintMs: measured.paint, readyMs: measured.ready, searchMs: sorted.at(-1) ?? Number.NaN };
  } finally {
    await browser.close();
  }
}

const browser = localChromium();
if (browser === null) throw new Error('No Chromium on the PATH: apt-get install chromium.');
writeFileSync(inventory, scaleInventory({ queues }));
const at = ['--inventory', inventory];
const made = spawnSync(process.execPath, [migrate, 'rehearsal', 'reset', '--yes', ...at], { env, encoding: 'utf8' });
if (made.status !== 0) throw new Error(made.stderr);
const [plan, report] = interleaved(
  { plan: [migrate, 'plan', ...at], report: [migrate, 'report', '--format', 'html', '--out', page, ...at] },
  rounds,
  env,
);
const { firstPaintMs, readyMs, searchMs } = await opened(browser);
const megabytes = statSync(page).size / 1e6;
rmSync(folder, { recursive: true });
record(
  'report',
  [
    `\`migrate report --format html\` and \`migrate plan\` over the same ${queues} queues at ${queues / 5} sites, whole processes; medians of ${rounds} interleaved runs, Node ${process.versions.node}; the page opened in headless Chromium, ${searches} searches, the slowest told, each up to the frame that shows its rows; made by \`npm run bench -- report\`.`,
    '',
    '| | measured | at most |',
    '|---|---:|---:|',
    `| \`migrate plan\` | ${((plan?.medianMs ?? Number.NaN) / 1000).toFixed(1)} s | |`,
    `| \`migrate report\`, to it | ${(report?.ratio ?? Number.NaN).toFixed(2)} | 1.5 |`,
    `| its file | ${megabytes.toFixed(1)} MB | 15 MB |`,
    `| first paint | ${firstPaintMs.toFixed(0)} ms | 2000 ms |`,
    `| the table is ready to be searched | ${readyMs.toFixed(0)} ms | |`,
    `| the slowest search | ${searchMs.toFixed(0)} ms | 100 ms |`,
  ].join('\n'),
);
