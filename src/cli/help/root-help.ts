import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainStyle } from '../../report/terminal/style.js';
import { pairs } from '../../report/terminal/table.js';
import { packageRoot } from '../../storage/package-root.js';
import { exitCodes } from '../../model/exit-codes.js';

interface Manifest {
  readonly commands: Readonly<Record<string, { readonly id: string; readonly summary?: string }>>;
}

/** Answers a question for all commands before anything large is loaded. false: something else was asked. */
export function answerHelp(argv: readonly string[]): boolean {
  const [first = '--help', ...rest] = argv;
  if (rest.length > 0 || !['--help', '-h', 'help'].includes(first)) return false;
  process.stdout.write(rootHelp());
  return true;
}

/** All commands in one list: an operator at night should not have to look into topics. */
export function rootHelp(): string {
  const root = packageRoot();
  const { description } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { description: string };
  const { commands } = JSON.parse(readFileSync(join(root, 'oclif.manifest.json'), 'utf8')) as Manifest;
  const list = Object.values(commands)
    .map(({ id, summary = '' }): [string, string] => [id.replaceAll(':', ' '), summary])
    .sort(([one], [other]) => one.localeCompare(other));
  const sections: (readonly [string, readonly (readonly [string, string])[]])[] = [
    ['USAGE', [['$ migrate COMMAND', '`migrate COMMAND --help` shows its examples and flags.']]],
    ['COMMANDS', list],
    ['EXIT CODES', exitCodes.map(({ code, meaning }) => [String(code), meaning])],
  ];
  const begin: readonly (readonly [string, string])[] = [
    ['migrate --demo', 'Plays the campaign that comes with the program, in this folder.'],
    ['migrate init', 'Writes the sites.yaml of a campaign of your own.'],
  ];
  if (!existsSync('sites.yaml')) sections.unshift([`TO BEGIN: there is no sites.yaml here`, begin]);
  const width = Math.min(process.stdout.columns || 80, 100) - 2;
  const body = sections.map(
    ([title, rows]) => `${title}\n${pairs(rows, { ...plainStyle, width }).replace(/^/gm, '  ')}`,
  );
  return `${[description, ...body].join('\n\n')}\n`;
}
