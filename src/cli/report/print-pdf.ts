import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UserError } from '../../model/user-error.js';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const longestMs = 60_000;

/** The page as a PDF, printed by a Chromium of this machine. */
export async function printed(html: string): Promise<Uint8Array> {
  const browser = localChromium();
  if (browser === null) {
    throw new UserError(1, 'no-browser', 'A PDF is printed by Chromium, and none is on the PATH.', [
      'Install one (Debian: apt-get install chromium).',
      'Or write --format html and print that in any browser.',
    ]);
  }
  const folder = mkdtempSync(join(tmpdir(), 'migrate-pdf-'));
  try {
    const page = join(folder, 'report.html');
    const file = join(folder, 'report.pdf');
    writeFileSync(page, html);
    await print(browser, folder, page, file);
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The path of a Chromium, or null. */
export function localChromium(path: string = process.env['PATH'] ?? ''): string | null {
  const candidates = path.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return candidates.find(isExecutable) ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function print(browser: string, folder: string, page: string, file: string): Promise<void> {
  // Chromium's sandbox refuses the root user; the page is our own, and it runs no script while it prints.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const flags = [
    '--headless',
    '--disable-gpu',
    '--no-pdf-header-footer',
    '--generate-pdf-document-outline',
    `--user-data-dir=${join(folder, 'profile')}`,
    `--print-to-pdf=${file}`,
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(browser, [...flags, ...asRoot, pathToFileURL(page).href], {
      stdio: 'ignore',
      timeout: longestMs,
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (code === 0) resolve();
      else {
        const ended = code === null ? `was ended by ${signal ?? 'a signal'}` : `ended with ${code}`;
        const advice = ['Write --format html and print that in a browser.'];
        reject(new UserError(1, 'no-browser', `${browser} ${ended} and printed nothing.`, advice));
      }
    });
  });
}
