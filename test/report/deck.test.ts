import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import JSZip from 'jszip';
import { describe, expect, it, onTestFinished } from 'vitest';
import Report from '../../commands/report.js';
import { shippedCampaign, smallCampaign } from '../commands/campaigns.js';
import { resultOf, run, runJson } from '../commands/run-command.js';

/** The sheets of a presentation in their order, each as its XML. */
async function sheetsOf(
  file: string,
): Promise<{ readonly sheets: readonly string[]; readonly charts: readonly string[] }> {
  const zip = await JSZip.loadAsync(readFileSync(file));
  const numbered = (pattern: RegExp): readonly string[] =>
    Object.keys(zip.files)
      .flatMap((name) => (pattern.test(name) ? [name] : []))
      .sort((one, other) => Number(/\d+/.exec(one)?.[0]) - Number(/\d+/.exec(other)?.[0]));
  const texts = (names: readonly string[]): Promise<string[]> =>
    Promise.all(names.map((name) => zip.file(name)?.async('text') ?? Promise.resolve('')));
  return {
    sheets: await texts(numbered(/^ppt\/slides\/slide\d+\.xml$/)),
    charts: await texts(numbered(/^ppt\/charts\/chart\d+\.xml$/)),
  };
}

/** The text that a sheet shows, a line each. */
function shown(sheet: string): readonly string[] {
  return sheet
    .split('</a:p>')
    .map((paragraph) => [...paragraph.matchAll(/<a:t>([^<]*)<\/a:t>/g)].map(([, text]) => text).join(''))
    .filter((text) => text !== '');
}

describe('report --format pptx', () => {
  it('has the slides of the weekly document, and its progress as a chart with the numbers of the model', async () => {
    const { argv, file } = shipped();
    const model = await resultOf(Report, 'report', [...argv, '--format', 'pptx', '--out', file]);
    const { sheets, charts } = await sheetsOf(file);
    const titles = sheets.map((sheet) => shown(sheet)[0]);
    expect(titles.filter((title) => title?.endsWith('(continued)') === false)).toEqual([
      'PILOT2 STATUS',
      'Status',
      'Progress',
      'Lingering queues',
      'Recent issues',
      'Recent developments',
      'Near term plans',
    ]);
    expect(sheets.flatMap(shown)).toContain('Currently 75 sites have been migrated to pilot 2, of 118');
    expect(charts).toHaveLength(1);
    const planned = model.sites.migrated + model.waves.reduce((sum, { sites }) => sum + sites.length, 0);
    expect(charts[0]).toContain(`<c:v>${planned}</c:v>`);
    expect(charts[0]).toContain('<c:v>75</c:v>');
  });

  it('leaves nothing out: every line of the Markdown is on a sheet', async () => {
    const { argv, file } = shipped();
    await run(Report, 'report', [...argv, '--format', 'pptx', '--out', file]);
    const { sheets } = await sheetsOf(file);
    const lines = new Set(sheets.flatMap(shown).map(unescaped));
    const { stdout } = await run(Report, 'report', argv);
    const written = [...stdout.matchAll(/^ *- (.*)$/gm)].map(([, line = '']) =>
      unescaped(line.replace(/\\(.)/g, '$1')),
    );
    expect(written.length).toBeGreaterThan(40);
    expect(written.filter((line) => !lines.has(line))).toEqual([]);
  });

  it('shows names and reasons from outside as text', async () => {
    const { argv, folder, file } = smallCampaign();
    const hostile = 'a </a:t><a:hlinkClick r:id="rId9"/> =cmd()';
    writeFileSync(file, readFileSync(file, 'utf8').replace('the site closes', JSON.stringify(hostile)));
    const presentation = join(folder, 'status.pptx');
    await run(Report, 'report', [...argv, '--format', 'pptx', '--out', presentation]);
    const { sheets } = await sheetsOf(presentation);
    expect(sheets.join('')).not.toContain('<a:hlinkClick');
    expect(sheets.flatMap(shown).map(unescaped).join('\n')).toContain(hostile);
  });

  it('is not written to the screen', async () => {
    const { status, error } = await runJson(Report, 'report', [...smallCampaign().argv, '--format', 'pptx']);
    expect(status).toBe(2);
    expect(error?.message).toBe('A presentation is not for the screen: name a file with --out FILE.');
  });
});

/** The shipped campaign, and where its presentation goes. */
function shipped(): { readonly argv: readonly string[]; readonly file: string } {
  const argv = shippedCampaign();
  const folder = mkdtempSync(join(tmpdir(), 'migrate-deck-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  return { argv, file: join(folder, 'status.pptx') };
}

function unescaped(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
