import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { completionScript } from '../../src/cli/completion.js';

const script = completionScript([
  { name: 'brokeroff', flags: ['--date', '--dry-run'] },
  { name: 'brokeroff schedule', flags: ['--on'] },
  { name: 'status', flags: ['--json'] },
]);

/** What bash proposes for the last of these words. */
function proposals(words: readonly string[]): readonly string[] {
  const line = words.map((word) => `'${word}'`).join(' ');
  const ask = `${script}\nCOMP_WORDS=(${line})\nCOMP_CWORD=${words.length - 1}\n_migrate\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', ask], { encoding: 'utf8' })
    .split('\n')
    .filter((word) => word !== '');
}

describe('completion in bash', () => {
  it.each([
    { words: ['migrate', 'st'], proposed: ['status'] },
    { words: ['migrate', '--'], proposed: ['--help', '--version'] },
    { words: ['migrate', 'brokeroff', ''], proposed: ['schedule', '--date', '--dry-run'] },
    { words: ['migrate', 'brokeroff', '--dr'], proposed: ['--dry-run'] },
    { words: ['migrate', 'brokeroff', 'schedule', '--'], proposed: ['--on'] },
    { words: ['migrate', 'status', '--j'], proposed: ['--json'] },
    { words: ['migrate', 'nothing', ''], proposed: [] },
  ])('$words', ({ words, proposed }) => {
    expect(proposals(words)).toEqual(proposed);
  });
});
