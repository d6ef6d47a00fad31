import { nearNames } from '../../model/text/near-names.js';
import { causeKnowledge, type RemedyKind } from '../causes.js';
import { errorCodes, formerConstants, pilot1Codes, type ErrorCode } from './codes.js';
import { errorMessages } from './messages.js';
import { findPattern, type TextPattern } from './text-patterns.js';

/** What is known of the words somebody asked about. */
export interface Explanation {
  /** How it was found: by number, constant or the pilot's own message, by a form of words in an error text, or by likeness. */
  readonly by: 'code' | 'constant' | 'message' | 'error text' | 'likeness' | 'nothing';
  /** Best first. */
  readonly codes: readonly CodeExplanation[];
  /** The form of words that gives the cause away, where the question is an error text. */
  readonly pattern: TextPattern | null;
}

export interface CodeExplanation {
  readonly code: ErrorCode;
  readonly advice: string;
  readonly remedy: RemedyKind;
  /** The remedy in a sentence. */
  readonly remedySentence: string;
}

const everyCode: readonly ErrorCode[] = [...errorCodes, ...pilot1Codes];
const mostLikely = 5;

/** Explains a code (`1340`, `-1099`), a constant of any pilot generation (near ones too), an error text or plain words. */
export function explain(words: string): Explanation {
  const asked = words.trim();
  const number = /^(?:pilot[: ]\s*)?-?(\d{1,5})$/i.exec(asked);
  if (number)
    return answer(
      'code',
      everyCode.filter(({ code }) => code === Number(number[1])),
    );
  const named = constantsOf(asked);
  if (named.length > 0) return answer('constant', named);

  const pattern = findPattern(asked) ?? null;
  const quoted = quotedIn(asked);
  if (quoted.length > 0) return { ...answer('message', quoted), pattern };
  const alike = likest(asked);
  if (pattern) {
    const fits = ({ cause }: ErrorCode): number => (cause === pattern.cause ? 0 : 1);
    return {
      ...answer(
        'error text',
        [...alike].sort((one, other) => fits(one) - fits(other)),
      ),
      pattern,
    };
  }
  return answer(alike.length > 0 ? 'likeness' : 'nothing', alike);
}

function answer(by: Explanation['by'], codes: readonly ErrorCode[]): Explanation {
  return { by: codes.length === 0 && by !== 'error text' ? 'nothing' : by, codes: codes.map(explained), pattern: null };
}

function explained(code: ErrorCode): CodeExplanation {
  const { remedy, advice } = causeKnowledge[code.cause];
  return { code, advice: code.advice, remedy, remedySentence: advice };
}

/** By constant, with or without `ERR_`; else by the nearest one, if the word looks like a constant. */
function constantsOf(asked: string): readonly ErrorCode[] {
  if (!/^[A-Za-z_]+\d?$/.test(asked)) return [];
  const wanted = asked.toUpperCase().replace(/_/g, '').replace(/^ERR/, '');
  const byName = new Map<string, ErrorCode>();
  for (const code of everyCode) {
    for (const name of [code.constant, code.pilot1Constant]) {
      const plain = name?.replace('ERR_', '') ?? '';
      if (plain !== '' && !byName.has(plain)) byName.set(plain, code);
    }
  }
  const former = formerConstants.get(wanted);
  const exact = byName.get(wanted) ?? errorCodes.find(({ code }) => code === former);
  if (exact) return [exact];
  if (asked !== asked.toUpperCase()) return [];
  return nearNames(wanted, byName.keys()).flatMap((name) => byName.get(name) ?? []);
}

const messages = errorMessages.flatMap(([number, ...texts]) => {
  const code = errorCodes.find((candidate) => candidate.code === number);
  return code
    ? texts.map((text) => ({ code, text: plain(text), withoutHint: plain(text.replace(/\s*\([^)]*\)$/, '')) }))
    : [];
});
/** A shorter message stands in other sentences by chance. */
const shortestQuote = 12;

/** Codes whose own message the text is, or contains; the longest message first. */
function quotedIn(asked: string): readonly ErrorCode[] {
  const text = plain(asked);
  const found = messages.flatMap(({ code, text: whole, withoutHint }) => {
    if (text === whole || text === withoutHint) return { code, length: Infinity };
    const quote = [whole, withoutHint].find(
      (message) => text.startsWith(`${message}:`) || (message.length >= shortestQuote && text.includes(message)),
    );
    return quote === undefined ? [] : { code, length: quote.length };
  });
  found.sort((one, other) => (one.length === other.length ? 0 : other.length - one.length));
  return [...new Set(found.map(({ code }) => code))];
}

/** Lower case, one blank between words, no punctuation at the ends. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/^[\s.:;,]+|[\s.:;,]+$/g, '');
}

/** Codes whose constant, meaning and advice share most words with the question; rare words weigh more. */
function likest(asked: string): readonly ErrorCode[] {
  const wanted = stems(asked);
  const scored = everyCode
    .map((code) => ({ code, score: score(wanted, code) }))
    .filter(({ score: found }) => found > 0);
  const best = Math.max(0, ...scored.map(({ score: found }) => found));
  return scored
    .filter(({ score: found }) => found >= best / 2)
    .sort((one, other) => other.score - one.score || one.code.code - other.code.code)
    .slice(0, mostLikely)
    .map(({ code }) => code);
}

function score(wanted: readonly string[], { constant, meaning, advice, cause }: ErrorCode): number {
  const name = constant.toLowerCase();
  const [inMeaning, inAdvice] = [stems(meaning), stems(advice)];
  return wanted.reduce((sum, stem) => {
    if (inMeaning.includes(stem)) return sum + 3;
    if (name.includes(stem)) return sum + 2;
    return sum + (inAdvice.includes(stem) || cause.startsWith(stem) ? 1 : 0);
  }, 0);
}

const idle = new Set([
  'the',
  'and',
  'with',
  'that',
  'this',
  'from',
  'for',
  'not',
  'was',
  'has',
  'job',
  'jobs',
  'error',
  'failed',
  'fail',
  'failure',
  'pilot',
  'code',
  'what',
  'why',
]);

/** Words of three letters or more, by their first six letters, so that endings do not matter. */
function stems(text: string): readonly string[] {
  const words = text.toLowerCase().match(/[a-z0-9]{3,}/g) ?? [];
  return [...new Set(words.filter((word) => !idle.has(word)).map((word) => word.slice(0, 6)))];
}
