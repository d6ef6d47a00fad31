import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Inventory } from '../model/inventory.js';
import { folder } from '../storage/folders.js';
import { makeFolder } from '../storage/make-folder.js';
import { packageRoot } from '../storage/package-root.js';
import { readPlainFile } from '../storage/plain-file.js';
import { whyUntrusted } from '../storage/trust.js';
import { replaceFile } from '../storage/replace-file.js';
import type { Finding } from './finding.js';
import { hashOf } from './hash.js';
import type { ReadText } from './read-text.js';

/** Where checked inventories are kept, and of which program. */
export interface InventoryCache {
  readonly folder: string;
  /** Changes whenever the program may see a file with other eyes. */
  readonly program: string;
}

/** A valid inventory and its warnings. */
export interface CachedInventory {
  readonly inventory: Inventory;
  readonly findings: readonly Finding[];
}

interface Entry extends CachedInventory {
  /** The files that the main one includes, with the sha256 of their texts. */
  readonly included: readonly { readonly file: string; readonly hash: string }[];
}

/**
 * `migrate` in the XDG cache folder, for this version as it was built. null when run from the
 * TypeScript source: there the checks may change from one run to the next.
 */
export function userCache(
  environment: NodeJS.ProcessEnv = process.env,
  here = fileURLToPath(import.meta.url),
): InventoryCache | null {
  if (here.endsWith('.ts')) return null;
  const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string };
  return { folder: folder('cache', environment), program: `${version} ${String(statSync(here).mtimeMs)}` };
}

/** What was kept for this text of the file, or null: none, damaged, of another program, to be written by others, or an included file has changed. */
export function fromCache(cache: InventoryCache, file: string, text: string, read: ReadText): CachedInventory | null {
  const entry = entryFile(cache, file);
  if (whyUntrusted(cache.folder) !== null || whyUntrusted(entry) !== null) return null;
  const content = readEntry(entry, (candidate) => seal(cache, file, text, candidate));
  if (content === null) return null;
  const { included, ...kept } = JSON.parse(content) as Entry;
  for (const { file: name, hash } of included) {
    const answer = read(name);
    if (!answer.ok || hashOf([answer.text]) !== hash) return null;
  }
  return kept;
}

/** Keeps a valid inventory. A folder that cannot be written costs time at the next start, nothing else. */
export function toCache(
  cache: InventoryCache,
  texts: readonly { readonly file: string; readonly text: string }[],
  checked: CachedInventory,
): void {
  const [main, ...includes] = texts;
  if (!main) return;
  const included = includes.map(({ file, text }) => ({ file, hash: hashOf([text]) }));
  const content = JSON.stringify({ ...checked, included } satisfies Entry);
  writeEntry(entryFile(cache, main.file), `${seal(cache, main.file, main.text, content)}\n${content}`);
}

/** One entry a file, so that a year of edits leaves no heap behind. */
function entryFile(cache: InventoryCache, file: string): string {
  return join(cache.folder, `inventory-${hashOf([resolve(file)]).slice(0, 16)}.json`);
}

/** sha256 over the program, the main file and the entry itself: one comparison tells that it is for this text, and whole. */
function seal(cache: InventoryCache, file: string, text: string, content: string): string {
  return hashOf([cache.program, file, text, content]);
}

function readEntry(file: string, sealOf: (content: string) => string): string | null {
  try {
    const entry = readPlainFile(file).toString('utf8');
    const end = entry.indexOf('\n');
    const content = entry.slice(end + 1);
    return entry.slice(0, end) === sealOf(content) ? content : null;
  } catch (error) {
    if (isFileError(error)) return null;
    throw error;
  }
}

function writeEntry(file: string, entry: string): void {
  try {
    makeFolder(dirname(file));
    replaceFile(file, entry, { mode: 0o600 });
  } catch (error) {
    if (!isFileError(error)) throw error;
  }
}

/** The disk said no (full, read-only, not ours, a file where a folder should be). */
function isFileError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
