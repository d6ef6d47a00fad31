import { homedir } from 'node:os';
import { join } from 'node:path';

export const folderKinds = ['config', 'state', 'cache'] as const;
type Kind = (typeof folderKinds)[number];

const homes = {
  config: { variable: 'XDG_CONFIG_HOME', folder: '.config' },
  state: { variable: 'XDG_STATE_HOME', folder: '.local/state' },
  cache: { variable: 'XDG_CACHE_HOME', folder: '.cache' },
} as const;

/** This program's folder of a kind by the XDG base directory specification. It may not exist yet. */
export function folder(kind: Kind, environment = process.env): string {
  return folderSetting(kind, environment).value;
}

/** The folder and the variable that names it; null: the default. */
export function folderSetting(
  kind: Kind,
  environment = process.env,
): { readonly value: string; readonly variable: string | null } {
  const { variable, folder } = homes[kind];
  const set = environment[variable];
  // The specification: a relative path is invalid and to be ignored.
  return set?.startsWith('/')
    ? { value: join(set, 'migrate'), variable }
    : { value: join(homedir(), folder, 'migrate'), variable: null };
}
