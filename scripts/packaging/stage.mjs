// Puts what an installation needs into a folder: the built program, its data and its manifest.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unbundled } from './unbundled.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
export const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Needs the build. The package names what is not in the bundle, and no more. */
export function stage(folder) {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  delete manifest.scripts;
  delete manifest.devDependencies;
  const dependencies = Object.fromEntries(unbundled.map((name) => [name, manifest.dependencies[name]]));
  mkdirSync(folder, { recursive: true });
  for (const part of [...manifest.files, 'README.md', 'LICENSE', 'CHANGELOG.md'])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ ...manifest, dependencies }, null, 2)}\n`);
}
