import { expect, it } from 'vitest';
import { hostTurns } from '../../../src/grid/http/turns.js';
import { aDoor, aRead, aWrite, failureOf } from '../builders.js';
import { httpServer } from '../server.js';

/** Turns by a clock that is later at once when somebody waits. */
function aClockOfTurns(requestsPerSecond: number) {
  let nowMs = 0;
  const sleep = (ms: number): Promise<void> => {
    nowMs += ms;
    return Promise.resolve();
  };
  const turns = hostTurns({ requestsPerSecond, sleep, nowMs: () => nowMs, longestWaitMs: 30_000 });
  return { turns, now: () => nowMs };
}

it('requests to one host keep the limit, those to another do not wait', async () => {
  const { turns, now } = aClockOfTurns(2);
  for (let at = 0; at < 5; at++) await turns.before(aRead('https://one.example/x'));
  expect(now()).toBe(2_000);
  await turns.before(aRead('https://other.example/x'));
  expect(now()).toBe(2_000);
});

it('a write takes its turn and does not wait for it: its lease was checked before', async () => {
  const { turns, now } = aClockOfTurns(1);
  await turns.before(aWrite('https://one.example/x'));
  await turns.before(aWrite('https://one.example/x'));
  expect(now()).toBe(0);
  await turns.before(aRead('https://one.example/x'));
  expect(now()).toBe(2_000);
});

it('a host that is busy is left alone: reads wait, writes and long waits are refused unsent', async () => {
  const { turns, now } = aClockOfTurns(0);
  turns.leaveAlone(aRead('https://one.example/x'), 10_000);
  expect(await failureOf(turns.before(aWrite('https://one.example/y')))).toMatchObject({
    problem: 'busy',
    sent: false,
    retryAfterMs: 10_000,
  });
  await turns.before(aRead('https://other.example/y'));
  expect(now()).toBe(0);
  await turns.before(aRead('https://one.example/y'));
  expect(now()).toBe(10_000);
  turns.leaveAlone(aRead('https://one.example/x'), 60_000);
  expect((await failureOf(turns.before(aRead('https://one.example/y')))).retryAfterMs).toBe(60_000);
});

it('a 429 with Retry-After holds the next write of the same door back', async () => {
  const server = await httpServer((response) => response.writeHead(429, { 'retry-after': '60' }).end());
  const { http } = aDoor();
  expect((await http(aWrite(server.url))).status).toBe(429);
  expect(await failureOf(http(aWrite(server.url)))).toMatchObject({ problem: 'busy', sent: false });
  expect(server.seen).toHaveLength(1);
});
