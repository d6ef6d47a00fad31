import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { defaultPatience } from '../../../src/grid/http/back-off.js';
import { aDoor, aRead, aWrite, failureOf } from '../builders.js';
import { closedPort, httpServer, json, tcpServer } from '../server.js';

const text = 'application/json';

describe('an answer', () => {
  it('has its status, lower-case headers and the body as text', async () => {
    const server = await httpServer((response) =>
      response.writeHead(200, { 'Content-Type': text, 'X-Odd': 'a' }).end('{"é":1}'),
    );
    const answer = await aDoor().http(aRead(server.url));
    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': text, 'x-odd': 'a' }, body: '{"é":1}' });
  });

  it.each([204, 301, 400, 403, 404, 418, 501])('is an answer whatever its status: %i', async (status) => {
    const server = await httpServer((response) => response.writeHead(status, { location: '/elsewhere' }).end());
    expect((await aDoor().http(aRead(server.url))).status).toBe(status);
    expect(server.seen).toHaveLength(1);
  });

  it('is unpacked', async () => {
    const server = await httpServer((response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"a":1}')),
    );
    expect((await aDoor().http(aRead(server.url))).body).toBe('{"a":1}');
  });

  it('may not be larger than the bound, packed or not', async () => {
    const server = await httpServer((response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(10_000))),
    );
    const failure = await failureOf(aDoor({ maxBodyBytes: 5_000 }).http(aRead(server.url)));
    expect(failure).toMatchObject({ problem: 'not understood', sent: true });
    expect(failure.message).toContain('larger than this program takes');
  });
});

describe('a request', () => {
  it('says who asks, and carries its own headers and body', async () => {
    const server = await httpServer(json({}));
    const { http } = aDoor({ actor: 'jérôme (night)' });
    await http({
      method: 'POST',
      url: `${server.url}/x`,
      headers: { Authorization: 'Token t', 'content-type': text },
      body: '{"é":1}',
      timeoutMs: 5_000,
      effect: 'write',
    });
    expect(server.seen[0]).toMatchObject({
      method: 'POST',
      body: '{"é":1}',
      headers: {
        'user-agent': 'migrate/1.2.3 (j?r?me ?night?)',
        authorization: 'Token t',
        'content-type': text,
        'content-length': '8',
      },
    });
  });

  it('keeps its query exactly as it was encoded', async () => {
    const server = await httpServer(json({}));
    await aDoor().http(
      aRead(`${server.url}/?json&v=singularity%3Apilot%3Bdocker%3Awrapper&o=-B%20%24%7Bworkdir%7D%20%26%20%2B`),
    );
    expect(server.seen[0]?.query.get('v')).toBe('singularity:pilot;docker:wrapper');
    expect(server.seen[0]?.query.get('o')).toBe('-B ${workdir} & +');
  });

  it('uses the same connection again', async () => {
    const server = await httpServer(json({}));
    const { http } = aDoor();
    for (let round = 0; round < 5; round++) await http(aRead(server.url));
    expect(server.connections()).toBe(1);
  });

  it.each(['', 'catalogue', 'ftp//x'])('needs an address: %j', async (url) => {
    expect(await failureOf(aDoor().http(aRead(url)))).toMatchObject({ problem: 'refused', sent: false });
  });

  it('is refused where a header cannot be written', async () => {
    const server = await httpServer(json({}));
    const failure = await failureOf(aDoor().http(aRead(server.url, { headers: { authorization: 'a\r\nb: c' } })));
    expect(server.seen.map(({ headers }) => headers['b'])).not.toContain('c');
    expect(failure).toMatchObject({ problem: 'refused', sent: false });
  });
});

describe('a failure says honestly whether anything was sent', () => {
  it('no: nobody listens', async () => {
    const failure = await failureOf(aDoor().http(aWrite(`http://127.0.0.1:${await closedPort()}`)));
    expect(failure).toMatchObject({ problem: 'unreachable', sent: false });
    expect(failure.message).toMatch(/^127\.0\.0\.1:\d+ refuses connections/);
  });

  it('no: there is no such host', async () => {
    const failure = await failureOf(aDoor().http(aWrite('http://no-such-host.invalid/')));
    expect(failure).toMatchObject({ problem: 'unreachable', sent: false });
    expect(failure.message).toContain('no-such-host.invalid');
  });

  it('no: the other side never finished the handshake', async () => {
    const { port } = await tcpServer(() => undefined);
    const failure = await failureOf(aDoor().http(aWrite(`https://127.0.0.1:${port}`, { timeoutMs: 150 })));
    expect(failure).toMatchObject({ problem: 'timeout', sent: false });
  });

  it('no: it does not speak TLS', async () => {
    const server = await httpServer(json({}));
    const failure = await failureOf(aDoor().http(aWrite(server.url.replace('http:', 'https:'))));
    expect(failure).toMatchObject({ problem: 'not understood', sent: false });
    expect(failure.message).toContain('does not speak TLS');
  });

  it('yes: no answer in time', async () => {
    const server = await httpServer(() => undefined);
    const failure = await failureOf(aDoor().http(aWrite(server.url, { timeoutMs: 150 })));
    expect(failure).toMatchObject({ problem: 'timeout', sent: true });
    expect(failure.message).toContain('was not answered within 0.15 s');
    expect(failure.advice.join()).toContain('may have happened');
  });

  it('yes: an answer that drips for ever', async () => {
    const server = await httpServer((response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(drip));
    });
    expect(await failureOf(aDoor().http(aWrite(server.url, { timeoutMs: 250 })))).toMatchObject({
      problem: 'timeout',
      sent: true,
    });
  });

  it('yes: the connection is reset before the answer', async () => {
    const server = await httpServer((response) => response.socket?.resetAndDestroy());
    expect(await failureOf(aDoor().http(aWrite(server.url)))).toMatchObject({ problem: 'connection lost', sent: true });
  });

  it('yes: the connection ends in the middle of the answer', async () => {
    const server = await httpServer((response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"half":', () => response.destroy());
    });
    expect(await failureOf(aDoor().http(aWrite(server.url)))).toMatchObject({ problem: 'connection lost', sent: true });
  });

  it('yes: a kept connection ends when it is used again', async () => {
    const server = await httpServer((response, _seen, count) =>
      count === 1 ? response.end('{}') : response.socket?.destroy(),
    );
    const { http } = aDoor();
    await http(aRead(server.url));
    expect(await failureOf(http(aWrite(server.url)))).toMatchObject({ problem: 'connection lost', sent: true });
  });

  it('yes: what answers is not HTTP', async () => {
    const { port } = await tcpServer((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
    expect(await failureOf(aDoor().http(aWrite(`http://127.0.0.1:${port}`)))).toMatchObject({
      problem: 'not understood',
      sent: true,
    });
  });
});

describe('a signal', () => {
  it('that is aborted already keeps everything back', async () => {
    const server = await httpServer(json({}));
    expect(await failureOf(aDoor().http(aWrite(server.url, { signal: AbortSignal.abort() })))).toMatchObject({
      problem: 'stopped',
      sent: false,
    });
    expect(server.seen).toHaveLength(0);
  });

  it('ends a request under way', async () => {
    const stop = new AbortController();
    const server = await httpServer(() => stop.abort());
    expect(await failureOf(aDoor().http(aRead(server.url, { signal: stop.signal })))).toMatchObject({
      problem: 'stopped',
      sent: true,
    });
  });
});

describe('a read', () => {
  it.each([408, 429, 500, 502, 503, 504])('is repeated after a %i, which may pass', async (status) => {
    const server = await httpServer((response, _seen, count) => response.writeHead(count < 3 ? status : 200).end('{}'));
    const { http, waits } = aDoor();
    expect((await http(aRead(server.url))).status).toBe(200);
    expect(server.seen).toHaveLength(3);
    expect(waits).toHaveLength(2);
  });

  it('is repeated after a lost connection', async () => {
    const server = await httpServer((response, _seen, count) =>
      count === 1 ? response.socket?.destroy() : response.end('{}'),
    );
    expect((await aDoor().http(aRead(server.url))).status).toBe(200);
  });

  it('waits as long as it is asked to', async () => {
    const server = await httpServer((response, _seen, count) =>
      response.writeHead(count === 1 ? 429 : 200, { 'retry-after': '17' }).end('{}'),
    );
    const { http, waits } = aDoor();
    await http(aRead(server.url));
    expect(waits).toEqual([17_000]);
  });

  it('hands over the answer where it is asked to wait too long', async () => {
    const server = await httpServer((response) => response.writeHead(429, { 'retry-after': '3600' }).end('{}'));
    const { http, waits } = aDoor();
    expect(await http(aRead(server.url))).toMatchObject({ status: 429, headers: { 'retry-after': '3600' } });
    expect(waits).toEqual([]);
  });

  it('hands over the last answer at the end of its patience', async () => {
    const server = await httpServer((response) => response.writeHead(503).end('down'));
    expect(await aDoor().http(aRead(server.url))).toMatchObject({ status: 503, body: 'down' });
    expect(server.seen).toHaveLength(4);
  });

  it('fails with the last failure, and says how often it was tried', async () => {
    const failure = await failureOf(aDoor().http(aRead(`http://127.0.0.1:${await closedPort()}`)));
    expect(failure.message).toContain('Tried 4 times.');
  });

  it('ends after so long in all where nothing is ever answered', async () => {
    const server = await httpServer(() => undefined);
    const patience = { ...defaultPatience, firstWaitMs: 50, longestSilenceMs: 300 };
    const failure = await failureOf(aDoor({ patience }).http(aRead(server.url, { timeoutMs: 200 })));
    expect(failure).toMatchObject({ problem: 'timeout', sent: true });
    expect(failure.message).toContain('Tried 2 times.');
    expect(server.seen).toHaveLength(2);
  });

  it('can be stopped while it waits', async () => {
    const server = await httpServer((response) => response.writeHead(503).end());
    const { http } = aDoor({ sleep: () => Promise.reject(new Error('woken')) });
    expect(await failureOf(http(aRead(server.url)))).toMatchObject({ problem: 'stopped' });
  });
});

describe('a write', () => {
  it.each([408, 429, 500, 502, 503, 504])('is sent once, whatever the answer: %i', async (status) => {
    const server = await httpServer((response) => response.writeHead(status, { 'retry-after': '0' }).end());
    expect((await aDoor().http(aWrite(server.url))).status).toBe(status);
    expect(server.seen).toHaveLength(1);
  });

  it('is sent once when its answer is lost', async () => {
    const server = await httpServer((response) => response.socket?.destroy());
    await failureOf(aDoor().http(aWrite(server.url)));
    expect(server.seen).toHaveLength(1);
  });

  it.each([301, 302, 303, 307, 308])('is not redirected: %i', async (status) => {
    const server = await httpServer((response, { path }) =>
      path === '/moved' ? response.end('{}') : response.writeHead(status, { location: '/moved' }).end(),
    );
    const failure = await failureOf(aDoor().http(aWrite(`${server.url}/set`)));
    expect(failure).toMatchObject({ problem: 'not understood', sent: true });
    expect(failure.message).toContain('redirect');
    expect(server.seen.map(({ path }) => path)).toEqual(['/set']);
  });
});
