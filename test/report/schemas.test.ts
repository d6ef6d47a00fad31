import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { envelope, results } from '../../src/report/results/results.js';

// `npm run schemas` writes them anew.
describe('the committed JSON schemas say what the program prints', () => {
  it.each(Object.keys(results) as (keyof typeof results)[])('%s', async (name) => {
    const schema = { $id: `migrate/${name}/1`, ...z.toJSONSchema(envelope(name)) };
    await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(`../../src/report/schemas/${name}.json`);
  });
});
