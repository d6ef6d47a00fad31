import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { tellingWaits } from '../../src/cli/wiring/waiting.js';
import type { Http, HttpAnswer, HttpRequest } from '../../src/grid/ports.js';
import type { Inventory } from '../../src/model/inventory.js';
import type { GridProfile } from '../../src/model/grid-config.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const profile = {
  catalogue: { kind: 'cric', url: 'https://cric.example' },
  helpdesk: { ggus: { url: 'https://desk.example/api' } },
  monitor: { kind: 'bigpanda', url: 'https://desk.example/jobs' },
  downtimes: null,
} as unknown as GridProfile;
const inventory = { grid: { use: 'cern', profiles: { cern: profile } } } as unknown as Inventory;

const answer: HttpAnswer = { status: 200, headers: {}, body: '' };

function read(url: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'GET', url, timeoutMs: 20_000, effect: 'read', ...more };
}

/** Answers after so many ms, and what is told meanwhile. */
function door(afterMs: number): { readonly http: Http; readonly told: readonly string[] } {
  const told: string[] = [];
  const slow: Http = () =>
    new Promise((resolve) => {
      setTimeout(resolve, afterMs, answer);
    });
  return { http: tellingWaits(slow, inventory, (what) => told.push(what)), told };
}

it('a service that stays silent is told of by its name and host, once for all who wait', async () => {
  const { http, told } = door(5_000);
  const asked = [
    http(read('https://cric.example/api/a')),
    http(read('https://cric.example/api/b')),
    http(read('https://desk.example/jobs/?x')),
    http(read('https://desk.example/api/tickets')),
    http(read('https://else.example/')),
  ];
  vi.advanceTimersByTime(1_999);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(told).toEqual([
    'Waiting for the catalogue at cric.example',
    'Waiting for the monitor at desk.example',
    'Waiting for the helpdesk at desk.example',
    'Waiting for the service at else.example',
  ]);
  vi.advanceTimersByTime(3_000);
  expect(await Promise.all(asked)).toEqual(Array(5).fill(answer));
});

it('nothing is told of what answers in time, nor of a write, whose progress is shown', async () => {
  const quick = door(100);
  const asked = quick.http(read('https://cric.example/api/a'));
  await vi.advanceTimersByTimeAsync(100);
  await asked;
  const slow = door(5_000);
  const written = slow.http(read('https://cric.example/api/a', { effect: 'write' }));
  await vi.advanceTimersByTimeAsync(5_000);
  await written;
  expect([quick.told, slow.told]).toEqual([[], []]);
});
