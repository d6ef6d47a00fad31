// Bundles the programs and the commands into dist/, then has oclif write its manifest.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { unbundled } from './packaging/unbundled.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');

function sources(folder) {
  return readdirSync(join(root, folder), { recursive: true })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file));
}

// A module of its own for each command would share code with the others in dozens of small chunks,
// and opening a file costs more than parsing it. So all commands are one module, and oclif, which
// finds commands by their files, gets a file for each that takes its command from there.
const commands = sources('commands');
const all = commands.map((file, index) => `export { default as command${index} } from './${file}';`).join('\n');

rmSync(dist, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: [...sources('src/bin'), 'src/cli/help/help.ts', { in: 'all-commands', out: 'all-commands' }].map(
    (entry) => (typeof entry === 'string' ? { in: entry, out: entry.replace(/\.ts$/, '') } : entry),
  ),
  plugins: [
    {
      name: 'all-commands',
      setup({ onResolve, onLoad }) {
        onResolve({ filter: /^all-commands$/ }, () => ({ path: 'all-commands', namespace: 'made' }));
        onLoad({ filter: /.*/, namespace: 'made' }, () => ({ contents: all, resolveDir: root }));
      },
    },
  ],
  outdir: dist,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  chunkNames: 'chunks/[hash]',
  alias: { tinyglobby: './scripts/left-out.mjs', minimatch: './scripts/left-out.mjs' },
  // npm checks `engines` already; oclif would load semver for it at every start.
  define: { 'process.env.OCLIF_DISABLE_ENGINE_WARNING': '"1"' },
  external: ['typescript', 'ts-node', 'tsx', ...unbundled],
  // CommonJS packages inside an ESM bundle still ask for require.
  banner: {
    js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
  },
  // A start is mostly the reading of these files. Names stay, so that stacks without maps say something.
  minifyWhitespace: true,
  minifySyntax: true,
  // In files of their own, which Node reads only when asked to (DEBUG=1).
  sourcemap: 'linked',
  sourcesContent: false,
  logLevel: 'warning',
});
for (const [index, file] of commands.entries()) {
  const target = join(dist, file.replace(/\.ts$/, '.js'));
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(
    target,
    `export { command${index} as default } from '${relative(dirname(target), join(dist, 'all-commands.js'))}';\n`,
  );
}
// Without it every start would load every command.
execFileSync(process.execPath, [join(root, 'node_modules/oclif/bin/run.js'), 'manifest'], {
  cwd: root,
  env: { ...process.env, OCLIF_SKIP_NEW_VERSION_CHECK: '1' },
  stdio: ['ignore', 'ignore', 'inherit'],
});
execFileSync(process.execPath, ['--import', 'tsx', join(root, 'scripts/man-page.ts')], { cwd: root, stdio: 'inherit' });
