import { Config } from '@oclif/core';
import { captureOutput } from '@oclif/test';
import { readFileSync } from 'node:fs';
import type { Envelope } from '../../src/cli/envelope.js';
import { packageRoot } from '../../src/storage/package-root.js';

interface CommandClass {
  readonly name: string;
  run(argv: string[], config: Config): Promise<unknown>;
}

export interface Run {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
}

// Without `commands` oclif loads none itself, so the one under test is the one that vitest sees.
const packageJson = JSON.parse(readFileSync(`${packageRoot()}/package.json`, 'utf8')) as { oclif: Record<string, unknown> };
const pjson = { ...packageJson, oclif: { ...packageJson.oclif, commands: undefined } };

/** Runs a command in this process, as the program would with these arguments. */
export async function runCommand(command: CommandClass, id: string, argv: readonly string[]): Promise<Run> {
  const config = await Config.load({ root: packageRoot(), pjson: pjson as never });
  (command as unknown as { id: string }).id = id;
  const before = process.exitCode;
  process.exitCode = undefined;
  try {
    const { stdout, stderr, error } = await captureOutput(() => command.run([...argv], config));
    if (error) throw error;
    return { stdout, stderr, exit: exitCode() };
  } finally {
    process.exitCode = before;
  }
}

/** The same with `--json`: the one document on stdout. */
export async function runJson<Result>(command: CommandClass, id: string, argv: readonly string[]): Promise<Envelope<Result>> {
  const { stdout } = await runCommand(command, id, [...argv, '--json']);
  return JSON.parse(stdout) as Envelope<Result>;
}

function exitCode(): number {
  return Number(process.exitCode ?? 0);
}
