import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fromCache, userCache, type InventoryCache } from '../../src/inventory/cache.js';
import { loadInventory } from '../../src/inventory/load.js';
import { maxFileBytes, readTextFile } from '../../src/inventory/read-text.js';
import { smallest } from './texts.js';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'inventory-'));
  file = join(folder, 'sites.yaml');
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('loadInventory', () => {
  it('answers the inventory of a file', async () => {
    writeFileSync(file, smallest);
    expect(await loadInventory(file, null)).toMatchObject({
      ok: true,
      inventory: { file, sites: [{ name: 'OSCER' }] },
    });
  });

  it('reads included files beside it', async () => {
    mkdirSync(join(folder, 'more'));
    writeFileSync(file, `${smallest}include: [more/ca.yaml]\n`);
    writeFileSync(join(folder, 'more/ca.yaml'), 'sites: { TRIUMF: { queues: { T: {} } } }\n');
    expect(await loadInventory(file, null)).toMatchObject({
      ok: true,
      inventory: { sites: [{ name: 'OSCER' }, { name: 'TRIUMF' }] },
    });
  });

  async function refusal(): Promise<unknown> {
    const loaded = await loadInventory(file, null);
    return loaded.ok ? null : loaded.findings;
  }

  it('tells a missing file', async () => {
    expect(await refusal()).toMatchObject([
      { file, line: null, found: 'no such file', expected: 'a readable YAML file; name another with --inventory FILE' },
    ]);
  });

  it('tells a folder', async () => {
    mkdirSync(file);
    expect(await refusal()).toMatchObject([{ found: 'a folder' }]);
  });

  it('tells a pipe, without waiting for it', async () => {
    execFileSync('mkfifo', [file]);
    expect(await refusal()).toMatchObject([{ found: 'a pipe' }]);
  });

  it('tells on which line it is not UTF-8', async () => {
    writeFileSync(
      file,
      Buffer.concat([Buffer.from('campaign:\n  name: "Z'), Buffer.from([0xfc]), Buffer.from('rich"\n')]),
    );
    expect(await refusal()).toMatchObject([{ found: 'bytes that are not UTF-8 on line 2' }]);
  });

  it('does not read a file beyond all measure', async () => {
    writeFileSync(file, '');
    execFileSync('truncate', ['-s', String(maxFileBytes + 1), file]);
    expect(await refusal()).toMatchObject([{ found: `${maxFileBytes + 1} bytes` }]);
  });
});

describe('a checked inventory is kept', () => {
  let cache: InventoryCache;
  const entryOf = (): string => join(cache.folder, readdirSync(cache.folder)[0] ?? 'nothing kept');
  const kept = (): unknown => fromCache(cache, file, readFileSync(file, 'utf8'), readTextFile);

  beforeEach(async () => {
    cache = { folder: join(folder, 'cache/migrate'), program: '1.0' };
    writeFileSync(file, smallest);
    await loadInventory(file, cache);
  });

  it('and answered again as it was, warnings included', async () => {
    const whole = await loadInventory(file, null);
    expect(whole.findings).toHaveLength(1);
    expect(kept()).toEqual({ inventory: whole.ok ? whole.inventory : null, findings: whole.findings });
    expect(await loadInventory(file, cache)).toEqual(whole);
  });

  it('instead of looking at the file again', async () => {
    const other = { ...cache, program: 'planted' };
    writeFileSync(file, smallest.replace('OSCER', 'PLANTED'));
    await loadInventory(file, other);
    expect(await loadInventory(file, other)).toMatchObject({ inventory: { sites: [{ name: 'PLANTED' }] } });
  });

  it('readable by its owner only, one entry a file', async () => {
    writeFileSync(file, `${smallest}# edited\n`);
    await loadInventory(file, cache);
    expect(readdirSync(cache.folder)).toHaveLength(1);
    expect(execFileSync('stat', ['-c', '%a', entryOf(), cache.folder]).toString()).toBe('600\n700\n');
  });

  it('is not read where others can write it', async () => {
    await loadInventory(file, cache);
    expect(kept()).not.toBeNull();
    for (const path of [cache.folder, entryOf()]) {
      const { mode } = statSync(path);
      chmodSync(path, mode | 0o002);
      expect(kept()).toBeNull();
      chmodSync(path, mode);
    }
    expect(kept()).not.toBeNull();
  });

  it('for this text and this program only', () => {
    expect(fromCache({ ...cache, program: '1.1' }, file, smallest, readTextFile)).toBeNull();
    expect(fromCache(cache, file, `${smallest} `, readTextFile)).toBeNull();
  });

  it('until an included file changes', async () => {
    const other = join(folder, 'other.yaml');
    writeFileSync(file, `${smallest}include: [other.yaml]\n`);
    writeFileSync(other, 'sites: { TRIUMF: { queues: { T: {} } } }\n');
    await loadInventory(file, cache);
    expect(kept()).not.toBeNull();
    writeFileSync(other, 'sites: { TECHNION: { queues: { T: {} } } }\n');
    expect(kept()).toBeNull();
    rmSync(other);
    expect(kept()).toBeNull();
  });

  it.each([
    ['cut short', (entry: string) => entry.slice(0, -10)],
    ['with a letter changed', (entry: string) => entry.replace('OSCER', 'OSCAR')],
    ['emptied', () => ''],
  ])('unless the entry was %s: then the file is read', async (_, damage) => {
    writeFileSync(entryOf(), damage(readFileSync(entryOf(), 'utf8')));
    expect(kept()).toBeNull();
    expect(await loadInventory(file, cache)).toMatchObject({ ok: true, inventory: { sites: [{ name: 'OSCER' }] } });
    expect(kept()).not.toBeNull();
  });

  it('where it can be written; elsewhere the file is read each time', async () => {
    const blocked = { folder: join(file, 'below-a-file'), program: '1.0' };
    expect(await loadInventory(file, blocked)).toMatchObject({ ok: true });
    rmSync(cache.folder, { recursive: true });
    writeFileSync(cache.folder, 'a file where the folder should be');
    expect(await loadInventory(file, cache)).toMatchObject({ ok: true });
  });

  it('if it is valid', async () => {
    rmSync(cache.folder, { recursive: true });
    writeFileSync(file, `${smallest}more: 1\n`);
    expect(await loadInventory(file, cache)).toMatchObject({ ok: false });
    expect(() => readdirSync(cache.folder)).toThrow('ENOENT');
  });

  it('and nothing is left beside it after a failure', async () => {
    rmSync(entryOf());
    mkdirSync(join(cache.folder, 'x'));
    chmodSync(cache.folder, 0o700);
    await loadInventory(file, cache);
    expect(readdirSync(cache.folder).filter((name) => /\.\d+$/.test(name))).toEqual([]);
  });
});

describe('the place of the cache', () => {
  it('is nowhere while the program runs from its source', () => {
    expect(userCache({ XDG_CACHE_HOME: '/var/cache/me' })).toBeNull();
  });

  it('is the XDG cache folder of a built program, and changes with it', () => {
    const built = join(folder, 'load.js');
    writeFileSync(built, '');
    utimesSync(built, 1, 1);
    const cache = userCache({ XDG_CACHE_HOME: '/var/cache/me' }, built);
    expect(cache?.folder).toBe('/var/cache/me/migrate');
    expect(userCache({}, built)?.folder).toMatch(/\/\.cache\/migrate$/);
    expect(userCache({ XDG_CACHE_HOME: 'not/absolute' }, built)?.folder).toMatch(/\/\.cache\/migrate$/);
    utimesSync(built, 2, 2);
    expect(userCache({ XDG_CACHE_HOME: '/var/cache/me' }, built)?.program).not.toBe(cache?.program);
  });
});

describe('a kept inventory costs little', () => {
  /** Packages and files that are imported, types apart, before a function of `module` runs. */
  function imported(module: string, seen = new Set<string>()): Set<string> {
    for (const [, name = ''] of readFileSync(module, 'utf8').matchAll(
      /^(?:import|export) (?!type )[^;]*? from '([^']+)';$/gm,
    )) {
      const target = name.startsWith('.') ? join(dirname(module), name.replace(/\.js$/, '.ts')) : name;
      if (seen.has(target)) continue;
      seen.add(target);
      if (name.startsWith('.')) imported(target, seen);
    }
    return seen;
  }

  it('neither parser nor schema is imported with the loader', () => {
    const modules = [...imported('src/inventory/load.ts')];
    expect(modules).toContain('src/inventory/cache.ts');
    expect(
      modules.filter((name) => /^[a-z@]/.test(name) && !name.startsWith('src/') && !name.startsWith('node:')),
    ).toEqual([]);
    expect([...imported('src/inventory/check.ts')]).toEqual(expect.arrayContaining(['js-yaml', 'zod']));
  });
});
