/** A site with queues in two clouds, by what the services answer over HTTP. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rehearsalAccess } from '../../src/rehearsal/helpdesk/access.js';
import type { Result } from '../../src/report/results/results.js';
import { place } from './program.js';

const queue = (name: string, site: string, cloud: string): Readonly<Record<string, unknown>> => ({
  panda_resource: name,
  nickname: name,
  atlas_site: site,
  cloud,
  status: 'online',
  state: 'ACTIVE',
  type: name.startsWith('ANALY_') ? 'analysis' : 'production',
  pilot_version: '1',
  pilot_manager: 'Harvester',
});

const records = [
  queue('BOTH', 'BOTH', 'US'),
  queue('ANALY_BOTH', 'BOTH', 'CA'),
  queue('WEST', 'WEST', 'CA'),
  queue('ISLES', 'ISLES', 'UK'),
];

function inventory(grid: string): string {
  return [
    'campaign:',
    '  name: clouds',
    '  pilot: { from: "1", to: "2" }',
    '  pace: [{ sites_per_day: 3 }]',
    '  limits: { per_cloud_per_day: 1 }',
    '  requests: { channel: none, lead_days: 0 }',
    `grid: ${grid}`,
    'sites:',
    '  BOTH: { queues: { BOTH: {}, ANALY_BOTH: {} } }',
    '  WEST: { queues: { WEST: {} } }',
    '  ISLES: { queues: { ISLES: {} } }',
    '',
  ].join('\n');
}

const rehearsed =
  '{ use: rehearsal, rehearsal: { scenario: fresh, start: "2030-01-07T08:00:00Z", records: records.json } }';

describe.each(['agis', 'cric'] as const)('a site with queues in two clouds, by a served %s', (kind) => {
  it('counts in both: in the chart and its table, in the limits of a day, under a pause', async () => {
    const here = place(inventory(rehearsed));
    writeFileSync(join(here.folder, 'records.json'), JSON.stringify(records));
    writeFileSync(join(here.folder, 'token'), rehearsalAccess.token, { mode: 0o600 });
    const grid = here.start('migrate', ['rehearsal', 'serve', '--catalogue', kind, '--json']);
    await grid.seen('\n}');
    const { url } = (JSON.parse(grid.written().stdout) as { result: { url: string } }).result;
    const catalogue =
      kind === 'agis'
        ? `{ kind: agis, url: "${url}" }`
        : `{ kind: cric, url: "${url}", writer: instructions, token_file: token }`;
    const profile = `{ catalogue: ${catalogue}, downtimes: { url: "${url}" }, clock: { url: "${url}" } }`;
    writeFileSync(join(here.folder, 'sites.yaml'), inventory(`{ use: served, profiles: { served: ${profile} } }`));
    const told = async <Command extends 'report' | 'plan' | 'next'>(
      command: Command,
      ...argv: readonly string[]
    ): Promise<Result<Command>> => {
      const { stdout, stderr } = await here.start('migrate', [command, ...argv, '--json']).ended;
      const { result } = JSON.parse(stdout) as { result?: Result<Command> };
      if (result == null) throw new Error(`${stderr}${stdout}`);
      return result;
    };

    const page = join(here.folder, 'report.html');
    const { clouds } = await told('report', '--format', 'html', '--out', page);
    expect(clouds).toEqual([
      { cloud: 'CA', total: 2, stages: { ready: 2 } },
      { cloud: 'UK', total: 1, stages: { ready: 1 } },
      { cloud: 'US', total: 1, stages: { ready: 1 } },
    ]);
    const html = readFileSync(page, 'utf8');
    const rows = [...html.matchAll(/<tr><t[hd][^>]*>(CA|UK|US)<\/t[hd]>(.*?)<\/tr>/g)].map(([, cloud, cells = '']) => [
      cloud,
      ...cells
        .replaceAll(/<[^>]*>/g, ' ')
        .trim()
        .split(/\s+/),
    ]);
    expect(rows).toEqual([
      ['CA', '2', '2'],
      ['UK', '1', '1'],
      ['US', '1', '1'],
    ]);
    expect(html).toContain('<title>CA: 2 ready</title>');

    const { waves, operations } = await told('plan');
    const dayOf = (site: string): string | undefined => waves.find(({ sites }) => sites.includes(site))?.date;
    expect(dayOf('ISLES')).toBe(dayOf('BOTH'));
    expect(dayOf('WEST')).not.toBe(dayOf('BOTH'));
    expect(operations.flatMap(({ site, cloud, alsoIn }) => (site === 'BOTH' ? [[cloud, alsoIn]] : []))).toEqual(
      operations.flatMap(({ site }) => (site === 'BOTH' ? [['US', ['CA']]] : [])),
    );

    const pause = ['pause', '--scope', 'cloud=CA', '--reason', 'a test', '--yes', '--json'];
    expect((await here.start('migrate', pause).ended).code).toBe(0);
    expect((await told('next', '--dry-run')).operations.map(({ site }) => site)).toEqual(['ISLES']);
    grid.child.kill('SIGTERM');
    await grid.ended;
  });
});
