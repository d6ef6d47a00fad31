import { expect, it } from 'vitest';
import { logPatternProblems } from '../../src/planning/log-patterns.js';

it('a list of patterns is one name or path a line, with comments', () => {
  expect(logPatternProblems('# from the pilot\n*.root\ncore.*  # dumps\n\nrunargs/geomDB\n')).toEqual([]);
});

it.each([
  ['', 'it has no pattern'],
  ['# nothing yet\n', 'it has no pattern'],
  ['<html><body>Sign in</body></html>', 'it is a web page, not a list of patterns'],
  ['ok\n*\n', 'line 2 fits every name: the log itself would go'],
  ['*.*', 'line 1 fits every name: the log itself would go'],
  ['/tmp/x', 'line 1 begins at the root: patterns are of names within the work directory'],
  ['../x', 'line 1 leaves the work directory'],
  ['a b', 'line 1 has a blank in it: one pattern stands on a line'],
  ['a\u001b[2J', 'line 1 has characters that cannot be seen'],
  ['x\n'.repeat(1_001), 'it has 1001 lines'],
])('%j is no such list', (text, problem) => {
  expect(logPatternProblems(text)).toEqual([problem]);
});
