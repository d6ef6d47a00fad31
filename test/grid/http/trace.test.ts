import { describe, expect, it } from 'vitest';
import { isTraced, traced } from '../../../src/grid/http/trace.js';
import { GridFailure, type HttpRequest } from '../../../src/grid/ports.js';

const request: HttpRequest = {
  effect: 'read',
  method: 'GET',
  url: 'https://anna:hunter2@agis.example/list/?json&access_token=hush&panda_queue=A%20B',
  headers: { authorization: 'Bearer hush' },
  timeoutMs: 1000,
};

describe('a traced attempt', () => {
  it('is told with its status and without secrets', async () => {
    const lines: string[] = [];
    const http = traced(
      () => Promise.resolve({ status: 503, headers: {}, body: '' }),
      (line) => lines.push(line),
    );
    await expect(http(request)).resolves.toMatchObject({ status: 503 });
    expect(lines.map((line) => line.replace(/\d+ ms$/, 'N ms'))).toEqual([
      'GET https://agis.example/list/?json&access_token=***&panda_queue=A%20B 503 N ms',
    ]);
  });

  it('is told with what went wrong, which stays as it was', async () => {
    const lines: string[] = [];
    const failure = new GridFailure('timeout', 'Too slow.', true);
    await expect(
      traced(
        () => Promise.reject(failure),
        (line) => lines.push(line),
      )(request),
    ).rejects.toBe(failure);
    expect(lines[0]).toMatch(/ timeout \d+ ms$/);
  });
});

it.each([
  [undefined, false],
  ['1', false],
  ['config', false],
  ['migrate:http', true],
  ['other, migrate:http', true],
  ['migrate:*', true],
])('DEBUG=%s: %s', (debug, expected) => {
  expect(isTraced(debug)).toBe(expected);
});
