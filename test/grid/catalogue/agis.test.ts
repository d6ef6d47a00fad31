import { describe, expect, it } from 'vitest';
import { agisCatalogue, type AgisOptions } from '../../../src/grid/catalogue/agis.js';
import type { Catalogue, HttpAnswer, HttpRequest } from '../../../src/grid/ports.js';
import { aService, failureOf, jsonAnswer } from '../builders.js';
import { aCricRecord, anAgisRecord } from './records.js';

interface Shop {
  readonly catalogue: Catalogue;
  readonly asked: readonly HttpRequest[];
  readonly warned: readonly string[];
  readonly told: readonly string[];
}

function aCatalogue(answer: (url: URL) => Partial<HttpAnswer>, options: Partial<AgisOptions> = {}): Shop {
  const [warned, told]: [string[], string[]] = [[], []];
  const { http, asked } = aService(answer);
  const catalogue = agisCatalogue({
    kind: 'agis',
    identity: 'agis',
    baseUrl: 'https://agis.example/',
    http,
    proxyFile: '/tmp/x509up',
    token: null,
    writer: 'agis',
    timeoutMs: 30_000,
    tell: (text) => told.push(text),
    warn: (text) => warned.push(text),
    ...options,
  });
  return { catalogue, asked, warned, told };
}

/** A catalogue that holds records by nickname and filters by the names it is told to know. */
function holding(
  records: readonly Record<string, unknown>[],
  knownBy: 'nickname' | 'panda_resource' = 'nickname',
  rules: unknown = {},
): (url: URL) => Partial<HttpAnswer> {
  return ({ pathname, searchParams }) => {
    if (pathname === '/request/pandaqueuestatus/query/list/') return jsonAnswer(rules);
    const filter = searchParams.get('panda_queue')?.split(',');
    const chosen = records.filter((record) => filter?.includes(String(record[knownBy])) ?? true);
    return jsonAnswer(Object.fromEntries(chosen.map((record) => [String(record['nickname']), record])));
  };
}

const oscer = anAgisRecord();
const cern = aCricRecord();

describe('reading', () => {
  it('all: by panda_resource, though the catalogue keeps them by nickname', async () => {
    const { catalogue, asked } = aCatalogue(holding([oscer, cern]));
    expect((await catalogue.readAll()).map((record) => record.panda_resource)).toEqual(['OU_OSCER_ATLAS', 'CERN']);
    expect(asked).toEqual([
      {
        method: 'GET',
        url: 'https://agis.example/request/pandaqueue/query/list/?json&preset=schedconf.all',
        headers: { 'cache-control': 'no-cache' },
        timeoutMs: 30_000,
        effect: 'read',
        proxyFile: '/tmp/x509up',
      },
    ]);
  });

  it.each(['nickname', 'panda_resource'] as const)('some: whichever name the filter knows: %s', async (knownBy) => {
    const { catalogue, asked } = aCatalogue(holding([oscer, cern], knownBy));
    await catalogue.readAll();
    expect((await catalogue.read(['OU_OSCER_ATLAS'])).map((record) => record.panda_resource)).toEqual([
      'OU_OSCER_ATLAS',
    ]);
    expect(asked).toHaveLength(2);
  });

  it('some: from the whole list where the filter finds nothing', async () => {
    const { catalogue } = aCatalogue(holding([oscer, cern], 'nickname'));
    expect((await catalogue.read(['OU_OSCER_ATLAS', 'NOWHERE'])).map((record) => record.panda_resource)).toEqual([
      'OU_OSCER_ATLAS',
    ]);
  });

  it('some: every time anew', async () => {
    let version = '1';
    const { catalogue } = aCatalogue((url) => holding([anAgisRecord({ pilot_version: version })])(url));
    expect(await catalogue.read(['OU_OSCER_ATLAS'])).toMatchObject([{ pilot_version: '1' }]);
    version = '2';
    expect(await catalogue.read(['OU_OSCER_ATLAS'])).toMatchObject([{ pilot_version: '2' }]);
  });

  it('many: in addresses that servers take', async () => {
    const records = Array.from({ length: 700 }, (_, index) =>
      aCricRecord({ panda_resource: `Q,${index}/${'x'.repeat(20)}`, nickname: `N${index}` }),
    );
    const names = records.map((record) => String(record['panda_resource']));
    const byName = new Map(records.map((record) => [encodeURIComponent(String(record['panda_resource'])), record]));
    const { catalogue, asked } = aCatalogue(({ search }) => {
      const filter = /panda_queue=([^&]*)/.exec(search)?.[1]?.split(',') ?? [];
      return jsonAnswer(filter.map((name) => byName.get(name)));
    });
    expect((await catalogue.read(names)).map((record) => record.panda_resource)).toEqual(names);
    expect(asked.length).toBeGreaterThan(3);
    expect(Math.max(...asked.map(({ url }) => url.length))).toBeLessThanOrEqual(6_000);
  });

  it('a great many: the whole list at once', async () => {
    const records = Array.from({ length: 5_000 }, (_, index) =>
      aCricRecord({ panda_resource: `QUEUE_WITH_A_LONG_NAME_${index}`, nickname: '' }),
    );
    const { catalogue, asked } = aCatalogue(() => jsonAnswer(records));
    expect(await catalogue.read(records.map((record) => String(record['panda_resource'])))).toHaveLength(5_000);
    expect(asked).toHaveLength(1);
  });

  it('nothing: without asking', async () => {
    const { catalogue, asked } = aCatalogue(holding([oscer]));
    expect(await catalogue.read([])).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('leaves out what cannot be understood, and says so once', async () => {
    const { catalogue, warned } = aCatalogue(holding([oscer, aCricRecord({ status: [] })]));
    expect(await catalogue.readAll()).toHaveLength(1);
    await catalogue.readAll();
    expect(warned).toEqual([
      'The catalogue at agis.example: The record of CERN cannot be understood: its status is a list, not a text. It was left out.',
    ]);
  });

  it.each([
    [
      jsonAnswer({ error: 'database is locked' }),
      'not understood',
      'no queue record that can be understood: The record of error',
    ],
    [jsonAnswer({}), 'not understood', 'knows no queue at all'],
    [jsonAnswer({ error: 'x' }, 503), 'busy', 'is busy (503)'],
    [{ status: 302, headers: { location: 'https://sso.example/' } }, 'not understood', 'redirect'],
    [{ body: '<!DOCTYPE html><title>Sign in</title>' }, 'not understood', 'HTML page'],
    [{ body: '{"A": {"panda_re' }, 'not understood', 'cut off'],
  ])('fails plainly: %#', async (answer, problem, sentence) => {
    const failure = await failureOf(aCatalogue(() => answer).catalogue.readAll());
    expect(failure.problem).toBe(problem);
    expect(failure.message).toContain(sentence);
  });
});

describe('the status rules', () => {
  const rule = (queue: string, reason: string): unknown => ({
    [queue]: { a: { mode: { AUTO: { manual: { value: 'OFFLINE', reason } } } } },
  });

  it('of each queue, by its panda_resource; none is an empty list, and unknown beside a record that has one', async () => {
    const others = [cern, aCricRecord({ panda_resource: 'ON', nickname: 'ON', status: 'online' })];
    const { catalogue } = aCatalogue(holding([oscer, ...others], 'nickname', rule('OU_OSCER_ATLAS-condor', 'broken')));
    const rules = await catalogue.readRules(['OU_OSCER_ATLAS', 'ON', 'CERN', 'NOWHERE']);
    expect([...rules]).toMatchObject([
      ['OU_OSCER_ATLAS', [{ probe: 'manual', reason: 'broken' }]],
      ['ON', []],
      ['CERN', [{ probe: 'manual', value: 'UNKNOWN' }]],
      ['NOWHERE', []],
    ]);
  });

  it('may stand under the panda_resource too', async () => {
    const { catalogue } = aCatalogue(holding([oscer], 'nickname', rule('OU_OSCER_ATLAS', 'broken')));
    expect((await catalogue.readRules(['OU_OSCER_ATLAS'])).get('OU_OSCER_ATLAS')).toHaveLength(1);
  });

  it('are not taken from another queue whose nickname is this name', async () => {
    const namesake = aCricRecord({ panda_resource: 'CERN_NEW', nickname: 'OU_OSCER_ATLAS' });
    const { catalogue } = aCatalogue(holding([oscer, namesake], 'nickname', rule('OU_OSCER_ATLAS', 'of CERN_NEW')));
    await catalogue.readAll();
    const rules = await catalogue.readRules(['OU_OSCER_ATLAS', 'CERN_NEW']);
    expect(rules.get('OU_OSCER_ATLAS')).toEqual([]);
    expect(rules.get('CERN_NEW')).toMatchObject([{ reason: 'of CERN_NEW' }]);
  });

  it.each(['offline', 'brokeroff'])('are unknown where they are not told of a queue that is %s', async (status) => {
    const untold = { 'OU_OSCER_ATLAS-condor': { a: { mode: null } }, CERN: { a: { mode: null } } };
    const records = [anAgisRecord({ status }), aCricRecord({ status: 'online' })];
    const { catalogue } = aCatalogue(holding(records, 'nickname', untold));
    const rules = await catalogue.readRules(['OU_OSCER_ATLAS', 'CERN']);
    expect(rules.get('OU_OSCER_ATLAS')).toEqual([
      {
        probe: 'manual',
        value: 'UNKNOWN',
        reason: `the list of rules does not tell it, and the record is ${status}`,
        expiration: null,
        updated: null,
      },
    ]);
    expect(rules.get('CERN')).toEqual([]);
  });

  it('are none where the list says so, and no record is asked for', async () => {
    const none = { 'OU_OSCER_ATLAS-condor': { a: { mode: {} } } };
    const { catalogue, asked } = aCatalogue(holding([anAgisRecord({ status: 'offline' })], 'nickname', none));
    await catalogue.readAll();
    expect((await catalogue.readRules(['OU_OSCER_ATLAS'])).get('OU_OSCER_ATLAS')).toEqual([]);
    expect(asked).toHaveLength(2);
  });

  it('fail plainly where they are no rules', async () => {
    const { catalogue } = aCatalogue(holding([oscer], 'nickname', []));
    expect((await failureOf(catalogue.readRules(['OU_OSCER_ATLAS']))).message).toContain(
      'status rules that cannot be understood',
    );
  });
});

describe('writing by calls', () => {
  const done = (): Partial<HttpAnswer> => jsonAnswer([['Q', true, 'done']]);

  it('sets all attributes in one call, each exactly encoded', async () => {
    const { catalogue, asked } = aCatalogue(done);
    const fields = {
      pilot_version: '2',
      container_type: 'singularity:pilot;docker:wrapper',
      container_options: "-B ${workdir} & 100% + 'x'#é",
      catchall: '',
    };
    const stop = new AbortController();
    expect(await catalogue.setAttributes('Q/1&json', fields, { key: 'pilot2/Q/flip#0', signal: stop.signal })).toEqual({
      said: 'ok',
      message: 'done',
    });
    const [request] = asked;
    expect(request).toMatchObject({
      method: 'GET',
      effect: 'write',
      proxyFile: '/tmp/x509up',
      signal: stop.signal,
      headers: { 'cache-control': 'no-cache', 'x-request-id': 'pilot2/Q/flip#0' },
    });
    const url = new URL(request?.url ?? '');
    expect(url.pathname).toBe('/request/pandaqueue/update/set_attributes/');
    expect(Object.fromEntries(url.searchParams)).toEqual({ json: '', panda_resource: 'Q/1&json', ...fields });
    expect(asked).toHaveLength(1);
  });

  it('sets the manual rule, without expiry', async () => {
    const { catalogue, asked } = aCatalogue(done);
    await catalogue.setManualRule('ANALY_GOEGRID', 'BROKEROFF', 'SL6 & done [pilot2/ANALY_GOEGRID/brokeroff#0]', {
      key: 'k/é\n',
    });
    expect(asked[0]?.headers?.['x-request-id']).toBe('k/%C3%A9%0A');
    const url = new URL(asked[0]?.url ?? '');
    expect(url.pathname).toBe('/request/pandaqueuestatus/update/set_probestatus/');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      json: '',
      panda_resource: 'ANALY_GOEGRID',
      value: 'BROKEROFF',
      reason: 'SL6 & done [pilot2/ANALY_GOEGRID/brokeroff#0]',
      probe: 'manual',
    });
  });

  it.each(['manual_rule', 'request', 'panda_resource', 'json', 'a&b', ''])(
    'sends nothing that is not an attribute: %j',
    async (name) => {
      const { catalogue, asked } = aCatalogue(done);
      expect(await failureOf(catalogue.setAttributes('Q', { [name]: 'x' }, { key: 'k' }))).toMatchObject({
        problem: 'refused',
        sent: false,
      });
      expect(asked).toEqual([]);
    },
  );
});

describe('writing by instructions', () => {
  it('tells a person the exact change and sends nothing', async () => {
    const { catalogue, asked, told } = aCatalogue(() => ({}), { writer: 'instructions', proxyFile: null });
    expect(catalogue.writer).toBe('instructions');
    expect(
      await catalogue.setAttributes(
        'OU_OSCER_ATLAS',
        { pilot_version: '2', container_type: 'singularity:pilot', container_options: '' },
        { key: 'k' },
      ),
    ).toMatchObject({ said: 'ok' });
    await catalogue.setManualRule('ANALY_GOEGRID', 'BROKEROFF', 'retired \u001b[31m', { key: 'k' });
    expect(asked).toEqual([]);
    expect(told).toMatchInlineSnapshot(`
      [
        "Please make this change in the catalogue's web form, and no other:
        queue OU_OSCER_ATLAS
        pilot_version      2
        container_type     singularity:pilot
        container_options  (leave it empty)
      The record is read back until it is so.",
        "Please set this status rule in the catalogue's web form:
        queue       ANALY_GOEGRID
        probe       manual
        value       BROKEROFF
        reason      retired \\u{1b}[31m
        expiration  (leave it empty)
      The reason must be copied as it stands: it tells whose rule this is. The rules are read back until it is so.",
      ]
    `);
  });
});
