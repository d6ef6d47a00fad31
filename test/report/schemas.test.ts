import * as z from 'zod';
import { expect, it } from 'vitest';
import { envelope, results } from '../../src/report/results/results.js';

// `npm run schemas` writes it anew.
it('the committed JSON schema says what the program prints: a definition for each result, by name', async () => {
  const names = z.registry<{ id: string }>();
  const all = (Object.keys(results) as (keyof typeof results)[]).map((name) => {
    const schema = envelope(name);
    names.add(schema, { id: name });
    return schema;
  });
  const { $schema, $defs } = z.toJSONSchema(z.union(all), { metadata: names, reused: 'ref' });
  const definitions = $defs ?? {};
  expect(Object.keys(definitions)).toEqual(expect.arrayContaining(Object.keys(results)));
  const line = ([name, schema]: [string, unknown]): string => `  ${JSON.stringify(name)}: ${JSON.stringify(schema)}`;
  const text = `{
 "$schema": ${JSON.stringify($schema)},
 "$id": "migrate/results",
 "anyOf": ${JSON.stringify(Object.keys(results).map((name) => ({ $ref: `#/$defs/${name}` })))},
 "$defs": {
${Object.entries(definitions).map(line).join(',\n')}
 }
}
`;
  expect(JSON.parse(text)).toHaveProperty('$defs.next');
  await expect(text).toMatchFileSnapshot('../../src/report/schemas/results.json');
});
