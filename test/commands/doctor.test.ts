import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import Doctor from '../../commands/doctor.js';
import Flip from '../../commands/flip.js';
import Next from '../../commands/next.js';
import Ready from '../../commands/ready.js';
import { makeIdentities } from '../../src/rehearsal/tls/authority.js';
import type { Result } from '../../src/report/results/results.js';
import { closedPort, httpServer, listening } from '../grid/server.js';
import { shippedCampaign, smallCampaign } from './campaigns.js';
import { aRecord } from './real/services.js';
import { resultOf, run, runJson } from './run-command.js';

type Checks = Result<'doctor'>['checks'];

/** What a catalogue with a calendar and a monitor answers, to whoever has the token. */
function answer(response: ServerResponse, path: string, skewMs = 0): void {
  response.setHeader('date', new Date(Date.now() + skewMs).toUTCString());
  const bodies: Readonly<Record<string, unknown>> = {
    '/request/pandaqueue/query/list/': { ALPHA: aRecord('ALPHA') },
    '/request/pandaqueuestatus/query/list/': {},
    '/request/downtime/query/list/': {},
    '/jobs/': { jobs: [], selectionsummary: [] },
    '/api/v1/tickets/search': [],
  };
  const body = bodies[path];
  response.writeHead(body === undefined ? 404 : 200).end(JSON.stringify(body ?? { error: 'Not found' }));
}

interface Profile {
  readonly url: string;
  readonly monitor?: string;
  /** Further keys of the profile. */
  readonly more?: string;
}

/** The small campaign on real services. */
function onServices({ url, monitor = url, more = '' }: Profile): ReturnType<typeof smallCampaign> {
  const campaign = smallCampaign();
  const text = readFileSync(campaign.file, 'utf8')
    .replace(
      /^grid:.*$/m,
      `grid: { use: real, timing: { request_timeout_seconds: 5 }, profiles: { real: { catalogue: { url: "${url}"${more} }, downtimes: { url: "${url}" }, monitor: { url: "${monitor}" }, helpdesk: { ggus: { url: "${url}", token_file: ggus.token, group: G } } } } }`,
    )
    .replace(/^ {2}(BETA|DELTA):.*\n( {4}.*\n)*/gm, '')
    .replace(/^ {2}GAMMA:\n( {4}.*\n)*/m, '')
    .replace(/^retirements:[^]*/m, '')
    .replace(/order:.*/, 'order: [ALPHA]');
  writeFileSync(campaign.file, text);
  secret(campaign.folder, 'ggus.token', 'secret');
  return campaign;
}

function secret(folder: string, name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, content, { mode: 0o600 });
  chmodSync(file, 0o600);
  return file;
}

function token(endsMs: number): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return [part({ alg: 'none' }), part({ sub: 'anna', exp: Math.floor(endsMs / 1000) }), 'signature'].join('.');
}

async function aGrid(skewMs = 0): Promise<string> {
  return (await httpServer((response, { path }) => answer(response, path, skewMs))).url;
}

function named(checks: Checks, name: string): Checks[number] | undefined {
  return checks.find((check) => check.name === name);
}

const hourMs = 3_600_000;

describe('doctor', () => {
  it('says in a rehearsal what is not needed there, and that all works', async () => {
    const { stdout, exit } = await run(Doctor, 'doctor', shippedCampaign());
    expect(exit).toBe(0);
    expect(stdout).toContain('ok    secrets: None are needed in a rehearsal.');
    expect(stdout).toContain('ok    catalogue: 612 records; 612 of 612 queues');
    expect(stdout).toMatch(/checks, all of them work\.\n$/);
  });

  it('tries all services of a profile, with their times', async () => {
    const { argv } = onServices({ url: await aGrid() });
    const { status, result } = await runJson(Doctor, 'doctor', argv);
    expect(result?.checks.map(({ name, result: found }) => `${name} ${found}`)).toEqual([
      'inventory ok',
      'state folder ok',
      'cache folder ok',
      'ggus token ok',
      'catalogue warn',
      'status rules ok',
      'writes ok',
      'monitor ok',
      'downtimes ok',
      'helpdesk (ggus) ok',
      'ledger ok',
      'clock ok',
    ]);
    expect(named(result?.checks ?? [], 'catalogue')).toMatchObject({
      ms: expect.any(Number) as number,
      sentence: '1 record; 1 of 2 queues of the inventory among them. Unknown there: ANALY_ALPHA.',
    });
    expect(status).toBe(0);
  });

  it('looks at a profile that is not in use yet', async () => {
    const { argv, file } = onServices({ url: await aGrid() });
    writeFileSync(file, readFileSync(file, 'utf8').replace('use: real', 'use: rehearsal'));
    expect(await resultOf(Doctor, 'doctor', argv)).toMatchObject({ profile: 'rehearsal' });
    expect(await resultOf(Doctor, 'doctor', [...argv, '--profile', 'real'])).toMatchObject({ profile: 'real' });
    const { status, result } = await runJson(Doctor, 'doctor', [...argv, '--profile', 'none']);
    expect([status, named(result?.checks ?? [], 'grid')?.sentence]).toEqual([5, expect.stringContaining('"none"')]);
  });

  it('names a service that is down, and goes on with the others', async () => {
    const { argv } = onServices({ url: await aGrid(), monitor: `http://127.0.0.1:${await closedPort()}` });
    const { status, result } = await runJson(Doctor, 'doctor', argv);
    expect(status).toBe(5);
    expect(named(result?.checks ?? [], 'monitor')).toMatchObject({
      result: 'fail',
      sentence: expect.stringContaining('refuses connections') as string,
      advice: expect.stringContaining('Check the address') as string,
    });
    expect(named(result?.checks ?? [], 'downtimes')?.result).toBe('ok');
  });

  it('names a wrong token by the service that refuses it', async () => {
    const { url } = await httpServer((response, { path, headers }) => {
      if (headers.authorization === 'Bearer right') answer(response, path);
      else response.writeHead(401).end('{"error": "unknown token"}');
    });
    const campaign = onServices({ url, more: ', token_file: cric.token' });
    secret(campaign.folder, 'cric.token', 'wrong');
    const { status, result } = await runJson(Doctor, 'doctor', campaign.argv);
    expect(status).toBe(5);
    expect(named(result?.checks ?? [], 'catalogue')).toMatchObject({
      result: 'fail',
      sentence: expect.stringContaining('does not know who we are (401)') as string,
    });
    secret(campaign.folder, 'cric.token', 'right');
    expect(named((await resultOf(Doctor, 'doctor', campaign.argv)).checks, 'status rules')?.result).toBe('ok');
  });

  it('reads the list of log patterns of the profile, which readiness rests on', async () => {
    const { url } = await httpServer((response, { path }) => {
      if (path === '/patterns.txt') response.end('*.root\n*\n');
      else answer(response, path);
    });
    const campaign = onServices({ url });
    const text = readFileSync(campaign.file, 'utf8');
    for (const [place, sentence] of [
      [`${url}/patterns.txt`, 'line 2 fits every name: the log itself would go.'],
      ['patterns.txt', 'cannot be read'],
    ] as const) {
      writeFileSync(campaign.file, text.replace('real: {', `real: { log_patterns: "${place}",`));
      const { checks } = await resultOf(Doctor, 'doctor', campaign.argv);
      expect(named(checks, 'log patterns')?.sentence).toContain(sentence);
      const { sites } = await resultOf(Ready, 'ready', [...campaign.argv, 'ALPHA']);
      expect(sites[0]?.rules.find(({ rule }) => rule === 'log patterns')).toMatchObject({
        result: 'warn',
        sentence: expect.stringContaining(sentence) as string,
      });
    }
    secret(campaign.folder, 'patterns.txt', '*.root\n');
    expect(named((await resultOf(Doctor, 'doctor', campaign.argv)).checks, 'log patterns')?.result).toBe('ok');
  });

  it.each([
    [12 * hourMs, 'ok', '11 h 59 min left'],
    [2 * hourMs, 'warn', '1 h 59 min left'],
    [5 * 60_000, 'fail', '4 min left'],
    [-hourMs, 'fail', 'ended on'],
  ])('says how long a token holds that ends in %i ms: %s', async (leftMs, found, sentence) => {
    const campaign = onServices({ url: await aGrid(), more: ', token_file: cric.token' });
    secret(campaign.folder, 'cric.token', token(Date.now() + leftMs));
    const told = named((await resultOf(Doctor, 'doctor', campaign.argv)).checks, 'catalogue token');
    expect(told).toMatchObject({ result: found, sentence: expect.stringContaining(sentence) as string });
    expect(told?.sentence).toContain('anna');
  });

  it.each([
    [0, 'ok', 'The same as that of'],
    [90_000, 'warn', 'ahead of this machine'],
    [-20 * 60_000, 'fail', 'behind this machine'],
  ])('sees that clocks differ by %i ms: %s', async (skewMs, found, sentence) => {
    const { argv } = onServices({ url: await aGrid(skewMs) });
    const { checks } = await resultOf(Doctor, 'doctor', argv);
    expect(named(checks, 'clock')).toMatchObject({
      result: found,
      sentence: expect.stringContaining(sentence) as string,
    });
  });

  it('sees that a state folder cannot be written', async () => {
    const { argv, folder } = onServices({ url: await aGrid() });
    vi.stubEnv('XDG_STATE_HOME', join(secret(folder, 'file', 'no folder'), 'state'));
    const { status, result } = await runJson(Doctor, 'doctor', argv);
    expect(status).toBe(5);
    expect(named(result?.checks ?? [], 'state folder')).toMatchObject({
      result: 'fail',
      sentence: expect.stringContaining('cannot be written') as string,
      advice: expect.stringContaining('XDG_STATE_HOME') as string,
    });
  });

  it('trusts the authorities of the profile, a bundle or a folder, and sees a certificate that ends soon', async () => {
    const { ca, server, client } = await makeIdentities('anna');
    const https = createServer({ ...server, ca, requestCert: true }, (request, response) => {
      answer(response, new URL(request.url ?? '', 'https://x').pathname);
    });
    const url = `https://127.0.0.1:${await listening(https)}`;
    onTestFinished(() => {
      https.close();
      https.closeAllConnections();
    });
    const campaign = onServices({ url, more: ', proxy_file: proxy.pem, writer: agis' });
    secret(campaign.folder, 'proxy.pem', client.cert + client.key);
    const untrusted = await runJson(Doctor, 'doctor', campaign.argv);
    expect(named(untrusted.result?.checks ?? [], 'catalogue')?.sentence).toContain('does not know');

    mkdirSync(join(campaign.folder, 'certificates'));
    for (const name of ['0a1b2c3d.0', 'authority.pem', '0a1b2c3d.r0'])
      writeFileSync(join(campaign.folder, 'certificates', name), name.endsWith('r0') ? 'no certificate' : ca);
    writeFileSync(join(campaign.folder, 'bundle.pem'), ca);
    const text = readFileSync(campaign.file, 'utf8');
    for (const place of ['certificates', 'bundle.pem']) {
      writeFileSync(campaign.file, text.replace('real: {', `real: { authorities: ${place},`));
      const { checks } = await resultOf(Doctor, 'doctor', campaign.argv);
      expect(named(checks, 'authorities')?.sentence).toMatch(/^1 certificate/);
      expect(named(checks, 'catalogue')?.result).toBe('warn');
      expect(named(checks, 'X.509 proxy')).toMatchObject({
        result: 'ok',
        sentence: expect.stringMatching(/CN=anna: (6 days|16\d h)/) as string,
      });
      expect(checks.find(({ name }) => name.startsWith('certificate of 127.0.0.1'))).toMatchObject({
        result: 'warn',
        sentence: expect.stringMatching(/^(6 days|16\d h).* left, by migrate rehearsal, authority/) as string,
      });
    }
  });
});

describe('before work', () => {
  it('a token that ends soon is told, and one that has ended or is about to stops it before anything is asked', async () => {
    const server = await httpServer((response, { path }) => answer(response, path));
    const campaign = onServices({ url: server.url, more: ', token_file: cric.token' });
    const flip = async (leftMs: number) => {
      secret(campaign.folder, 'cric.token', token(Date.now() + leftMs));
      return runJson(Flip, 'flip', [...campaign.argv, 'ALPHA', '--to', '2', '--yes']);
    };
    for (const leftMs of [-hourMs, 5 * 60_000]) {
      const { status, error } = await flip(leftMs);
      expect([status, error?.message]).toEqual([1, expect.stringContaining('cric.token end')]);
    }
    expect(server.seen).toEqual([]);
    expect((await flip(2 * hourMs)).warnings[0]).toContain('cric.token ends in 1 h 59 min. Get a new one.');
    expect((await flip(12 * hourMs)).warnings.join()).not.toContain('cric.token');
    secret(campaign.folder, 'cric.token', token(Date.now() - hourMs));
    expect((await runJson(Next, 'next', [...campaign.argv, '--dry-run'])).error?.message ?? '').not.toContain('ended');
  });
});
