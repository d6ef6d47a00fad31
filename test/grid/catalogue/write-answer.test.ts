import { describe, expect, it } from 'vitest';
import { writeAnswerOf } from '../../../src/grid/catalogue/write-answer.js';
import { GridFailure, type HttpAnswer } from '../../../src/grid/ports.js';
import { jsonAnswer } from '../builders.js';

function said(body: unknown): unknown {
  return writeAnswerOf(jsonAnswer(body), 'The catalogue');
}

function failure(answer: Partial<HttpAnswer>): GridFailure {
  try {
    writeAnswerOf({ status: 200, headers: {}, body: '', ...answer }, 'The catalogue');
  } catch (error) {
    if (error instanceof GridFailure) return error;
    throw error;
  }
  throw new Error('It was an answer.');
}

describe('what the catalogue says to a write', () => {
  it('stands at [0][2] of a list', () => {
    expect(said([['Q', true, 'PandaQueue Q has been successfully updated: pilot_version']])).toEqual({
      said: 'ok',
      message: 'PandaQueue Q has been successfully updated: pilot_version',
    });
    expect(said([['Q', {}, 'updated']])).toEqual({ said: 'ok', message: 'updated' });
    expect(said([[]])).toEqual({ said: 'ok', message: '' });
  });

  it.each([
    [['Q', false, 'nothing']],
    [['Q', null, 'Error: permission denied']],
    [['Q', '', 'PandaQueue matching query does not exist']],
    [['', 0, 'You are not allowed to change this']],
  ])('is an error although the status is 200: %j', (entry) => {
    expect(said([entry])).toEqual({ said: 'error', message: entry[2] });
  });

  it('is no error for a word in a reason', () => {
    expect(said([['Q', true, 'set to BROKEROFF: site failed']])).toMatchObject({ said: 'ok' });
    expect(said([['Q', null, 'successfully set to BROKEROFF: site failed']])).toMatchObject({ said: 'ok' });
  });

  it('may be an object with an error', () => {
    expect(said({ error: 'no such queue' })).toEqual({ said: 'error', message: 'no such queue' });
    expect(said([{ exception: { code: 7 } }])).toEqual({ said: 'error', message: '{"code":7}' });
  });

  it.each([400, 401, 403, 404])('is a plain refusal: %i', (status) => {
    expect(
      writeAnswerOf(jsonAnswer({ error: 'A client certificate is required' }, status), 'The catalogue'),
    ).toMatchObject({ said: 'error', message: expect.stringContaining(String(status)) as unknown });
  });
});

describe('what leaves open whether a write happened', () => {
  it.each(['', '[["Q", true, "upda', '<html><body>Login</body></html>', 'null', '"done"', '{}', '[]', '42'])(
    '%j',
    (body) => {
      expect(failure({ body })).toMatchObject({ problem: 'not understood', sent: true });
    },
  );

  it.each([500, 502, 503, 504])('status %i', (status) => {
    expect(failure({ status }).sent).toBe(true);
  });
});

it('429 means that it was turned away unread', () => {
  expect(failure({ status: 429, headers: { 'retry-after': '5' } })).toMatchObject({
    problem: 'busy',
    sent: false,
    retryAfterMs: 5_000,
  });
});
