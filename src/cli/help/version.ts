import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../storage/package-root.js';

/** This program's version, from its package.json. */
export function version(): string {
  const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string };
  return version;
}

/** Answers `--version` before anything large is loaded. false: it was not asked. */
export function answerVersion(program: string, argv: readonly string[]): boolean {
  if (argv[0] !== '--version') return false;
  process.stdout.write(`${program} ${version()} (node ${process.versions.node})\n`);
  return true;
}
