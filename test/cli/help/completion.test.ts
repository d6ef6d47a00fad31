import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { completableNames, completionScript } from '../../../src/cli/help/completion.js';

const script = completionScript([
  { name: 'brokeroff', flags: ['--date', '--dry-run'], takesNames: false },
  { name: 'brokeroff schedule', flags: ['--on'], takesNames: true },
  { name: 'next', flags: ['--site'], takesNames: false },
  { name: 'status', flags: ['--json'], takesNames: true },
]);
// In the place of the program: it knows two names, and others in another inventory.
const program = `migrate() { if [ "$3" = --inventory ]; then echo "OTHER"; else echo "OSCER"; echo "OU_OSCER"; fi; }`;

/** What bash proposes for the last of these words. */
function proposals(words: readonly string[]): readonly string[] {
  const line = words.map((word) => `'${word}'`).join(' ');
  const ask = `${program}\n${script}\nCOMP_WORDS=(${line})\nCOMP_CWORD=${words.length - 1}\n_migrate\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
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
    { words: ['migrate', 'status', 'O'], proposed: ['OSCER', 'OU_OSCER'] },
    { words: ['migrate', 'status', 'OSCER', 'OU'], proposed: ['OU_OSCER'] },
    { words: ['migrate', 'brokeroff', 'schedule', 'OU'], proposed: ['OU_OSCER'] },
    { words: ['migrate', 'brokeroff', 'O'], proposed: [] },
    { words: ['migrate', 'next', '--site', 'OS'], proposed: ['OSCER'] },
    { words: ['migrate', 'status', '--inventory', 'other.yaml', 'O'], proposed: ['OTHER'] },
    { words: ['migrate', 'nothing', ''], proposed: [] },
  ])('$words', ({ words, proposed }) => {
    expect(proposals(words)).toEqual(proposed);
  });
});

it('names are sites, queues and what retires, each once, and nothing that a shell would carry out', () => {
  const sites = [
    { name: 'A', queues: { A: {}, A_MCORE: {} } },
    { name: '$(reboot)', queues: {} },
  ];
  const inventory = { sites, retirements: [{ queue: 'ANALY_OLD' }] } as unknown as Parameters<
    typeof completableNames
  >[0];
  expect(completableNames(inventory)).toEqual(['A', 'A_MCORE', 'ANALY_OLD']);
});
