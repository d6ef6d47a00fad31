/** Where a text stops being JSON, or ends too early. */
export interface JsonFault {
  /** Keys from the outside in, as far as they were read: `['ANALY_X', 'queues', 'ce_state']`. */
  readonly path: readonly string[];
  /** A half-sentence, for people. */
  readonly why: string;
}

interface Level {
  readonly list: boolean;
  key: string | null;
}

/** What may come next. */
type Expected = 'value' | 'key' | 'key or end' | 'value or end' | 'colon' | 'comma or end' | 'nothing';

const blank = /[ \t\r\n]*/y;
const plain = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;

/**
 * The first fault of a JSON text with the keys it stands under, or null. `until`: an offset to tell the keys of
 * instead, where the text is JSON and something else is wrong there. Only asked once something is wrong:
 * `JSON.parse` says neither key nor, on some versions of Node, place.
 */
export function jsonFault(text: string, until = Number.POSITIVE_INFINITY): JsonFault | null {
  const levels: Level[] = [];
  let at = 0;
  let expected = 'value' as Expected;

  const fault = (why: string): JsonFault => ({ path: levels.flatMap(({ key }) => (key === null ? [] : [key])), why });
  const valueEnded = (): void => {
    expected = levels.length === 0 ? 'nothing' : 'comma or end';
  };

  for (;;) {
    at = endOf(blank, text, at);
    if (at >= until) return fault('');
    const level = levels.at(-1);
    const char = text[at];
    if (char === undefined) return expected === 'nothing' ? null : fault('it ends too early');
    if (char === '"' && expected !== 'colon' && expected !== 'comma or end' && expected !== 'nothing') {
      const string = stringAt(text, at);
      const isKey = expected === 'key' || expected === 'key or end';
      if (isKey && level && 'value' in string) level.key = string.value;
      if ('why' in string) return fault(string.why);
      if (!isKey && string.end > until) return fault('');
      at = string.end;
      if (isKey) expected = 'colon';
      else valueEnded();
    } else if (char === ':' && expected === 'colon') {
      at++;
      expected = 'value';
    } else if (char === ',' && expected === 'comma or end') {
      at++;
      expected = level?.list === true ? 'value' : 'key';
    } else if ((char === '}' || char === ']') && level?.list === (char === ']') && expected.endsWith('end')) {
      at++;
      levels.pop();
      valueEnded();
    } else if ((char === '{' || char === '[') && (expected === 'value' || expected === 'value or end')) {
      at++;
      levels.push({ list: char === '[', key: null });
      expected = char === '[' ? 'value or end' : 'key or end';
    } else {
      const end = expected === 'value' || expected === 'value or end' ? endOf(plain, text, at) : at;
      if (end === at) return fault(`${JSON.stringify(text.slice(at, at + 20))} is not what JSON allows there`);
      at = end;
      valueEnded();
    }
  }
}

function endOf(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : from;
}

/** By hand: a pattern would need memory for every character of a long string. */
function stringAt(text: string, from: number): { end: number; value: string } | { why: string } {
  let at = from + 1;
  for (;;) {
    const char = text[at];
    if (char === undefined) return { why: 'a text in quotes does not end' };
    if (char < ' ') return { why: 'a text in quotes holds a break of line or another control character' };
    if (char === '"') break;
    if (char === '\\') {
      const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
      const end = endOf(escape, text, at);
      if (end === at) return { why: `${JSON.stringify(text.slice(at, at + 6))} is no escape` };
      at = end;
    } else at++;
  }
  return { end: at + 1, value: JSON.parse(text.slice(from, at + 1)) as string };
}
