const longest = 500;

/** A command line for the record: quoted where a shell would need it, passwords in addresses left out, cut where it is long. */
export function commandLine(command: string, argv: readonly string[]): string {
  const words = ['migrate', ...command.split(':'), ...argv].map((word) => quoted(withoutPassword(word)));
  const line = words.join(' ');
  return line.length <= longest ? line : `${line.slice(0, longest - 1)}…`;
}

function withoutPassword(word: string): string {
  return word.replace(/(:\/\/[^/@:]*):[^/@]*@/, '$1@').replace(/([?&]password=)[^&]*/, '$1');
}

function quoted(word: string): string {
  return /^[\w@%+=:,./?&#-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
