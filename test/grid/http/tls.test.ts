import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type ServerOptions } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket, type PeerCertificate } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { aDoor, aWrite, failureOf } from '../builders.js';
import { listening } from '../server.js';
import { authority, expiredServer, formerOperator, operator, otherServer, server } from './certificates.js';
import type { HttpRequest } from '../../../src/grid/ports.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'migrate-tls-'));
  return () => rmSync(folder, { recursive: true });
});

/** An https server that counts what it is asked, and answers with its client's common name. */
async function httpsServer(options: ServerOptions): Promise<{ url: string; asked: () => number }> {
  let asked = 0;
  const https = createServer(options, (request, response) => {
    asked++;
    const client: Partial<PeerCertificate> =
      request.socket instanceof TLSSocket ? request.socket.getPeerCertificate() : {};
    response.end(JSON.stringify({ client: client.subject?.CN ?? null }));
  });
  https.on('tlsClientError', (_error, socket) => socket.destroy());
  const port = await listening(https);
  onTestFinished(() => {
    https.close();
    https.closeAllConnections();
  });
  return { url: `https://127.0.0.1:${port}/set`, asked: () => asked };
}

function file(name: string, content: string, mode = 0o600): string {
  const path = join(folder, name);
  writeFileSync(path, content, { mode });
  return path;
}

/** What comes of requests in a program that trusts the test authority. */
async function trusting(...requests: HttpRequest[]): Promise<Record<string, unknown>[]> {
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: file('authority.pem', authority) };
  const args = ['--import', 'tsx', fileURLToPath(new URL('./ask.ts', import.meta.url)), JSON.stringify(requests)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  return JSON.parse(stdout) as Record<string, unknown>[];
}

function saying(text: string): unknown {
  return expect.stringContaining(text);
}

describe('the certificate of the other side', () => {
  it('from an unknown issuer is refused before a byte of the request is sent', async () => {
    const { url, asked } = await httpsServer(server);
    const failure = await failureOf(aDoor().http(aWrite(url)));
    expect(failure).toMatchObject({ problem: 'not allowed', sent: false });
    expect(failure.message).toContain('comes from an issuer that this machine does not know');
    expect(failure.advice[0]).toContain('NODE_EXTRA_CA_CERTS');
    expect(asked()).toBe(0);
  });

  it('is accepted from a known one, and refused when it has expired or belongs to another host', async () => {
    const [good, expired, other] = [
      await httpsServer(server),
      await httpsServer(expiredServer),
      await httpsServer(otherServer),
    ];
    const outcomes = await trusting(aWrite(good.url), aWrite(expired.url), aWrite(other.url));
    expect(outcomes).toMatchObject([
      { status: 200 },
      { problem: 'not allowed', sent: false, message: saying('has expired') },
      { problem: 'not allowed', sent: false, message: saying('belongs to another host') },
    ]);
    expect([good.asked(), expired.asked(), other.asked()]).toEqual([1, 0, 0]);
  });
});

describe('our proxy', () => {
  const proxyOf = ({ cert, key }: { cert: string; key: string }): string => cert + key;
  const asking = { ...server, ca: authority, requestCert: true, rejectUnauthorized: true };

  it('is certificate and key in one file, and says who we are', async () => {
    const { url } = await httpsServer(asking);
    const [outcome] = await trusting(aWrite(url, { proxyFile: file('proxy.pem', proxyOf(operator)) }));
    expect(outcome).toEqual({ status: 200, body: '{"client":"operator"}' });
  });

  it('that is missing where it is asked for is a refusal, and nothing was done', async () => {
    const { url, asked } = await httpsServer(asking);
    const [outcome] = await trusting(aWrite(url));
    expect(outcome).toMatchObject({
      problem: 'not allowed',
      sent: false,
      message: saying('does not accept our certificate'),
    });
    expect(asked()).toBe(0);
  });

  it('that has run out is not even sent', async () => {
    const { url } = await httpsServer(asking);
    const failure = await failureOf(
      aDoor().http(aWrite(url, { proxyFile: file('former.pem', proxyOf(formerOperator)) })),
    );
    expect(failure).toMatchObject({ problem: 'not allowed', sent: false });
    expect(failure.message).toContain('ended on 2001-01-01');
    expect(failure.advice[0]).toContain('voms-proxy-init');
  });

  it('is read again when it was renewed', async () => {
    const { url } = await httpsServer(asking);
    const { http } = aDoor();
    const proxyFile = file('renewed.pem', proxyOf(formerOperator));
    expect((await failureOf(http(aWrite(url, { proxyFile })))).message).toContain('ended on');
    rmSync(proxyFile);
    file('renewed.pem', proxyOf(operator));
    expect((await failureOf(http(aWrite(url, { proxyFile })))).message).not.toContain('ended on');
  });

  it('that is not a certificate, or that others can read, is refused', async () => {
    const { url } = await httpsServer(asking);
    const { http } = aDoor();
    expect((await failureOf(http(aWrite(url, { proxyFile: file('text.pem', 'not a proxy') })))).message).toContain(
      'is not a PEM file with a certificate',
    );
    expect(
      (await failureOf(http(aWrite(url, { proxyFile: file('open.pem', proxyOf(operator), 0o644) })))).message,
    ).toContain('can be read by others');
    expect((await failureOf(http(aWrite(url, { proxyFile: join(folder, 'none.pem') })))).message).toContain(
      'does not exist',
    );
  });
});
