import { fromCache, toCache, userCache, type InventoryCache } from './cache.js';
import type { Loaded } from './check.js';
import { fileError } from './finding.js';
import { readTextFile } from './read-text.js';

/**
 * Reads `sites.yaml` and what it includes, checks it all and fills in the defaults. A file that was
 * found good before, by the same program, costs neither the YAML parser nor the schema. `cache`
 * null: always the whole way.
 */
export async function loadInventory(file: string, cache: InventoryCache | null = userCache()): Promise<Loaded> {
  const main = readTextFile(file);
  if (!main.ok) return { ok: false, findings: [fileError(file, main.found, main.expected)] };
  const kept = cache && fromCache(cache, file, main.text, readTextFile);
  if (kept) return { ok: true, ...kept };
  const { checkInventory } = await import('./check.js');
  const { texts, ...loaded } = checkInventory(file, (wanted) => (wanted === file ? main : readTextFile(wanted)));
  if (cache && loaded.ok) toCache(cache, texts, { inventory: loaded.inventory, findings: loaded.findings });
  return loaded;
}
