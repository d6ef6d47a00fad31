import { expect, it } from 'vitest';
import { GridFailure } from '../../src/grid/ports.js';
import { UserError } from '../../src/model/user-error.js';

it('an error keeps its lines, and steers no terminal with words from outside', () => {
  const error = new UserError(3, 'bad', 'one\u001b[2J\ntwo\u202e', ['do\u009b this']);
  expect(error.message).toBe('one\uFFFD[2J\ntwo\uFFFD');
  expect(error.advice).toEqual(['do\uFFFD this']);
});

it('a failure of the grid is one line, whatever a service said', () => {
  expect(new GridFailure('refused', 'It said:\r\nError: all is lost', true).message).toBe(
    'It said: Error: all is lost',
  );
});
