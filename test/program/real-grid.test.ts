import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { serve } from '../../src/rehearsal/server.js';
import type { CatalogueKind } from '../../src/rehearsal/services.js';
import { shippedScenario } from '../../src/rehearsal/shipped.js';
import { readJournal } from '../../src/rehearsal/world/journal.js';
import { openWorld } from '../../src/rehearsal/world/world.js';
import { packageRoot } from '../../src/storage/package-root.js';

const run = promisify(execFile);
const section = /^## A real grid\n([\s\S]*?)(?=^## |(?![\s\S]))/m;

function blocks(language: string): readonly string[] {
  const text = section.exec(readFileSync(join(packageRoot(), 'README.md'), 'utf8'))?.[1] ?? '';
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, code = '']) => code);
}

const commands = blocks('sh').join('');
const profiles = blocks('yaml');

/** A folder with the shipped inventory, in which `npx migrate` is the program as it was built. */
function aReadersFolder(grid: string): { readonly folder: string; readonly env: NodeJS.ProcessEnv } {
  const folder = mkdtempSync(join(tmpdir(), 'migrate-real-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const inventory = readFileSync(join(packageRoot(), 'sites.yaml'), 'utf8');
  writeFileSync(
    join(folder, 'sites.yaml'),
    inventory.replace(/^grid: .*\n/m, () => grid),
  );
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const program = join(packageRoot(), 'dist/src/bin');
  writeFileSync(join(bin, 'npx'), `#!/bin/sh\nname=$1; shift\nexec "${process.execPath}" "${program}/$name.js" "$@"\n`);
  chmodSync(join(bin, 'npx'), 0o755);
  const env = {
    PATH: `${bin}:${process.env['PATH'] ?? ''}`,
    HOME: folder,
    XDG_STATE_HOME: join(folder, 'state'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    XDG_CONFIG_HOME: join(folder, 'config'),
    CRIC_TOKEN: 'rehearsal',
    GGUS_TOKEN: 'rehearsal',
  };
  return { folder, env };
}

async function aServedGrid(kind: CatalogueKind): Promise<{ readonly url: string; readonly journal: () => unknown }> {
  const folder = mkdtempSync(join(tmpdir(), 'migrate-served-'));
  const world = openWorld({ file: join(folder, 'world.sqlite'), scenario: shippedScenario('august-2019') });
  const server = await serve(world, { kind });
  onTestFinished(async () => {
    await server.close();
    world.close();
    rmSync(folder, { recursive: true });
  });
  return { url: server.url, journal: () => readJournal(world, { after: 0 }) };
}

it.each([
  ['cric', profiles[0] ?? ''],
  ['agis', profiles[1] ?? ''],
] as const)('README, "A real grid", word for word but for addresses: %s', async (kind, profile) => {
  expect(profile).toContain(`kind: ${kind}`);
  const { url, journal } = await aServedGrid(kind);
  const { folder, env } = aReadersFolder(profile.replaceAll(/https:\/\/[a-z]+\.example/g, url));
  const { stdout, stderr } = await run('sh', ['-e', '-x', '-c', commands], { cwd: folder, env });
  expect(stdout).toContain(`pilot2 on ${kind === 'cric' ? 'production' : 'agis'} `);
  expect(stdout).toMatch(/^migrated +75 /m);
  expect(stdout).toMatch(/OSCER +requested|OSCER .*sent/);
  expect(stderr).toContain('The outage of AGLT2 until 2038-01-19 touches no service that jobs need');
  expect(journal()).toEqual([]);
});
