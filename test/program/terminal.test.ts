import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/storage/package-root.js';
import { displayWidth } from '../../src/report/terminal/display-width.js';
import { campaignOf, place } from './program.js';
import { hasTerminal, onTerminal, type Terminal } from './terminal.js';

/** The shipped campaign, untouched, on a terminal. */
function shipped(args: readonly string[], columns: number, rows: number): Terminal {
  const { folder } = place('');
  copyFileSync(join(packageRoot(), 'sites.yaml'), join(folder, 'sites.yaml'));
  const env = Object.fromEntries(
    ['STATE', 'CACHE', 'CONFIG'].map((kind) => [`XDG_${kind}_HOME`, join(folder, kind.toLowerCase())]),
  );
  return onTerminal(args, { cwd: folder, env: { ...env, MIGRATE_OPERATOR: 'anna' }, columns, rows });
}

describe.skipIf(!hasTerminal)('status on a terminal', () => {
  it.each([80, 60])('fits %i columns, what needs somebody first', async (columns) => {
    const terminal = shipped(['status'], columns, 130);
    await terminal.shows('exit 0');
    const lines = terminal.lines();
    expect(lines.filter((line) => displayWidth(line.trimEnd()) > columns)).toEqual([]);
    const order = ['Look at these', 'stage ', 'next ', 'today ', 'waiting ', 'retiring '].map((title) =>
      lines.findIndex((line) => line.startsWith(title)),
    );
    expect(order).toEqual([...order].sort((one, other) => one - other));
    expect(order).not.toContain(-1);
  });

  it.each([120, 24])('--watch is drawn anew in its place when a terminal of %i rows is resized', async (rows) => {
    const terminal = shipped(['status', '--watch'], 120, rows);
    const asOf = 'pilot2 on the rehearsal grid as of';
    await terminal.shows(asOf);
    for (const columns of [60, 100, 70]) {
      terminal.resize(columns, rows);
      await expect
        .poll(() => terminal.lines().filter((line) => displayWidth(line.trimEnd()) > columns), { timeout: 5_000 })
        .toEqual([]);
      await expect.poll(() => terminal.screen().split(asOf).length - 1, { timeout: 5_000 }).toBe(1);
      expect(terminal.lines().filter((line) => line.startsWith('stage '))).toHaveLength(1);
    }
    terminal.press('C-c');
    await terminal.shows('exit 130');
  });
});

describe.skipIf(!hasTerminal)('work that takes a while', () => {
  /** So many sites that reading them, planning and the report take a moment each. */
  function large(args: readonly string[]): Terminal {
    const { folder } = place(campaignOf(1500));
    const env = Object.fromEntries(
      ['STATE', 'CACHE', 'CONFIG'].map((kind) => [`XDG_${kind}_HOME`, join(folder, kind.toLowerCase())]),
    );
    return onTerminal(args, { cwd: folder, env: { ...env, MIGRATE_OPERATOR: 'anna' }, columns: 100, rows: 30 });
  }

  it('says what it is, in a line that goes away with it', async () => {
    const terminal = large(['report', '--format', 'html', '--out', 'status.html']);
    const seen = new Set<string>();
    for (let look = 0; look < 4000 && !terminal.screen().includes('exit 0'); look++)
      for (const [stage] of terminal.screen().matchAll(/Planning 1500 sites|Forecasting|Making the report/g))
        seen.add(stage);
    expect([...seen]).toContain('Planning 1500 sites');
    await terminal.shows('exit 0');
    expect(terminal.screen()).not.toMatch(/Planning|Forecasting|Making/);
    expect(terminal.screen()).toContain('The report is in status.html.');
  });
});
