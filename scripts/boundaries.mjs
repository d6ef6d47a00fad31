// Checks the boundaries between modules and the signs on them, and that there was something to check: a parser that does not
// understand the sources finds no modules and would call that clean.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const depcruise = [
  'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
  'src',
  'commands',
  '--config',
  '.dependency-cruiser.cjs',
];
const { stdout, stderr, status } = spawnSync(process.execPath, [...depcruise, '--output-type', 'json'], {
  encoding: 'utf8',
  maxBuffer: 2 ** 28,
});
if (stdout === '') throw new Error(`dependency-cruiser (exit ${status}): ${stderr}`);
const { modules, summary } = JSON.parse(stdout);
const sources = modules.filter(({ source }) => /^(src|commands)\//.test(source));
for (const { rule, from, to } of summary.violations) console.error(`${rule.severity} ${rule.name}: ${from} → ${to}`);

// ARCHITECTURE.md names every folder, and none that is gone; every file says what it is.
const folders = readdirSync('src', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => `${entry.parentPath}/${entry.name}`.split('/').slice(1))
  .filter((parts) => parts.length <= 2)
  .map((parts) => parts.join('/'));
const named = namedFolders(readFileSync('ARCHITECTURE.md', 'utf8'));
const unsigned = [
  ...folders.filter((folder) => !named.has(folder)).map((folder) => `ARCHITECTURE.md does not name src/${folder}`),
  ...[...named]
    .filter((folder) => !folders.includes(folder))
    .map((folder) => `ARCHITECTURE.md names src/${folder}, which is gone`),
  ...sources
    .filter(({ source }) => source.startsWith('src/') && !/\/\*\*|^\/\/|^#!/.test(readFileSync(source, 'utf8')))
    .map(({ source }) => `${source}: no comment says what it is`),
];
// The drawing there shows which module imports which, neither more nor less.
const moduleOf = (file) => (file.startsWith('commands/') ? 'commands' : file.split('/')[1]);
const imports = new Map();
for (const { source, dependencies } of sources)
  for (const { resolved } of dependencies) {
    if (!/^(src|commands)\//.test(resolved) || moduleOf(resolved) === moduleOf(source)) continue;
    imports.set(moduleOf(source), (imports.get(moduleOf(source)) ?? new Set()).add(moduleOf(resolved)));
  }
const real = [...imports].map(([from, to]) => `${from} → ${[...to].sort().join(', ')}`).sort();
const drawn = readFileSync('ARCHITECTURE.md', 'utf8').match(/^[a-z]+ +→ [a-z, ]+$/gm) ?? [];
const drawing = drawn.map((line) => line.replace(/ +→/, ' →')).sort();
unsigned.push(
  ...real.filter((line) => !drawing.includes(line)).map((line) => `ARCHITECTURE.md does not draw: ${line}`),
  ...drawing.filter((line) => !real.includes(line)).map((line) => `ARCHITECTURE.md draws what is not so: ${line}`),
);

for (const what of unsigned) console.error(`error ${what}`);

console.log(`${sources.length} modules, ${summary.error + unsigned.length} violations`);
process.exitCode = sources.length === 0 || folders.length === 0 || summary.error + unsigned.length > 0 ? 1 : 0;

/** `app` of the list of modules; `app/watch` of a line indented below it. */
function namedFolders(text) {
  const lists = [
    { after: '\nsrc/\n', module: /^ {2}([a-z-]+)\// },
    { after: '\n## Inside the modules\n', module: /^([a-z-]+)\//, folder: /^ {2}([a-z-]+)\// },
  ];
  const found = new Set();
  for (const { after, module, folder } of lists) {
    let within = '';
    const [, list = ''] = text.split(after);
    for (const line of list.split(/^```$/m)[after === '\nsrc/\n' ? 0 : 1]?.split('\n') ?? []) {
      const inner = folder?.exec(line)?.[1];
      const name = module.exec(line)?.[1];
      if (name !== undefined) within = name;
      if (name !== undefined) found.add(name);
      if (inner !== undefined) found.add(`${within}/${inner}`);
    }
  }
  return found;
}
