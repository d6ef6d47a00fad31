import { Config } from '@oclif/core';
import { captureOutput } from '@oclif/test';
import { readFileSync } from 'node:fs';
import { schemaOf, type Envelope } from '../../src/cli/envelope.js';
import { envelope, results, type Result } from '../../src/report/results/results.js';
import { packageRoot } from '../../src/storage/package-root.js';

/** A command's class, as a command file exports it. */
export interface CommandClass {
  id: string;
  run(argv: string[], config: Config): Promise<unknown>;
}

export interface Run {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
}

type Name = keyof typeof results;

// Without `commands` oclif loads none itself, so the one under test is the one that vitest sees.
const packageJson = JSON.parse(readFileSync(`${packageRoot()}/package.json`, 'utf8')) as {
  oclif: Record<string, unknown>;
};
const pjson = { ...packageJson, oclif: { ...packageJson.oclif, commands: undefined } };

/** Runs a command in this process, as the program would with these arguments. */
export async function run(command: CommandClass, id: string, argv: readonly string[]): Promise<Run> {
  const config = await Config.load({ root: packageRoot(), pjson: pjson as never });
  command.id = id;
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

/** The same with `--json`: the one document on stdout, checked against the command's schema. */
export async function runJson<For extends Name>(
  command: CommandClass,
  name: For,
  argv: readonly string[],
): Promise<Envelope<Result<For>>> {
  const { stdout, exit } = await run(command, name, [...argv, '--json']);
  const document = envelope(name).parse(JSON.parse(stdout)) as Envelope<Result<For>>;
  if (document.status !== exit) throw new Error(`${schemaOf(name)} says ${document.status} and ends with ${exit}`);
  return document;
}

/** The result of a command that is expected to have one. */
export async function resultOf<For extends Name>(
  command: CommandClass,
  name: For,
  argv: readonly string[],
): Promise<Result<For>> {
  const { result, error } = await runJson(command, name, argv);
  if (result === null) throw new Error(error?.message);
  return result;
}

function exitCode(): number {
  return Number(process.exitCode ?? 0);
}
