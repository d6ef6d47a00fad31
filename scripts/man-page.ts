// Writes dist/man/migrate.1 from the manifest of the commands, so that it says what `--help` says.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exitCodes } from '../src/model/exit-codes.js';

interface Flag {
  readonly name: string;
  readonly char?: string;
  readonly summary?: string;
  readonly helpValue?: string;
  readonly helpGroup?: string;
  readonly type: 'boolean' | 'option';
  readonly hidden?: boolean;
  readonly options?: readonly string[];
}

interface Command {
  readonly id: string;
  readonly summary?: string;
  readonly description?: string;
  readonly hidden?: boolean;
  readonly strict: boolean;
  readonly args: Readonly<
    Record<string, { readonly name: string; readonly required?: boolean; readonly description?: string }>
  >;
  readonly flags: Readonly<Record<string, Flag>>;
  readonly examples?: readonly (string | { readonly description: string; readonly command: string })[];
}

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** The whole page in the macros of man(7). */
export function manPage(
  commands: readonly Command[],
  { version, description }: { version: string; description: string },
): string {
  const shown = commands.filter(({ hidden }) => hidden !== true).sort((a, b) => (a.id < b.id ? -1 : 1));
  const everywhere = [
    ...new Map(
      shown.flatMap(({ flags }) =>
        Object.values(flags)
          .filter(isGlobal)
          .map((flag) => [flag.name, flag]),
      ),
    ).values(),
  ];
  return [
    `.TH MIGRATE 1 "" "migrate ${version}" "User Commands"`,
    '.SH NAME',
    `migrate, brokeroff \\- ${text(description.replace(/\.$/, '').replace(/^M/, 'm'))}`,
    '.SH SYNOPSIS',
    '.B migrate',
    '.I COMMAND',
    '[\\fIFLAGS\\fR]',
    '.br',
    '.B brokeroff',
    '[\\fIFLAGS\\fR]',
    '.SH DESCRIPTION',
    text(
      'Plans a campaign over the sites of sites.yaml, asks sites, changes their queues in the catalogue and watches the jobs that follow. brokeroff is migrate brokeroff.',
    ),
    '.SH COMMANDS',
    ...shown.flatMap(section),
    '.SH GLOBAL FLAGS',
    ...everywhere.flatMap(flagEntry),
    '.SH EXIT STATUS',
    ...exitCodes.flatMap(({ code, meaning }) => ['.TP', `.B ${code}`, text(meaning)]),
    '.SH FILES',
    '.TP',
    '.I sites.yaml',
    'The campaign and its sites.',
    '.TP',
    '.I $XDG_STATE_HOME/migrate',
    'Ledgers and worlds of the rehearsal; \\fBmigrate config\\fR shows them.',
    '.SH SEE ALSO',
    '\\fBmigrate \\fICOMMAND\\fB \\-\\-help\\fR, and the pages in docs/ of the package.',
    '',
  ].join('\n');
}

function section({ id, summary, description, args, strict, flags, examples = [] }: Command): readonly string[] {
  const names = Object.values(args).map(({ name, required }) => {
    const written = `\\fI${text(name.toUpperCase())}\\fR${strict ? '' : '...'}`;
    return required === true ? written : `[${written}]`;
  });
  return [
    `.SS ${[`migrate ${text(id.replaceAll(':', ' '))}`, ...names].join(' ')}`,
    ...[summary, description].flatMap((paragraph) => (paragraph === undefined ? [] : ['.PP', text(paragraph)])),
    ...Object.values(args).flatMap(({ name, description: what }) =>
      what === undefined ? [] : ['.TP', `.I ${text(name.toUpperCase())}`, text(what)],
    ),
    ...Object.values(flags)
      .filter((flag) => !isGlobal(flag) && flag.hidden !== true)
      .flatMap(flagEntry),
    ...examples.flatMap((example) => {
      const { command, description: what } =
        typeof example === 'string' ? { command: example, description: null } : example;
      return [
        '.PP',
        ...(what === null ? [] : [`${text(what)}:`, '.br']),
        `\\fB${text(command.replaceAll('<%= config.bin %>', 'migrate'))}\\fR`,
      ];
    }),
  ];
}

function flagEntry({ name, char, summary, helpValue, type, options }: Flag): readonly string[] {
  const value = type === 'boolean' ? '' : ` \\fI${text(helpValue ?? options?.join('|') ?? 'VALUE')}\\fR`;
  const short = char === undefined ? '' : `\\fB\\-${char}\\fR, `;
  return ['.TP', `${short}\\fB\\-\\-${text(name)}\\fR${value}`, text(summary ?? '')];
}

function isGlobal({ helpGroup }: Flag): boolean {
  return helpGroup === 'GLOBAL';
}

/** A backslash, a hyphen, and a point or quote at the beginning of a line mean something to troff. */
function text(plain: string): string {
  return plain
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('\n', ' ')
    .replace(/^(?=[.'])/, '\\&');
}

const { version, description } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  version: string;
  description: string;
};
const { commands } = JSON.parse(readFileSync(join(root, 'oclif.manifest.json'), 'utf8')) as {
  commands: Record<string, Command>;
};
mkdirSync(join(root, 'dist/man'), { recursive: true });
writeFileSync(join(root, 'dist/man/migrate.1'), manPage(Object.values(commands), { version, description }));
