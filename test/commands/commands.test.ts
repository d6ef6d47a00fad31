import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from '@oclif/core';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/storage/package-root.js';

const folder = join(packageRoot(), 'commands');

/** `brokeroff/schedule.ts` → `brokeroff schedule`. */
function idOf(file: string): string {
  return file
    .replace(/\.ts$/, '')
    .replace(/\/index$/, '')
    .replaceAll('/', ' ');
}

const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .sort();
const commands = await Promise.all(
  files.map(async (file) => {
    const { default: command } = (await import(join(folder, file))) as { default: typeof Command };
    return { id: idOf(file), command };
  }),
);

/** What a script may rely on: arguments and flags with their kind. */
function surfaceOf({ args, flags, baseFlags }: typeof Command): unknown {
  const flagText = Object.entries({ ...flags, ...baseFlags }).map(([name, flag]) => {
    const options = 'options' in flag ? ` ${flag.options.join('|')}` : '';
    return [
      name,
      `${flag.type}${flag.char ? ` -${flag.char}` : ''}${flag.required ? ' required' : ''}${options}`,
    ] as const;
  });
  return {
    args: Object.entries(args).map(([name, arg]) => `${name}${arg.required ? ' required' : ''}`),
    flags: Object.fromEntries(flagText.sort(([one], [other]) => one.localeCompare(other))),
  };
}

describe('the commands', () => {
  it('and their flags change only on purpose', async () => {
    const surface = Object.fromEntries(commands.map(({ id, command }) => [id, surfaceOf(command)]));
    await expect(`${JSON.stringify(surface, null, 2)}\n`).toMatchFileSnapshot('commands.json');
  });

  it.each(commands)('$id has a summary and examples that are its own', ({ id, command }) => {
    expect(command.summary).toMatch(/\.$/);
    const examples = command.examples.map((example) => (typeof example === 'string' ? example : example.command));
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) expect(example).toMatch(new RegExp(`^<%= config.bin %> ${id}( |$)`));
  });

  it.each(commands)('$id has the flags that every command has', ({ command }) => {
    expect(Object.keys(command.baseFlags)).toEqual(
      expect.arrayContaining(['inventory', 'ledger', 'json', 'no-color', 'no-input']),
    );
  });

  it.each(commands)('$id explains every flag', ({ command }) => {
    const silent = Object.entries({ ...command.baseFlags, ...command.flags }).filter(([, { summary }]) => !summary);
    expect(silent).toEqual([]);
  });
});
