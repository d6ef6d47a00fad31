import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { interleaved } from './interleaved.js';
import { record } from './results.js';

const rounds = 21;
const migrate = 'dist/src/bin/migrate.js';
const state = mkdtempSync(join(tmpdir(), 'migrate-bench-'));
const env = {
  ...process.env,
  XDG_STATE_HOME: join(state, 'state'),
  XDG_CACHE_HOME: join(state, 'cache'),
  XDG_CONFIG_HOME: join(state, 'config'),
};
const limits: Readonly<Record<string, number>> = {
  'migrate --version': 1.4,
  'migrate --help': 2.3,
  'migrate next --dry-run': 4.0,
};

const commands = {
  'node -e 0': ['-e', '0'],
  'migrate --version': [migrate, '--version'],
  'migrate --help': [migrate, '--help'],
  'migrate next --dry-run': [migrate, 'next', '--dry-run'],
};
// The first run makes the rehearsal world and keeps the checked inventory.
interleaved(commands, 1, env);
const timings = interleaved(commands, rounds, env);
const rows = timings.map(
  ({ name, medianMs, ratio }) =>
    `| \`${name}\` | ${medianMs.toFixed(0)} | ${ratio.toFixed(2)} | ${limits[name]?.toFixed(1) ?? ''} |`,
);
record(
  'start-up',
  [
    `Medians of ${rounds} interleaved runs, Node ${process.versions.node}, shipped campaign; made by \`npm run bench -- start-up\`.`,
    '',
    '| command | ms | ratio | at most |',
    '|---|---:|---:|---:|',
    ...rows,
  ].join('\n'),
);
