import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { packageRoot } from '../../src/storage/package-root.js';

/** A folder with a campaign, and the built programs run in it. */
export interface Place {
  readonly folder: string;
  /** `stdout`: a file that is open, in the place of a pipe. */
  start(program: 'migrate' | 'brokeroff', argv: readonly string[], stdout?: number): Started;
}

export interface Started {
  readonly child: ChildProcess;
  /** Resolves when this has been written to stderr or stdout. */
  seen(text: string): Promise<void>;
  /** What it has written so far. */
  written(): Pick<Ended, 'stdout' | 'stderr'>;
  readonly ended: Promise<Ended>;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Everything the programs leave behind goes with the test. Their stdin is a pipe that nobody writes to. */
export function place(inventory: string): Place {
  const folder = mkdtempSync(join(tmpdir(), 'migrate-program-'));
  writeFileSync(join(folder, 'sites.yaml'), inventory);
  const children = new Set<ChildProcess>();
  onTestFinished(() => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    XDG_STATE_HOME: join(folder, 'state'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    XDG_CONFIG_HOME: join(folder, 'config'),
  };
  // Vitest's own.
  delete env['NODE_ENV'];
  delete env['NO_COLOR'];
  return {
    folder,
    start(program, argv, stdout) {
      const child = spawn(process.execPath, [join(packageRoot(), `dist/src/bin/${program}.js`), ...argv], {
        cwd: folder,
        env,
        stdio: ['pipe', stdout ?? 'pipe', 'pipe'],
      });
      children.add(child);
      return follow(child);
    },
  };
}

function follow(child: ChildProcess): Started {
  const written = { stdout: '', stderr: '' };
  const watchers = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      written[name] += text;
      for (const look of watchers) look();
    });
  }
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code, signal) => {
      resolve({ code, signal, ...written });
    });
  });
  return {
    child,
    ended,
    written: () => ({ ...written }),
    seen: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (written.stdout.includes(text) || written.stderr.includes(text)) resolve();
        };
        watchers.add(look);
        look();
        void ended.then(() => {
          reject(new Error(`It ended without "${text}":\n${written.stderr}${written.stdout}`));
        });
      }),
  };
}

/** A campaign of so many ready sites of two queues each, on a grid in this process or at `url`. */
export function campaignOf(sites: number, url: string | null = null): string {
  const names = Array.from({ length: sites }, (_, index) => `S${index}`);
  return [
    'campaign:',
    '  name: program',
    '  pilot: { from: "1", to: "2" }',
    '  ready_when: { os: centos7 }',
    `  pace: [{ sites_per_day: ${sites} }]`,
    '  requests: { lead_days: 0 }',
    `grid: { use: rehearsal, rehearsal: { scenario: fresh, start: "2030-01-07T08:00:00Z"${url === null ? '' : `, url: "${url}"`} }, timing: { concurrency: 1 } }`,
    'defaults: { os: { is: centos7, evidence: a test, on: 2019-06-01 } }',
    'sites:',
    ...names.map((name) => `  ${name}: { queues: { ${name}: {}, ANALY_${name}: {} } }`),
    '',
  ].join('\n');
}
