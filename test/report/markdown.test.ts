import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import Report from '../../commands/report.js';
import Next from '../../commands/next.js';
import { shippedCampaign, smallCampaign } from '../commands/campaigns.js';
import { resultOf, run, runJson } from '../commands/run-command.js';

/** The shipped campaign as it stands before anybody acted: what the status document of August 2019 says. */
describe('the report of the untouched campaign', () => {
  it('is the weekly document', async () => {
    const { stdout } = await run(Report, 'report', shippedCampaign());
    await expect(stdout).toMatchFileSnapshot('august-2019.md');
  });

  it('states the figures of the status document', async () => {
    const model = await resultOf(Report, 'report', shippedCampaign());
    expect(model.sites).toMatchObject({ migrated: 75, ready: 18, requested: 3 });
    expect(model.containers.awaiting).toBe(13);
    expect(model.awaitingContainers).toHaveLength(13);
    expect(model.next.slice(0, 7).map(({ site, request }) => [site, request.state])).toEqual([
      ['OSCER', 'sent'],
      ['TRIUMF', 'sent'],
      ['INFN-FRASCATI', 'sent'],
      ['TECHNION', 'none'],
      ['IL-TAU', 'none'],
      ['AGLT2', 'none'],
      ['NET2', 'none'],
    ]);
    expect(model.pace.windows.map(({ sitesPerDay }) => sitesPerDay)).toEqual([5, 1]);
    expect(model.pace.months[0]).toMatchObject({ month: '2019-07', mostADay: 5 });
    expect(model.retirements.filter(({ on }) => on === null)).toHaveLength(6);
    expect(model.retirements.filter(({ on }) => on === '2019-08-15')).toHaveLength(11);
    expect(model.pace.days.at(-1)?.migrated).toBe(75);
    expect(model.forecast?.past?.forecasts).toBeGreaterThan(0);
  });
});

describe('migrate report', () => {
  it('is remembered, so that the next one tells what is new since', async () => {
    const { argv } = smallCampaign();
    const first = await resultOf(Report, 'report', [...argv, '--since', 'last']);
    expect(first).toMatchObject({ since: null, changes: [] });
    await run(Next, 'next', [...argv, '--yes']);
    const second = await resultOf(Report, 'report', [...argv, '--since', 'last']);
    expect(second.since).toBe(first.asOf);
    expect(second.changes.length).toBeGreaterThan(0);
    expect(second.changes.map(({ site }) => site)).toContain('BETA');
    expect(Object.keys(second.history)).toContain('BETA');
  });

  it('writes a file, and says where', async () => {
    const { argv, folder } = smallCampaign();
    const file = join(folder, 'status.json');
    const { stdout } = await run(Report, 'report', [...argv, '--format', 'json', '--out', file]);
    expect(stdout).toBe(`The report is in ${file}.\n`);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ campaign: 'small', sites: { total: 4 } });
  });

  it('does not take an impossible day', async () => {
    const { status, error } = await runJson(Report, 'report', ['--since', '2019-02-30', ...smallCampaign().argv]);
    expect(status).toBe(2);
    expect(error?.message).toBe('"2019-02-30" is not a date.');
  });

  it('shows names and reasons from outside as text', async () => {
    const { argv, file } = smallCampaign();
    const hostile = 'a <script>alert(1)</script> [x](javascript:alert(2)) **b**';
    const text = readFileSync(file, 'utf8').replace('the site closes', JSON.stringify(hostile));
    writeFileSync(file, text);
    const { stdout } = await run(Report, 'report', argv);
    expect(stdout).toContain(String.raw`a &lt;script&gt;alert(1)&lt;/script&gt; \[x\](javascript:alert(2)) \*\*b\*\*`);
    expect(stdout).not.toContain('<script>');
  });
});
