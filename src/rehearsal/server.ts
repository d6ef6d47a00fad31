import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { handle } from './handler.js';
import type { CatalogueKind } from './services.js';
import { certificateHeader, certificateOf, isOverTls } from './tls/client-certificate.js';
import type { TlsIdentities } from './tls/authority.js';
import type { World } from './world/world.js';
import { messageOf } from '../model/user-error.js';
import { isBusy, placeTrouble } from '../storage/sqlite.js';

export interface ServeOptions {
  /** 0 (default): a port that is free. */
  readonly port?: number;
  /** Loopback only: a rehearsal has no locks on its doors. */
  readonly host?: '127.0.0.1';
  /** Whose services: default those of August 2019. */
  readonly kind?: CatalogueKind;
  /** Over TLS: who has no certificate of this authority has none, whatever its headers say. */
  readonly tls?: Pick<TlsIdentities, 'ca' | 'server'>;
}

export interface RehearsalServer {
  /** `http://127.0.0.1:PORT`, or https. */
  readonly url: string;
  /** Lets requests under way finish, drops those that were never to be answered; the world stays open. */
  close(): Promise<void>;
}

const largestBody = 2_000_000;

/** Serves a world over HTTP with keep-alive; rejects where the port is taken. */
export async function serve(
  world: World,
  { port = 0, host = '127.0.0.1', kind = 'agis', tls }: ServeOptions = {},
): Promise<RehearsalServer> {
  const unanswered = new Set<ServerResponse>();
  const listener: RequestListener = (request, response) => void reply({ world, kind }, request, response, unanswered);
  const keepAliveTimeout = 60_000;
  const server =
    tls === undefined
      ? createServer({ keepAliveTimeout }, listener)
      : createTlsServer(
          // Some services need no certificate, so whose it is is looked at request by request.
          { keepAliveTimeout, ...tls.server, ca: tls.ca, requestCert: true, rejectUnauthorized: false },
          listener,
        );
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(port, host, listening);
  });
  const { port: bound } = server.address() as AddressInfo;
  return { url: `${tls === undefined ? 'http' : 'https'}://${host}:${bound}`, close: () => close(server, unanswered) };
}

async function reply(
  { world, kind }: { readonly world: World; readonly kind: CatalogueKind },
  request: IncomingMessage,
  response: ServerResponse,
  unanswered: Set<ServerResponse>,
): Promise<void> {
  try {
    const body = await readBody(request);
    if (body === null) {
      response.writeHead(413, { connection: 'close' }).end();
      return;
    }
    const certificate = certificateOf(request);
    if (certificate === 'unknown') {
      response.writeHead(403, { 'content-type': 'text/plain' }).end('The certificate is of no authority known here');
      return;
    }
    const headers = { ...plainHeaders(request), ...certificate };
    const answer = await handle(
      world,
      { method: request.method ?? 'GET', url: request.url ?? '/', headers, body },
      kind,
    );
    if ('lost' in answer) lose(answer.lost, request, response, unanswered);
    else response.writeHead(answer.status, answer.headers).end(answer.body);
  } catch (error) {
    if (isBusy(error)) {
      const told = 'Another process has kept the world of this rehearsal locked for too long; is one suspended?';
      process.stderr.write(`rehearsal: ${told}\n`);
      if (!response.headersSent) response.writeHead(503, { 'content-type': 'text/plain' }).end(told);
      return;
    }
    const hasRoom = placeTrouble(messageOf(error)) === null;
    const message = error instanceof Error && hasRoom ? (error.stack ?? error.message) : messageOf(error);
    process.stderr.write(`rehearsal: ${message}\n`);
    if (!response.headersSent)
      response
        .writeHead(hasRoom ? 500 : 507, { 'content-type': 'text/plain' })
        .end(hasRoom ? 'The rehearsal grid failed' : `The rehearsal grid cannot keep its world: ${messageOf(error)}`);
  }
}

function lose(
  how: 'timeout' | 'reset',
  request: IncomingMessage,
  response: ServerResponse,
  unanswered: Set<ServerResponse>,
): void {
  if (how === 'reset') {
    request.socket.resetAndDestroy();
    return;
  }
  unanswered.add(response);
  response.once('close', () => unanswered.delete(response));
}

/** null: too large. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  if (request.method === 'GET' || request.method === 'HEAD') return '';
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > largestBody) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function plainHeaders(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    // Over TLS the certificate itself says whose it is.
    if (name === certificateHeader && isOverTls(request)) continue;
    if (typeof value === 'string') headers[name] = value;
  }
  return headers;
}

async function close(server: Server, unanswered: ReadonlySet<ServerResponse>): Promise<void> {
  for (const response of unanswered) response.destroy();
  await new Promise<void>((closed, failed) => {
    server.close((error) => (error ? failed(error) : closed()));
    server.closeIdleConnections();
  });
}
