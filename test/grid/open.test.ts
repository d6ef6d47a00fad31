import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { wallClock, worldClock } from '../../src/grid/clocks.js';
import { openGrid, openWorld, type GridOptions } from '../../src/grid/open.js';
import { GridFailure, type Grid, type Http } from '../../src/grid/ports.js';
import type { GridProfile } from '../../src/model/grid-config.js';
import { serve } from '../../src/rehearsal/server.js';
import type { World } from '../../src/rehearsal/world/world.js';
import { arm, aWorld, changes, journal, startMs } from '../rehearsal/builders.js';
import { aClock, aDoor, aService, failureOf, jsonAnswer } from './builders.js';
import { httpServer, json } from './server.js';

const timing = { request_timeout_seconds: 5 };
const quiet: Pick<GridOptions, 'tell' | 'warn' | 'helpdesk' | 'timing'> = {
  tell: () => undefined,
  warn: () => undefined,
  helpdesk: null,
  timing,
};

/** A file of its own, for its owner alone. */
function aSecret(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'secret-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'token');
  writeFileSync(file, text, { mode: 0o600 });
  return file;
}

async function aGrid(): Promise<{ readonly grid: Grid; readonly world: World }> {
  const world = aWorld();
  const server = await serve(world);
  onTestFinished(() => server.close());
  const grid = await openWorld({ ...quiet, url: server.url, actor: 'ada/é', http: aDoor().http });
  return { grid, world };
}

describe('a rehearsal grid served by another process', () => {
  it('is known by its world', async () => {
    const { grid, world } = await aGrid();
    expect(grid.identity).toBe(world.id);
    expect(grid.catalogue.identity).toBe(world.id);
  });

  it('has a clock that stands until somebody waits, and moves at once', async () => {
    const { grid } = await aGrid();
    expect(await grid.clock.now()).toBe(startMs);
    expect(await grid.clock.now()).toBe(startMs);
    await grid.clock.wait(90_000);
    await grid.clock.wait(0);
    expect(await grid.clock.now()).toBe(startMs + 90_000);
  });

  it.each([1e308, -1, '2019-08-05', null])('whose clock says %j gave no time', async (now) => {
    const http: Http = () => Promise.resolve({ status: 200, headers: {}, body: JSON.stringify({ now }) });
    const clock = worldClock({ http, url: 'http://grid.invalid', timeoutMs: 1_000 });
    await expect(clock.now()).rejects.toThrow(GridFailure);
    await expect(clock.now()).rejects.toThrow('did not say what time it is');
  });

  it('is read and written through the catalogue, with the operation in its journal', async () => {
    const { grid, world } = await aGrid();
    const { catalogue } = grid;
    expect((await catalogue.readAll()).map((record) => record.panda_resource)).toEqual([
      'OU_OSCER_ATLAS',
      'ANALY_OSCER',
    ]);
    expect(
      await catalogue.setAttributes(
        'ANALY_OSCER',
        { pilot_version: '2', container_type: 'singularity:pilot' },
        { key: 'pilot2/ANALY_OSCER/flip#0' },
      ),
    ).toMatchObject({ said: 'ok' });
    expect(await catalogue.read(['ANALY_OSCER'])).toMatchObject([
      {
        panda_resource: 'ANALY_OSCER',
        nickname: 'ANALY_OSCER-condor',
        pilot_version: '2',
        container_type: 'singularity:pilot',
      },
    ]);
    expect(await journal(world)).toMatchObject([
      { kind: 'write', by: 'ada??', request: 'pilot2/ANALY_OSCER/flip#0', agent: 'migrate/1.2.3 (ops)' },
      { kind: 'change' },
      { kind: 'change' },
    ]);
  });

  it('shows status rules by panda_resource, though it keeps them by nickname', async () => {
    const { grid } = await aGrid();
    await grid.catalogue.setManualRule('ANALY_OSCER', 'BROKEROFF', 'SL6 & done [pilot2/ANALY_OSCER/brokeroff#0]', {
      key: 'k',
    });
    const rules = await grid.catalogue.readRules(['ANALY_OSCER', 'OU_OSCER_ATLAS']);
    expect(rules.get('ANALY_OSCER')).toMatchObject([
      { probe: 'manual', value: 'BROKEROFF', reason: 'SL6 & done [pilot2/ANALY_OSCER/brokeroff#0]', expiration: null },
    ]);
    expect(rules.get('OU_OSCER_ATLAS')).toEqual([]);
  });

  it.each([
    [{ kind: 'status', status: 500 }, 'refused', true],
    [{ kind: 'busy', retryAfterSeconds: 9 }, 'busy', false],
    [{ kind: 'reset' }, 'connection lost', true],
    [{ kind: 'cut' }, 'not understood', true],
    [{ kind: 'html' }, 'not understood', true],
  ])('fails a write honestly, and gets it once: %j', async (fault, problem, sent) => {
    const { grid, world } = await aGrid();
    await arm(world, { ...fault, on: { effect: 'write' } });
    const failure = await failureOf(
      grid.catalogue.setAttributes('OU_OSCER_ATLAS', { pilot_version: '2' }, { key: 'k' }),
    );
    expect(failure).toMatchObject({ problem, sent });
    expect((await journal(world)).filter((entry) => entry.kind === 'write')).toHaveLength(1);
    expect(await changes(world)).toEqual([]);
  });

  it('tells of an error in a 200', async () => {
    const { grid, world } = await aGrid();
    await arm(world, { kind: 'error list', message: 'permission denied' });
    expect(await grid.catalogue.setAttributes('OU_OSCER_ATLAS', { pilot_version: '2' }, { key: 'k' })).toEqual({
      said: 'error',
      message: 'Error: permission denied',
    });
    expect(await grid.catalogue.setAttributes('NOWHERE', { pilot_version: '2' }, { key: 'k' })).toMatchObject({
      said: 'error',
    });
  });

  it('is read in spite of what passes', async () => {
    const { grid, world } = await aGrid();
    for (const fault of [{ kind: 'status', status: 502 }, { kind: 'reset' }, { kind: 'busy', retryAfterSeconds: 1 }])
      await arm(world, { ...fault, on: { effect: 'read' } });
    expect(await grid.catalogue.readAll()).toHaveLength(2);
  });

  it('has a monitor and a downtime calendar', async () => {
    const { grid } = await aGrid();
    const activity = await grid.monitor?.activity(['OU_OSCER_ATLAS', 'ANALY_OSCER']);
    expect([...(activity?.keys() ?? [])]).toEqual(['OU_OSCER_ATLAS', 'ANALY_OSCER']);
    expect(activity?.get('OU_OSCER_ATLAS')?.running).toBeGreaterThan(0);
    let jobs = 0;
    for await (const part of grid.monitor?.jobs('OU_OSCER_ATLAS', { fromMs: startMs - 6 * 3_600_000, toMs: startMs }) ??
      [])
      jobs += part.length;
    expect(jobs).toBeGreaterThan(0);
    expect(await grid.downtimes?.read(startMs)).toEqual([]);
    expect(await grid.clock.now()).toBe(startMs);
  });
});

describe('what answers but is not a rehearsal grid', () => {
  it.each([{}, null, [], { id: '' }, { id: 7 }])('is refused: %j', async (body) => {
    const server = await httpServer(json(body));
    expect(
      (await failureOf(openWorld({ ...quiet, url: server.url, actor: 'ada', http: aDoor().http }))).message,
    ).toContain('is not a rehearsal grid');
  });

  it('has no time', async () => {
    const { http } = aService(() => jsonAnswer({ now: 'noon' }));
    expect((await failureOf(worldClock({ http, url: 'http://grid.example', timeoutMs: 1 }).now())).message).toContain(
      'did not say what time it is',
    );
  });
});

describe('a grid of real services', () => {
  const profile: GridProfile = {
    catalogue: {
      kind: 'agis',
      url: 'https://agis.example/',
      proxy_file: '/tmp/x509up',
      token_file: null,
      writer: 'instructions',
    },
    helpdesk: {},
    monitor: { kind: 'bigpanda', url: 'https://bigpanda.example' },
    downtimes: { url: 'https://agis.example' },
    authorities: null,
    log_patterns: null,
    clock: null,
  };

  it('is known by its catalogue, and has the services of its profile', async () => {
    const { http, asked } = aService(({ pathname }) => jsonAnswer(pathname.startsWith('/jobs') ? { jobs: [] } : {}));
    const clock = aClock();
    const grid = openGrid({ ...quiet, profile, clock, http });
    expect(grid.identity).toBe('https://agis.example');
    expect(grid.catalogue.writer).toBe('instructions');
    expect(grid.clock).toBe(clock);
    await grid.monitor?.activity(['Q']);
    await grid.downtimes?.read(0);
    await grid.close();
    expect(
      asked.map(({ url, timeoutMs, proxyFile }) => [new URL(url).host + new URL(url).pathname, timeoutMs, proxyFile]),
    ).toEqual([
      ['bigpanda.example/jobs/', 5_000, undefined],
      ['bigpanda.example/jobs/', 5_000, undefined],
      ['agis.example/request/downtime/query/list/', 5_000, '/tmp/x509up'],
    ]);
  });

  it.each([
    ['a certificate', null, { 'x-ssl-client-s-dn': '/CN=ada' }],
    ['a token', 'rehearsal', {}],
  ])('may be CRIC, at paths of its own, changed by people, known by %s', async (_by, secret, certificate) => {
    const server = await serve(aWorld(), { kind: 'cric' });
    onTestFinished(() => server.close());
    const tokenFile = secret === null ? null : aSecret(secret);
    const catalogue = {
      ...profile.catalogue,
      kind: 'cric',
      url: server.url,
      proxy_file: null,
      token_file: tokenFile,
    } as const;
    const asked: string[] = [];
    const { http: door } = aDoor();
    const grid = openGrid({
      ...quiet,
      profile: { ...profile, catalogue, monitor: null, downtimes: { url: server.url } },
      clock: aClock(),
      http: (request) => {
        asked.push(new URL(request.url).pathname);
        return door({ ...request, headers: { ...request.headers, ...certificate } });
      },
    });
    expect(grid.catalogue.writer).toBe('instructions');
    expect(await grid.catalogue.readAll()).toHaveLength(2);
    expect(await grid.catalogue.read(['ANALY_OSCER'])).toMatchObject([{ panda_resource: 'ANALY_OSCER' }]);
    expect(await grid.catalogue.readRules(['ANALY_OSCER'])).toEqual(new Map([['ANALY_OSCER', []]]));
    expect(await grid.catalogue.readCentres?.()).toEqual(new Map([['OU_OSCER_ATLAS', 'OU_OSCER']]));
    expect(await grid.catalogue.readStorageHosts?.()).toEqual(
      new Map(['OU_OSCER_DATADISK', 'OU_OSCER_SCRATCHDISK'].map((name) => [name, ['se.ou_oscer.example']])),
    );
    expect(await grid.downtimes?.read(0)).toEqual([]);
    expect(new Set(asked)).toEqual(
      new Set([
        '/api/atlas/pandaqueue/query/',
        '/api/atlas/pandaqueuestatus/query/',
        '/api/atlas/site/query/',
        '/api/atlas/ddmendpoint/query/',
        '/api/core/downtime/query/',
      ]),
    );
  });

  it('gives the token to the service it is for, and to nobody else', async () => {
    const { http, asked } = aService(() => jsonAnswer({ Q: { panda_resource: 'Q' } }));
    const catalogue = {
      ...profile.catalogue,
      kind: 'cric',
      url: 'https://cric.example',
      token_file: aSecret('secret'),
    } as const;
    const open = (url: string): Grid =>
      openGrid({ ...quiet, profile: { ...profile, catalogue, downtimes: { url } }, clock: aClock(), http });
    await open('https://cric.example').catalogue.readAll();
    for (const url of ['https://cric.example', 'https://elsewhere.example'])
      await open(url)
        .downtimes?.read(0)
        .catch(() => undefined);
    expect(asked.map(({ headers }) => headers?.['authorization'])).toEqual([
      'Bearer secret',
      'Bearer secret',
      undefined,
    ]);
  });

  it('may have the catalogue alone', () => {
    const grid = openGrid({
      ...quiet,
      profile: { ...profile, monitor: null, downtimes: null },
      clock: aClock(),
      http: aService(() => ({})).http,
    });
    expect(grid).toMatchObject({ monitor: null, downtimes: null, helpdesk: null });
  });

  it.each(['', 'agis.example', 'file:///etc/passwd', 'ftp://agis.example'])('needs addresses: %j', (url) => {
    const { http } = aService(() => ({}));
    const options = { ...quiet, clock: aClock(), http };
    expect(() => openGrid({ ...options, profile: { ...profile, catalogue: { ...profile.catalogue, url } } })).toThrow(
      'The address of the catalogue',
    );
    expect(() => openGrid({ ...options, profile: { ...profile, monitor: { kind: 'bigpanda', url } } })).toThrow(
      'The address of the monitor',
    );
    expect(() => openGrid({ ...options, profile: { ...profile, downtimes: { url } } })).toThrow(
      'The address of the downtime calendar',
    );
  });
});

it('the wall clock is the time of the machine', async () => {
  const before = Date.now();
  const clock = wallClock();
  await clock.wait(2);
  expect(await clock.now()).toBeGreaterThanOrEqual(before);
  expect((await failureOf(clock.wait(60_000, AbortSignal.abort()))).problem).toBe('stopped');
});
