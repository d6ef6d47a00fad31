import { expect, it } from 'vitest';
import { sleep } from '../../../src/grid/http/sleep.js';
import { failureOf } from '../builders.js';

it('ends', async () => {
  await expect(sleep(1)).resolves.toBeUndefined();
  await expect(sleep(-5)).resolves.toBeUndefined();
});

it('is stopped by its signal, before or meanwhile, even when it would last for months', async () => {
  const stop = new AbortController();
  const long = sleep(100 * 86_400_000, stop.signal);
  stop.abort();
  expect(await failureOf(long)).toMatchObject({ problem: 'stopped', sent: false });
  expect(await failureOf(sleep(1_000, AbortSignal.abort()))).toMatchObject({ problem: 'stopped' });
});
