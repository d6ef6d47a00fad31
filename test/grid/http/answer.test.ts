import { describe, expect, it } from 'vitest';
import { jsonOf } from '../../../src/grid/http/answer.js';
import { GridFailure, type HttpAnswer } from '../../../src/grid/ports.js';

function failure(answer: Partial<HttpAnswer>): GridFailure {
  try {
    jsonOf({ status: 200, headers: {}, body: '', ...answer }, 'The catalogue');
  } catch (error) {
    if (error instanceof GridFailure) return error;
    throw error;
  }
  throw new Error('It was understood.');
}

describe('an answer that should be JSON', () => {
  it('is', () => {
    expect(jsonOf({ status: 200, headers: {}, body: '{"a":[1]}' }, 'The catalogue')).toEqual({ a: [1] });
  });

  it.each([
    ['an empty answer', '  '],
    [
      'an HTML page in the place of JSON: "CERN Single Sign-On Please log in"',
      '<!DOCTYPE html><html><head><title>CERN Single Sign-On</title><script>var x = "</p>";</script></head><body>Please\n log in',
    ],
    ['JSON that is cut off after 12 characters', '{"A": {"b": '],
    ['something that is not JSON', 'Hello'],
  ])('is %s', (what, body) => {
    expect(failure({ body })).toMatchObject({ problem: 'not understood', sent: true });
    expect(failure({ body }).message).toContain(what);
  });

  it.each([
    [302, 'not understood', 'redirect (302) to https://sso.example'],
    [401, 'not allowed', 'does not know who we are'],
    [403, 'not allowed', 'does not allow this'],
    [404, 'refused', 'does not know this address'],
    [410, 'refused', 'no longer serves this'],
    [429, 'busy', 'asks to wait 90 s'],
    [500, 'refused', 'status 500'],
    [503, 'busy', 'asks to wait 90 s'],
  ])('has status %i: %s', (status, problem, sentence) => {
    const said = failure({ status, headers: { location: 'https://sso.example', 'retry-after': '90' } });
    expect(said.problem).toBe(problem);
    expect(said.message).toContain(sentence);
  });

  it('hands on when to come back', () => {
    expect(failure({ status: 429, headers: { 'retry-after': '90' } }).retryAfterMs).toBe(90_000);
    expect(failure({ status: 429 }).retryAfterMs).toBeNull();
  });

  it('is quoted on one line, without escapes and not at length', () => {
    const { message } = failure({ status: 500, body: `\u001b[31mred\u0007\r\n${'long '.repeat(200)}` });
    expect(message).not.toMatch(/\p{C}/u);
    expect(message.length).toBeLessThan(300);
  });
});
