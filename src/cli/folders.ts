import { homedir } from 'node:os';
import { join } from 'node:path';

type Kind = 'config' | 'state' | 'cache';

const homes = {
  config: { variable: 'XDG_CONFIG_HOME', folder: '.config' },
  state: { variable: 'XDG_STATE_HOME', folder: '.local/state' },
  cache: { variable: 'XDG_CACHE_HOME', folder: '.cache' },
} as const;

/** This program's folder of a kind by the XDG base directory specification. It may not exist yet. */
export function folder(kind: Kind): string {
  const { variable, folder } = homes[kind];
  const set = process.env[variable];
  // The specification: a relative path is invalid and to be ignored.
  const base = set?.startsWith('/') ? set : join(homedir(), folder);
  return join(base, 'migrate');
}
