import { it } from 'vitest';
import { playsCleanOverHttp } from './clean-over-http.js';

it('the August 2019 campaign over HTTP, with AGIS, breaks no promise', { timeout: 600_000 }, async () => {
  await playsCleanOverHttp('agis');
});
