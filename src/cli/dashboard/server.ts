import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { htmlReport, servedPolicy } from '../../report/html/page.js';
import { moment } from '../../report/terminal/when.js';
import { cookieOf, isAllowed, tokenInAddress } from './access.js';
import type { Feed, Showing } from './feed.js';
import { exposition } from './metrics.js';

export interface DashboardOptions {
  readonly host: string;
  readonly port: number;
  /** Whoever looks must know it; null on the loopback. */
  readonly token: string | null;
  /** Why whoever serves this does not do its own work; null: it does. */
  readonly unwell?: () => string | null;
}

export interface Dashboard {
  readonly url: string;
  readonly close: () => Promise<void>;
}

const beatMs = 15_000;
/** Browsers try again so soon after a connection is lost. */
const retryMs = 1000;
const headers = {
  'Content-Security-Policy': servedPolicy,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
} as const;

/** Serves what the feed shows: the page, its news, metrics and health. It only answers GET, and changes nothing. */
export async function serveDashboard(
  feed: Feed,
  { host, port, token, unwell = () => null }: DashboardOptions,
): Promise<Dashboard> {
  const readers = new Set<ServerResponse>();
  let page: { readonly of: Showing; readonly html: string } | null = null;
  const pageOf = (showing: Showing): string => {
    if (page?.of !== showing)
      page = { of: showing, html: htmlReport(showing.model, { live: { version: showing.version } }) };
    return page.html;
  };
  const unsubscribe = feed.subscribe((showing) => {
    for (const reader of readers) reader.write(newsOf(showing));
  });
  const beat = setInterval(() => {
    for (const reader of readers) reader.write(': still here\n\n');
  }, beatMs);

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const bound = server.address() as AddressInfo;
    const hosts = [...new Set(['127.0.0.1', 'localhost', '[::1]', host])].map((name) => `${name}:${bound.port}`);
    if (!hosts.includes(request.headers.host ?? '')) {
      send(response, 421, 'text/plain; charset=utf-8', 'This dashboard does not answer for that host name.\n');
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      send(response, 405, 'text/plain; charset=utf-8', 'This dashboard only shows.\n');
      return;
    }
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/healthz') {
      const why = unwell() ?? (feed.now().stale === null ? null : 'stale');
      send(response, why === null ? 200 : 503, 'text/plain; charset=utf-8', `${why ?? 'ok'}\n`);
      return;
    }
    if (token !== null && !isAllowed(request, token)) {
      if (!tokenInAddress(searchParams, token)) {
        response.setHeader('WWW-Authenticate', 'Bearer');
        send(
          response,
          401,
          'text/plain; charset=utf-8',
          'Open this page once with ?token=…, or send it as a bearer token.\n',
        );
        return;
      }
      // The token leaves the address, which browsers remember and show.
      response.writeHead(303, { ...headers, 'Set-Cookie': cookieOf(token), Location: pathname });
      response.end();
      return;
    }
    const showing = feed.now();
    switch (pathname) {
      case '/':
        send(response, 200, 'text/html; charset=utf-8', pageOf(showing));
        return;
      case '/status.json':
        send(response, 200, 'application/json', JSON.stringify(showing.model));
        return;
      case '/metrics': {
        const { contentType, text } = await exposition(showing, Date.now());
        send(response, 200, contentType, text);
        return;
      }
      case '/events':
        response.writeHead(200, { ...headers, 'Content-Type': 'text/event-stream' });
        if (request.method === 'HEAD') {
          response.end();
          return;
        }
        response.write(`retry: ${retryMs}\n${newsOf(showing)}`);
        readers.add(response);
        response.once('close', () => readers.delete(response));
        return;
      default:
        send(response, 404, 'text/plain; charset=utf-8', 'There is no such page.\n');
    }
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (!response.headersSent) send(response, 500, 'text/plain; charset=utf-8', 'The dashboard failed.\n');
      process.stderr.write(`dashboard: ${request.url ?? ''}: ${String(error)}\n`);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: listening } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${listening}/`,
    close() {
      unsubscribe();
      clearInterval(beat);
      return new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      });
    },
  };
}

function newsOf({ version, stale, model }: Showing): string {
  return `event: status\ndata: ${JSON.stringify({ version, stale, asOf: moment(model.asOf, model) })}\n\n`;
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { ...headers, 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}
