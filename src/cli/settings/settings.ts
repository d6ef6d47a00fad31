import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { UserError, messageOf } from '../../model/user-error.js';
import { folder } from '../../storage/folders.js';
import { readPlainFile } from '../../storage/plain-file.js';
import { readingTrouble } from '../../storage/system-trouble.js';
import { keptOperator, keptOperatorFile } from './kept-operator.js';

const settingNames = ['inventory', 'ledger', 'operator'] as const;
export type SettingName = (typeof settingNames)[number];
export type Values = { readonly [Name in SettingName]?: string | undefined };

/** One value and which of its sources won. */
export interface Setting {
  readonly name: SettingName;
  readonly value: string;
  readonly source: 'flag' | 'environment' | 'sites.yaml' | 'user file' | 'default';
  /** The flag, variable or file. */
  readonly where: string;
}

/** The sources of settings. A flag wins over the environment, that over `sites.yaml`, that over the user's file. */
export interface Layers {
  readonly flags: Values;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly inventory: Values;
  readonly user: Values;
  /** What an operator was asked for once, and where it is kept. */
  readonly kept?: { readonly operator: string | undefined; readonly file: string };
  readonly defaults: Readonly<Record<SettingName, string>>;
}

/** The value that wins, and where it stands. An empty variable counts as unset. */
export function resolveSetting(name: SettingName, layers: Layers): Setting {
  const variable = `MIGRATE_${name.toUpperCase()}`;
  const candidates: readonly (readonly [Setting['source'], string, string | undefined])[] = [
    ['flag', `--${name}`, layers.flags[name]],
    ['environment', variable, layers.env[variable] === '' ? undefined : layers.env[variable]],
    ['sites.yaml', 'the inventory', layers.inventory[name]],
    ['user file', userFile(), layers.user[name]],
    ['user file', layers.kept?.file ?? '', name === 'operator' ? layers.kept?.operator : undefined],
  ];
  for (const [source, where, value] of candidates) {
    if (value !== undefined) return { name, value, source, where };
  }
  return { name, value: layers.defaults[name], source: 'default', where: 'migrate' };
}

/** Where a person keeps settings of all campaigns. */
function userFile(): string {
  return join(folder('config'), 'config.yaml');
}

/** What the user's file says; nothing where there is none. Unknown keys are a UserError, exit 3. */
export async function readUserFile(file = userFile()): Promise<Values> {
  if (!existsSync(file)) return {};
  const { loadAll } = await import('js-yaml');
  const refuse = (why: string): never => {
    throw new UserError(3, 'bad-configuration', `${file}: ${why}`, [
      `It may hold ${settingNames.join(', ')}, each a text.`,
    ]);
  };
  let content: unknown;
  try {
    [content] = loadAll(readPlainFile(file).toString('utf8'));
  } catch (error) {
    return refuse(messageOf(readingTrouble(error, file)));
  }
  if (content === null || content === undefined) return {};
  if (typeof content !== 'object' || Array.isArray(content)) return refuse('names and values are expected');
  for (const [name, value] of Object.entries(content)) {
    if (!settingNames.includes(name as SettingName)) return refuse(`unknown setting "${name}"`);
    if (typeof value !== 'string') return refuse(`"${name}" should be a text`);
  }
  return content;
}

/** What counts where nobody says anything. The ledger's default place depends on campaign and grid. */
function defaultSettings(ledger: string): Record<SettingName, string> {
  return { inventory: 'sites.yaml', ledger, operator: osUser() ?? 'operator' };
}

/** The user of this machine; null for root and for a number without a name, as in containers: neither is a person. */
export function osUser(): string | null {
  try {
    const { username } = userInfo();
    return username === 'root' ? null : username;
  } catch {
    const name = process.env['USER'];
    return name === undefined || name === '' || name === 'root' ? null : name;
  }
}

/** The layers known before the inventory is read. */
export async function layersOf(flags: Values): Promise<Layers> {
  return {
    flags,
    env: process.env,
    inventory: {},
    user: await readUserFile(),
    kept: { operator: keptOperator(), file: keptOperatorFile() },
    defaults: defaultSettings(folder('state')),
  };
}
