import fc from 'fast-check';
import { expect } from 'vitest';
import { failed, envelopeText } from '../../src/cli/envelope.js';
import { paragraphs, plainStyle } from '../../src/report/terminal/style.js';
import { UserError } from '../../src/model/user-error.js';

/** `MIGRATE_FUZZ_RUNS`: cases of all readers together. */
const allCases = Number(process.env['MIGRATE_FUZZ_RUNS'] ?? 10_000);
/** `MIGRATE_FUZZ_SEED`: the same seed makes the same cases. */
const seed = Number(process.env['MIGRATE_FUZZ_SEED'] ?? 15);

/** A share of all cases, in percent. A failing case is told with its seed and path, by which it can be run again. */
export function share(percent: number): { readonly numRuns: number; readonly seed: number } {
  return { numRuns: Math.max(1, Math.round((allCases * percent) / 100)), seed };
}

/** What a person meets, and what nobody should: controls, marks of direction, half characters, names of JavaScript's own. */
export const anyText = fc.oneof(
  { weight: 4, arbitrary: fc.string({ maxLength: 30 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '',
      ' ',
      '\u001b[2J\u001b[1;31m',
      '\u009b31m',
      '\r\nError: all is lost',
      '\u202eevil',
      '\u0000',
      '\ud800',
      '__proto__',
      'constructor',
      'toString',
      'None',
      'null',
      'NaN',
      '-1',
      '1e999',
      '0x10',
      '2019-02-30T25:61:61',
      '9999-12-31T23:59:59.999999999Z',
      '2019-08-05T08:12:33.123456',
      '2019-08-05 08:12:33+0000',
      '[pilot2/OSCER/migration#1] x',
      '[pilot2/OSCER/migration#99999999999999999999] x',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom('a', ' ', "'", '-', '(', '\t', '/', '9', '<'), fc.nat(20_000)).map(repeated),
  },
);

function repeated([text, times]: readonly [string, number]): string {
  return text.repeat(times);
}

const anyScalar = fc.oneof(
  anyText,
  fc.constantFrom(null, true, false, 0, -0, 1, -1, 2 ** 53, -(2 ** 31), 1e308, 5e-324),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

/** Anything that JSON can say. */
export const anyValue: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'json' },
    anyScalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(anyText, tie('value')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
})).value;

/** A plausible answer in which up to four values, at any depth, are something else, renamed or missing. */
export function altered(plausible: unknown): fc.Arbitrary<unknown> {
  const alteration = fc.tuple(fc.nat(10_000), fc.constantFrom('value', 'gone', 'key'), anyValue, anyText);
  return fc
    .array(alteration, { minLength: 1, maxLength: 4 })
    .map((alterations) =>
      alterations.reduce<unknown>(
        (body, [at, what, value, key]) => alteredAt(body, at, (entry) => replaced(entry, what, value, key)),
        plausible,
      ),
    );
}

type Entry = readonly [key: string, value: unknown];

function replaced([key, value]: Entry, what: 'value' | 'gone' | 'key', other: unknown, name: string): readonly Entry[] {
  if (what === 'gone') return [];
  return [what === 'key' ? [name, value] : [key, other]];
}

/** Entry number `at` of a value, counted through all depths and round again; a value without entries stays. */
function alteredAt(body: unknown, at: number, change: (entry: Entry) => readonly Entry[]): unknown {
  const entries = countEntries(body);
  let left = entries === 0 ? -1 : at % entries;
  function walk(value: unknown): unknown {
    if (value === null || typeof value !== 'object') return value;
    const changed = Object.entries(value).flatMap(([key, below]): readonly Entry[] => {
      const isIt = left === 0;
      left--;
      return isIt ? change([key, below]) : [[key, walk(below)]];
    });
    return Array.isArray(value) ? changed.map(([, below]) => below) : Object.fromEntries(changed);
  }
  return walk(body);
}

function countEntries(value: unknown): number {
  if (value === null || typeof value !== 'object') return 0;
  return Object.values(value).reduce<number>((sum, below) => sum + 1 + countEntries(below), 0);
}

/** A text that was cut off, has another byte, lost some, got some, or has a part twice. */
export function mutatedBytes(whole: Buffer): fc.Arbitrary<Buffer> {
  const place = fc.nat(whole.length - 1);
  const signs = [
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    ',',
    ':',
    '\\',
    '-',
    '#',
    '&',
    '*',
    '!',
    '|',
    '>',
    '%',
    '\t',
    '\n',
    ' ',
    'null',
    '\u001b',
    '\u0000',
    'é',
  ];
  return fc.oneof(
    place.map((at) => whole.subarray(0, at)),
    fc.tuple(place, fc.nat(255)).map(([at, byte]) => {
      const copy = Buffer.from(whole);
      copy[at] = byte;
      return copy;
    }),
    fc
      .tuple(place, fc.integer({ min: 1, max: 60 }))
      .map(([at, length]) => Buffer.concat([whole.subarray(0, at), whole.subarray(at + length)])),
    fc
      .tuple(place, fc.constantFrom(...signs))
      .map(([at, sign]) => Buffer.concat([whole.subarray(0, at), Buffer.from(sign), whole.subarray(at)])),
    fc
      .tuple(place, place)
      .map(([from, at]) =>
        Buffer.concat([whole.subarray(0, at), whole.subarray(from, from + 200), whole.subarray(at)]),
      ),
  );
}

const controls = /[\p{Cc}\p{Bidi_Control}]/u;

/** What people read of words from outside, on a terminal and as JSON, steers nothing. */
export function expectHarmless(...texts: readonly string[]): void {
  for (const text of texts) {
    expect(paragraphs(text, plainStyle).replaceAll('\n', '')).not.toMatch(controls);
    const json = envelopeText(failed('status', { exit: 1, code: 'x', message: text, advice: [text] }, [text], null));
    expect(json.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  }
}

/** Ends well, or with an error that the operator can do something about, and whose message is one line of text. */
export async function knownFailure(work: () => unknown): Promise<UserError | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expect(error.message).toMatch(/\S/);
    expect(error.message).not.toMatch(controls);
    expectHarmless(error.message, ...error.advice);
    return error;
  }
}
