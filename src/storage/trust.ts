import { existsSync, statSync, type Stats } from 'node:fs';

/** Why a file or folder is not to be trusted, in the words of a finding. */
export interface Distrust {
  readonly found: string;
  readonly expected: string;
  readonly advice: string;
}

/**
 * Whether others than this user and root can have written a file or folder, or can replace what is in it.
 * null: they cannot, or there is nothing. The group may write where it is the owner's private one, whose
 * number is the owner's own.
 */
export function whyUntrusted(path: string, user: number | undefined = process.getuid?.()): Distrust | null {
  if (user === undefined || !existsSync(path)) return null;
  const stat = statSync(path);
  const what = stat.isDirectory() ? 'a folder' : 'a file';
  if (stat.uid !== user && stat.uid !== 0)
    return {
      found: `${what} of another user (number ${String(stat.uid)})`,
      expected: `${what} of your own`,
      advice: 'Copy it, if you trust what is in it.',
    };
  if (!othersWrite(stat)) return null;
  return {
    found: `${what} that others can write`,
    expected: `${what} that only you can write`,
    advice: `Look at what is in it, then: chmod go-w ${path}`,
  };
}

function othersWrite({ mode, uid, gid }: Stats): boolean {
  return (mode & 0o002) !== 0 || ((mode & 0o020) !== 0 && gid !== uid);
}
