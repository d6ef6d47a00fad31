import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { grouped } from '../../../src/model/grouped.js';
import { httpServer, json, type TestServer } from '../../grid/server.js';
import { smallCampaign } from '../campaigns.js';

export type Raw = Readonly<Record<string, unknown>>;

/** What stands at a grid of real services. */
export interface ServedGrid {
  readonly kind?: 'agis' | 'cric';
  readonly records: readonly Raw[];
  readonly rules?: Raw;
  readonly calendar?: unknown;
  readonly jobs?: readonly Raw[];
  /** Old pandaid → new one, of the same task. */
  readonly retries?: ReadonlyMap<number, number>;
  /** Lines of the campaign besides its name and pilots. */
  readonly campaign?: string;
  readonly retirements?: readonly string[];
  /** Further services of the profile. */
  readonly profile?: string;
}

const paths = {
  agis: {
    records: '/request/pandaqueue/query/list/',
    rules: '/request/pandaqueuestatus/query/list/',
    calendar: '/request/downtime/query/list/',
  },
  cric: {
    records: '/api/atlas/pandaqueue/query/',
    rules: '/api/atlas/pandaqueuestatus/query/',
    calendar: '/api/core/downtime/query/',
  },
} as const;

/** A record of few fields, as the cases from real services have them. */
export function aRecord(queue: string, more: Raw = {}): Raw {
  return {
    panda_resource: queue,
    nickname: queue,
    atlas_site: queue.replace(/^ANALY_/, ''),
    status: 'online',
    state: 'ACTIVE',
    type: queue.startsWith('ANALY_') ? 'analysis' : 'production',
    pilot_manager: 'Harvester',
    pilot_version: '1',
    container_type: 'singularity:wrapper',
    ...more,
  };
}

export interface RealGrid {
  readonly argv: readonly string[];
  readonly server: TestServer;
}

/** Services that answer at their own paths and 404 elsewhere, and a campaign whose profile names them. */
export async function aRealGrid(served: ServedGrid): Promise<RealGrid> {
  const { kind = 'agis', records, rules = {}, calendar = {}, jobs, retirements = [] } = served;
  const server = await httpServer((response, seen, count) => {
    const reply = (value: unknown, status?: number): void => {
      json(value, status)(response, seen, count);
    };
    if (seen.path === paths[kind].records) reply(Object.fromEntries(records.map((one) => [one['nickname'], one])));
    else if (seen.path === paths[kind].rules) reply(rules);
    else if (seen.path === paths[kind].calendar) reply(calendar);
    else if (seen.path === '/jobs/' && jobs) reply({ jobs: asked(jobs, seen.query, served), selectionsummary: [] });
    else reply({ error: 'Not found' }, 404);
  });
  const { argv, file } = smallCampaign();
  const sites = grouped(records, (one) => String(one['atlas_site']));
  const lines = [
    'campaign:',
    '  name: pilot2',
    '  ready_when: { os: centos7, pilot_manager: Harvester }',
    '  containers: { translate: { "singularity:wrapper": "singularity:pilot" }, on: "singularity:pilot" }',
    '  requests: { channel: ggus, lead_days: 0 }',
    '  pace: [{ sites_per_day: 50 }]',
    '  working_days: [mon, tue, wed, thu, fri, sat, sun]',
    served.campaign ?? '  pilot: { from: "1", to: "2" }',
    `grid: { use: real, profiles: { real: { catalogue: { kind: ${kind}, url: "${server.url}"${kind === 'cric' ? `, token_file: "${aSecret()}"` : ''} }, downtimes: { url: "${server.url}" }${jobs ? `, monitor: { url: "${server.url}" }` : ''}${served.profile ?? ''} } } }`,
    'defaults: { os: { is: centos7, evidence: campaign start, on: 2019-06-01 } }',
    'sites:',
    ...[...sites].map(
      ([site, queues]) =>
        `  ${site}: { queues: { ${queues.map((one) => `${String(one['panda_resource'])}: {}`).join(', ')} } }`,
    ),
    ...(retirements.length === 0 ? [] : ['retirements:']),
    ...retirements.map((queue) => `  - { queue: ${queue}, because: SL6 queue, data: read elsewhere }`),
    '',
  ];
  writeFileSync(file, lines.join('\n'));
  return { argv, server };
}

export function aSecret(text = 'secret'): string {
  const folder = mkdtempSync(join(tmpdir(), 'secret-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'token');
  writeFileSync(file, text, { mode: 0o600 });
  return file;
}

const tableLimit = 10_000;

/** As BigPanDA of 2019: the table is cut, unordered, and then retried and merge jobs of a single task are dropped. */
function asked(jobs: readonly Raw[], query: URLSearchParams, { retries = new Map() }: ServedGrid): readonly Raw[] {
  const among = (name: string): ((job: Raw) => boolean) => {
    const wanted = query.get(name)?.split('|');
    return (job) => wanted?.includes(String(job[name])) ?? true;
  };
  const table = jobs.filter(among('computingsite')).filter(among('jobstatus'));
  const cut = table.slice(0, Math.min(Number(query.get('limit')) || tableLimit, tableLimit));
  if (query.get('mode') === 'nodrop' || new Set(cut.map((job) => job['jeditaskid'])).size !== 1) return cut;
  return cut.filter((job) => job['processingtype'] !== 'pmerge' && !retries.has(Number(job['pandaid'])));
}
