import { describe, expect, it } from 'vitest';
import Flip from '../../../commands/flip.js';
import Next from '../../../commands/next.js';
import Plan from '../../../commands/plan.js';
import RequestStatus from '../../../commands/request/status.js';
import Status from '../../../commands/status.js';
import { axiosHttp } from '../../../src/grid/http/door.js';
import { sleep } from '../../../src/grid/http/sleep.js';
import { agisCatalogue } from '../../../src/grid/catalogue/agis.js';
import { seededRandom } from '../../../src/model/random.js';
import { httpServer, json } from '../../grid/server.js';
import { resultOf, run, runJson } from '../run-command.js';
import { aRealGrid, aRecord, type Raw } from './services.js';

const flipOf = (queue: string) => (operation: { readonly kind: string; readonly subject: string }) =>
  operation.kind === 'flip' && operation.subject === queue;

describe('a server that has the paths of AGIS alone', () => {
  it('is all that status, plan, next and request status ask', async () => {
    const { argv, server } = await aRealGrid({ records: [aRecord('OSCER')] });
    const runs = [
      await run(Status, 'status', argv),
      await run(Plan, 'plan', argv),
      await run(Next, 'next', [...argv, '--dry-run']),
      await run(RequestStatus, 'request-status', argv),
    ];
    expect(runs.map(({ exit }) => exit)).toEqual([0, 0, 0, 0]);
    expect(new Set(server.seen.map(({ path }) => path.split('/')[1]))).toEqual(new Set(['request']));
    expect(server.seen.map(({ path }) => path)).toContain('/request/downtime/query/list/');
  });
});

describe('a queue with two entries for the pilot', () => {
  it('runs bare, as the last one says, and the flip says so', async () => {
    const { argv } = await aRealGrid({
      records: [
        aRecord('FLIPS', { container_type: 'singularity:wrapper;docker:pilot' }),
        aRecord('PLAIN'),
        aRecord('THERE', { pilot_version: '2', container_type: 'singularity:pilot;docker:pilot' }),
        aRecord('GOOD', { pilot_version: '2', container_type: 'docker:pilot;singularity:pilot' }),
      ],
    });
    const preview = await run(Flip, 'flip', ['FLIPS', '--to', '2', '--dry-run', ...argv]);
    expect(preview.stdout).toMatch(/^FLIPS: After the flip .*docker.*without a container/m);
    const sound = await run(Flip, 'flip', ['PLAIN', '--to', '2', '--dry-run', ...argv]);
    expect(sound.stdout).not.toMatch(/After the flip/);
    const { containers } = await resultOf(Status, 'status', argv);
    expect(containers).toMatchObject({ on: 1, off: 0 });
  });
});

describe('who obeys a flip', () => {
  it('is nobody where the record names no manager', async () => {
    const { argv } = await aRealGrid({ records: [aRecord('Q', { pilot_manager: '' }), aRecord('R')] });
    const { operations } = await resultOf(Next, 'next', [...argv, '--dry-run']);
    expect([operations.some(flipOf('Q')), operations.some(flipOf('R'))]).toEqual([false, true]);
    const { named } = await resultOf(Status, 'status', ['Q', ...argv]);
    expect(named?.[0]?.stage).toBe('blocked');
    expect(JSON.stringify(named?.[0]?.blockers)).toMatch(/pilot_manager/);
  });
});

describe('a version near the aim', () => {
  const near = ['2.0', '2.1.22.1', '3'].map((version, index) => aRecord(`Q${index}`, { pilot_version: version }));

  async function stages(campaign: string): Promise<readonly (readonly [string, string, string])[]> {
    const { argv } = await aRealGrid({ records: near, campaign });
    const { named } = await resultOf(Status, 'status', ['Q0', 'Q1', 'Q2', ...argv]);
    return (named ?? []).map(({ site, stage, reason }) => [site, stage, reason] as const);
  }

  it('is not at it, unless the campaign says so; a later one is never touched, and said to be beyond', async () => {
    const beyond = ['Q2', 'blocked', expect.stringContaining("Q2 is at '3', beyond '2': it is never touched.")];
    expect(await stages('  pilot: { from: "1", to: "2" }')).toEqual([
      ['Q0', 'ready', expect.anything()],
      ['Q1', 'ready', expect.anything()],
      beyond,
    ]);
    expect(await stages('  pilot: { from: "1", to: "2", at: ["2", "2.*"] }')).toEqual([
      ['Q0', 'migrated', expect.anything()],
      ['Q1', 'migrated', expect.anything()],
      beyond,
    ]);
  });
});

describe('a dump of 2015', () => {
  async function recordsOf(body: Raw) {
    const server = await httpServer(json(body));
    const catalogue = agisCatalogue({
      identity: 'agis',
      baseUrl: server.url,
      kind: 'agis',
      http: axiosHttp({ version: '0', actor: 'anna', random: seededRandom(1), sleep }),
      proxyFile: null,
      token: null,
      writer: 'instructions',
      timeoutMs: 5_000,
      tell: () => undefined,
      warn: () => undefined,
    });
    return catalogue.readAll();
  }

  it('keeps its comment under its old name', async () => {
    const record = { siteid: 'Q', nickname: 'Q', status: 'test', comment_: 'HC.Blacklist.set.test' };
    expect(await recordsOf({ Q: record })).toMatchObject([{ panda_resource: 'Q', comment: 'HC.Blacklist.set.test' }]);
  });

  it('of one record alone is one queue', async () => {
    const record = {
      accesscontrol: null,
      siteid: 'ANALY_X-HPC',
      nickname: 'ANALY_X-HPC',
      status: 'online',
      cloud: 'RU',
    };
    expect(await recordsOf(record)).toMatchObject([{ panda_resource: 'ANALY_X-HPC', status: 'online', cloud: 'RU' }]);
  });

  it('may hold a status that nobody knows: its queue is not online, and is read', async () => {
    const record = { siteid: 'Q', nickname: 'Q', status: 'toreassign' };
    expect(await recordsOf({ Q: record })).toMatchObject([{ panda_resource: 'Q', status: 'toreassign' }]);
  });
});

describe('a calendar', () => {
  const dayMs = 86_400_000;
  const from = new Date(Date.now() - 2 * dayMs).toISOString().slice(0, 19);
  const to = new Date(Date.now() + 20 * dayMs).toISOString().slice(0, 19);
  const outage: Raw = {
    affected_services: 'CREAM-CE, SRM',
    severity: 'OUTAGE',
    start_time: from,
    end_time: to,
    state: 'ACTIVE',
    description: 'power work',
  };
  const ce = (host: string): Raw => ({
    flavour: 'ARC-CE',
    type: 'CE',
    endpoint: `gsiftp://${host}:2811`,
    status: 'DISABLED',
  });

  /** The queues that would be flipped today, and what was said besides. */
  async function flippedToday(kind: 'agis' | 'cric', records: readonly Raw[], calendar: unknown) {
    const { argv } = await aRealGrid({ kind, records, calendar });
    const { result, warnings } = await runJson(Next, 'next', [...argv, '--dry-run']);
    const flips = result?.operations.filter(({ kind: what }) => what === 'flip') ?? [];
    return { queues: flips.map(({ subject }) => subject), warnings };
  }

  it('of outages of no service until 2038, and of one compute element: neither closes the site', async () => {
    const records = [
      aRecord('AGLT2', { rc_site: 'AGLT2' }),
      aRecord('NDGF-T1', {
        rc_site: 'NDGF-T1',
        queues: [{ ce_endpoint: 'ce1.example:9619' }, { ce_endpoint: 'old.example:2811' }],
      }),
      aRecord('UNICPH-NBI', { rc_site: 'NDGF-T1' }),
      aRecord('FEW-FIELDS'),
    ];
    const { queues, warnings } = await flippedToday('agis', records, {
      AGLT2: [{ ...outage, affected_services: 'CE', end_time: '2038-01-19T03:14:00', rc_site: 'AGLT2', services: [] }],
      'NDGF-T1': [{ ...outage, rc_site: 'NDGF-T1', site: 'NDGF-T1', services: [ce('old.example')] }],
      'UNICPH-NBI': [{ ...outage, rc_site: 'NDGF-T1', site: 'NDGF-T1', services: [] }],
      'FEW-FIELDS': [{ ...outage, services: [ce('old.example')] }],
    });
    expect(queues.toSorted()).toEqual(['AGLT2', 'FEW-FIELDS', 'NDGF-T1', 'UNICPH-NBI']);
    expect(warnings.join()).toContain('The outage of AGLT2 until 2038-01-19 touches no service that jobs need');
    expect(warnings.join()).toMatch(/NDGF-T1 is partly out from .*, 1 of 2 compute elements \(old\.example\)/);
    expect(warnings.join()).toContain('FEW-FIELDS is partly out');
  });

  it.each([
    ['by resource centre', { GRIF: { 125000: { ...outage, rc_site: 'GRIF' } } }],
    [
      'by resource centre, for ten years',
      { GRIF: { 125000: { ...outage, rc_site: 'GRIF', end_time: `${Number(to.slice(0, 4)) + 10}-08-30T00:00:00` } } },
    ],
    ['by id', { 123: { ...outage, id: 123, rc_site: 'GRIF', affected_services: ['GRIF-CE-1'], state: undefined } }],
    ['as a list', [{ ...outage, rc_site: 'GRIF' }]],
    ['by ATLAS site', { 'GRIF-LAL': { 125000: { ...outage, rc_site: 'GRIF' } } }],
  ])('of CRIC, %s, closes the site of the queue', async (_shape, calendar) => {
    const records = [aRecord('GRIF-LAL', { rc_site: 'GRIF' }), aRecord('ELSEWHERE', { rc_site: 'ELSEWHERE' })];
    expect((await flippedToday('cric', records, calendar)).queues).toEqual(['ELSEWHERE']);
  });
});
