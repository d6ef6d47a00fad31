import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import axios from 'axios';
import { axiosHttp } from '../../src/grid/http/door.js';
import { sleep } from '../../src/grid/http/sleep.js';
import { seededRandom } from '../../src/model/random.js';
import { record } from './results.js';

const requests = 3_000;
const concurrency = 32;
const rounds = 9;

const answering = `
  const body = JSON.stringify({ A: { panda_resource: 'A', pilot_version: '1', filler: 'x'.repeat(1500) } });
  const server = require('node:http').createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
  });
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;
const server = spawn(process.execPath, ['-e', answering], { stdio: ['ignore', 'pipe', 'inherit'] });
const [port] = (await once(server.stdout, 'data')) as [Buffer];
const url = `http://127.0.0.1:${port.toString().trim()}/request/pandaqueue/query/list/?json&panda_queue=A`;

const door = axiosHttp({ version: '0', actor: 'bench', random: seededRandom(1), sleep });
const bareAxios = axios.create({ httpAgent: new Agent({ keepAlive: true }) });
const leanAxios = axios.create({
  httpAgent: new Agent({ keepAlive: true }),
  maxRedirects: 0,
  proxy: false,
  responseType: 'text',
  validateStatus: null,
});
const agent = new Agent({ keepAlive: true });

const ways: Readonly<Record<string, () => Promise<unknown>>> = {
  'axios, keepAlive': () => bareAxios.get(url),
  'axios, keepAlive, `maxRedirects: 0, proxy: false`': () => leanAxios.get(url),
  'the door': () => door({ method: 'GET', url, timeoutMs: 30_000, effect: 'read' }),
  'node:http, keepAlive': bareNode,
};

function bareNode(): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => resolve(Buffer.concat(parts).toString()));
    }).on('error', reject);
  });
}

async function timed(send: () => Promise<unknown>): Promise<number> {
  let left = requests;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (left-- > 0) await send();
    }),
  );
  return performance.now() - start;
}

const times = new Map<string, number[]>(Object.keys(ways).map((way) => [way, []]));
for (const send of Object.values(ways)) await timed(send);
for (let round = 0; round < rounds; round++)
  for (const [way, send] of Object.entries(ways)) times.get(way)?.push(await timed(send));
server.kill();

const medians = [...times].map(([way, ms]) => ({
  way,
  ms: ms.sort((one, other) => one - other)[rounds >> 1] ?? Number.NaN,
}));
const base = medians[0]?.ms ?? Number.NaN;
const limits: Readonly<Record<string, string>> = { 'the door': '1.10' };
record(
  'door',
  [
    `${requests} reads of 1.6 kB on loopback, ${concurrency} at a time; medians of ${rounds} interleaved runs, Node ${process.versions.node}; made by \`npm run bench -- door\`.`,
    '',
    '| client | ms | ratio | at most |',
    '|---|---:|---:|---:|',
    ...medians.map(({ way, ms }) => `| ${way} | ${ms.toFixed(0)} | ${(ms / base).toFixed(2)} | ${limits[way] ?? ''} |`),
  ].join('\n'),
);
