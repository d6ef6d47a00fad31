import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exitCodesPage } from '../../scripts/docs/exit-codes.js';
import { problems, sitesYaml } from '../../scripts/docs/sites-yaml.js';
import { textsPage } from '../../scripts/docs/texts.js';

// `npm run docs` writes them anew.
describe('generated pages', () => {
  it('docs/sites-yaml.md is what the schema says', async () => {
    await expect(sitesYaml()).toMatchFileSnapshot('../../docs/sites-yaml.md');
  });

  it('every key of the schema has a meaning in scripts/docs/meanings.ts, and an example that it takes', () => {
    expect(problems()).toEqual([]);
  });

  it('docs/texts.md names every field of a text', async () => {
    await expect(textsPage()).toMatchFileSnapshot('../../docs/texts.md');
  });

  it('docs/exit-codes.md lists all exit codes', async () => {
    await expect(exitCodesPage()).toMatchFileSnapshot('../../docs/exit-codes.md');
  });
});

describe('references to docs/', () => {
  const root = join(import.meta.dirname, '../..');
  const files = ['src', 'commands', 'test', 'scripts', 'docs'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ts|mjs|md)$/.test(file))
      .map((file) => join(folder, file)),
  );
  const read = (file: string): string => readFileSync(join(root, file), 'utf8');
  const anchors = new Set(
    files
      .filter((file) => file.startsWith('docs/'))
      .flatMap((file) => [
        file,
        ...[...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => `${file}#${slug(heading)}`),
      ]),
  );

  it('name pages and sections that exist', () => {
    const cited = [...files, 'README.md', 'ARCHITECTURE.md'].flatMap((file) => [
      ...[...read(file).matchAll(/docs\/[a-z-]+\.md(?:#[a-z0-9-]+)?/g)].map(([target]) => ({ file, target })),
      ...(file.startsWith('docs/')
        ? [...read(file).matchAll(/\]\(([a-z-]+\.md)?(#[a-z0-9-]+)?\)/g)].map(([, page, section = '']) => ({
            file,
            target: `${page === undefined ? file : `docs/${page}`}${section}`,
          }))
        : []),
    ]);
    expect(cited.length).toBeGreaterThan(60);
    expect(cited.filter(({ target }) => !anchors.has(target))).toEqual([]);
  });

  it('are the only references to a specification', () => {
    // Spelt apart, or this line would be found.
    const elsewhere = new RegExp(`\\b(?:${['DESIGN', 'GRID', 'CRAFT'].join('|')})(?:\\.md)? sections?\\b`);
    expect(files.filter((file) => elsewhere.test(read(file)))).toEqual([]);
  });
});

/** A heading's anchor as GitHub makes it. */
function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}
