import { load } from 'js-yaml';
import * as z from 'zod';
import { mainSchema } from '../../src/inventory/format/schema/file.js';
import { queueSchema, siteSchema } from '../../src/inventory/format/schema/site.js';
import { meanings, type Meaning } from './meanings.js';

/** `docs/sites-yaml.md`: every key of the schema with type, default, meaning and example. */
export function sitesYaml(): string {
  const rows = [...keysOf('', mainSchema)].map(row);
  return [
    '# `sites.yaml`: every key',
    '',
    '<!-- Written by `npm run docs` from src/inventory/format/schema/ and scripts/docs/meanings.ts. -->',
    '',
    'The file holds the inventory and the campaign. It is maintained by people and reviewed in Git. State never stands in',
    'it: what is migrated, requested or brokeroff is what the catalogue, the helpdesk and the ledger say.',
    '`<name>` stands for any name, `[]` for an item of a list. A key that is absent and one that is `null` mean the same; a key',
    'with nothing after its colon is an error. Only the name of a queue may stand alone: the queue overrides nothing.',
    '',
    '| key | type | default | meaning | example |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

/** Keys of the schema without a meaning, meanings without a key, and examples that the schema refuses. */
export function problems(): readonly string[] {
  const keys = [...keysOf('', mainSchema)];
  const known = new Set(keys.map(({ path }) => path));
  return [
    ...keys.filter(({ path }) => !(path in meanings)).map(({ path }) => `${path} has no meaning`),
    ...Object.keys(meanings).flatMap((path) => (known.has(path) ? [] : [`${path} is no key`])),
    ...keys.flatMap(({ path, schema }) => exampleProblem(path, schema)),
  ];
}

function exampleProblem(path: string, schema: z.ZodType): readonly string[] {
  const example = meanings[path]?.example;
  // `{}` says no more than that a mapping stands there; its keys have examples of their own.
  if (example === undefined || example === '{}') return [];
  const result = schema.safeParse(load(example));
  return result.success ? [] : [`the example of ${path} is refused: ${result.error.message}`];
}

export interface Key {
  readonly path: string;
  readonly schema: z.ZodType;
}

export function* keysOf(path: string, schema: z.ZodType): Generator<Key> {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodObject) {
    const children = Object.entries(inner.shape) as readonly (readonly [string, z.ZodType])[];
    if (`${path}.*` in meanings) {
      const [first] = children;
      if (first) yield { path: `${path}.*`, schema: first[1] };
      return;
    }
    for (const [key, child] of children) {
      const childPath = path === '' ? key : `${path}.${key}`;
      yield { path: childPath, schema: child };
      yield* keysOf(childPath, child);
    }
  }
  if (inner instanceof z.ZodArray) yield* keysOf(`${path}[]`, inner.element as z.ZodType);
  if (inner instanceof z.ZodRecord) yield* keysOf(`${path}.<name>`, inner.valueType as z.ZodType);
  // These two are checked one by one, apart from the file.
  if (path === 'sites') yield* keysOf('sites.<name>', siteSchema);
  if (path === 'sites.<name>.queues') yield* keysOf('sites.<name>.queues.<name>', queueSchema);
}

/** What stands behind `optional` and transforms. */
function unwrapped(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodExactOptional || schema instanceof z.ZodNullable) {
    return unwrapped(schema.unwrap() as z.ZodType);
  }
  if (schema instanceof z.ZodPipe)
    return unwrapped((schema.in instanceof z.ZodTransform ? schema.out : schema.in) as z.ZodType);
  return schema;
}

function row({ path, schema }: Key): string {
  const { meaning, example, absent } = meanings[path] as Meaning;
  const cells = [`\`${path}\``, typeOf(schema), absent ?? defaultOf(schema), meaning, `\`${example}\``];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** What an error message says is expected there: a symbol is refused everywhere. */
function typeOf(schema: z.ZodType): string {
  const expected = schema.safeParse(Symbol('any')).error?.issues[0]?.message ?? 'anything';
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodObject) return 'a mapping';
  if (inner instanceof z.ZodArray) {
    const item = unwrapped(inner.element as z.ZodType);
    return item instanceof z.ZodObject ? 'a list of mappings' : `a list; each ${typeOf(item)}`;
  }
  return expected;
}

function defaultOf(schema: z.ZodType): string {
  const result = schema.safeParse(undefined);
  if (!result.success) return '**required**';
  const inner = unwrapped(schema);
  if (result.data === undefined) return 'none';
  return inner instanceof z.ZodObject ? 'its keys’ defaults' : `\`${JSON.stringify(result.data)}\``;
}
