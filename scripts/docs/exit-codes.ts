import { exitCodes } from '../../src/model/exit-codes.js';

/** `docs/exit-codes.md`: every way the program can end. */
export function exitCodesPage(): string {
  return [
    '# Exit codes',
    '',
    '<!-- Written by `npm run docs` from src/model/exit-codes.ts. -->',
    '',
    '| code | meaning |',
    '|---|---|',
    ...exitCodes.map(({ code, meaning }) => `| ${code} | ${meaning} |`),
    '',
    'With mixed outcomes the first of 1, 75 and 68 that occurred counts, and 4 where every operation was refused.',
    '',
  ].join('\n');
}
