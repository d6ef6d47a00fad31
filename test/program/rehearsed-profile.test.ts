import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { parse } from 'yaml';
import { accessFiles } from '../../src/cli/rehearsal/rehearsal-access.js';
import { packageRoot } from '../../src/storage/package-root.js';
import { authority } from '../grid/http/certificates.js';
import { place, type Place } from './program.js';

const shipped = readFileSync(join(packageRoot(), 'sites.yaml'), 'utf8');
const readmeProfiles = [
  ...(
    /^## A real grid\n([\s\S]*?)^## /m.exec(`${readFileSync(join(packageRoot(), 'README.md'), 'utf8')}\n## `)?.[1] ?? ''
  ).matchAll(/^```yaml\n([\s\S]*?)^```$/gm),
].map(([, text = '']) => text);

interface Profile {
  readonly catalogue: Readonly<Record<string, string>>;
  readonly helpdesk: { readonly ggus: unknown };
  readonly monitor: unknown;
  readonly downtimes: unknown;
  readonly clock?: unknown;
  readonly authorities?: string;
}

function theProfile(text: string): Profile {
  const { grid } = parse(text) as { grid: { profiles: Readonly<Record<string, Profile>> } };
  const [profile] = Object.values(grid.profiles);
  if (profile === undefined) throw new Error('there is no profile');
  return profile;
}

interface Served {
  readonly here: Place;
  readonly url: string;
  readonly profile: string;
  /** Runs the program as on a real grid: the authority is trusted, somebody is named. */
  readonly migrate: (argv: readonly string[]) => Promise<{ code: number; stdout: string; stderr: string }>;
  readonly writes: () => Promise<readonly { readonly fate: string; readonly by: string }[]>;
}

async function aServedProfile(kind: 'cric' | 'agis'): Promise<Served> {
  vi.stubEnv('MIGRATE_OPERATOR', 'rehearser');
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const here = place(shipped);
  const server = here.start('migrate', ['rehearsal', 'serve', '--tls', '--catalogue', kind, '--json']);
  await server.seen('"profile"');
  await server.seen('\n}');
  const { result } = JSON.parse(server.written().stdout) as { result: { url: string; profile: string } };
  writeFileSync(
    join(here.folder, 'sites.yaml'),
    shipped.replace(/^grid: .*\n/m, () => result.profile),
  );
  const trusted = readFileSync(join(here.folder, accessFiles.ca));
  const env: NodeJS.ProcessEnv = {
    PATH: process.env['PATH'],
    HOME: here.folder,
    XDG_STATE_HOME: join(here.folder, 'state'),
    XDG_CACHE_HOME: join(here.folder, 'cache'),
    XDG_CONFIG_HOME: join(here.folder, 'config'),
    MIGRATE_OPERATOR: 'Ada',
  };
  const program = join(packageRoot(), 'dist/src/bin/migrate.js');
  return {
    here,
    ...result,
    migrate: (argv) => {
      const options = { cwd: here.folder, env };
      return new Promise((resolve) => {
        const child = execFile(process.execPath, [program, ...argv], options, (_error, stdout, stderr) => {
          resolve({ code: child.exitCode ?? -1, stdout, stderr });
        });
      });
    },
    writes: async () =>
      JSON.parse((await ask(`${result.url}/rehearsal/journal?kind=write`, { ca: trusted })).body) as never,
  };
}

function ask(url: string, tls: Readonly<Record<string, unknown>>): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    request(url, { ...tls, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body });
      });
    })
      .on('error', reject)
      .end();
  });
}

describe('a profile of a real grid, rehearsed over TLS', () => {
  it.each(['cric', 'agis'] as const)(
    'is the profile of the README but for addresses, clock and authorities: %s',
    async (kind) => {
      const { here, url, profile } = await aServedProfile(kind);
      const written = readmeProfiles.find((text) => text.includes(`kind: ${kind}`)) ?? '';
      const expected = theProfile(
        written.replaceAll(/https:\/\/[a-z]+\.example/g, url).replace('/tmp/x509up_u1000', accessFiles.proxy),
      );
      const { catalogue, helpdesk, monitor, downtimes, clock } = theProfile(profile);
      expect({ catalogue, monitor, downtimes, clock }).toEqual({
        catalogue: expected.catalogue,
        monitor: expected.monitor,
        downtimes: expected.downtimes,
        clock: { url },
      });
      expect(Object.keys(helpdesk.ggus as object)).toEqual(
        expect.arrayContaining(['url', 'token_file', 'group', 'fields']),
      );
      for (const name of Object.values(accessFiles))
        expect(statSync(join(here.folder, name)).mode & 0o777, name).toBe(0o600);
    },
  );

  it('AGIS: flips with the certificate, asks with the token, and time is the rehearsal’s', async () => {
    const { here, url, migrate, writes } = await aServedProfile('agis');
    const next = await migrate(['next', '--dry-run', '--site', 'OSCER']);
    expect(next.stdout).toContain('pilot2 on rehearsed ');
    expect(next.stdout).toMatch(/as of 2019-08-05 08:00/);
    expect(next.stdout).toMatch(/^OSCER +flip +OU_OSCER_ATLAS /m);

    const flip = await migrate(['flip', 'OSCER', '--to', '2', '--yes']);
    expect(flip.stdout).toContain('3 done');
    const made = await writes();
    expect(made).toHaveLength(3);
    expect(made.map(({ fate, by }) => [fate, by])).toEqual(Array(3).fill(['effective', 'rehearser']));

    expect((await migrate(['request', 'open', 'TECHNION', '--yes'])).stdout).toContain('1 done');
    expect((await migrate(['rehearsal', 'advance', '1d'])).stdout).toContain('2019-08-06');
    expect((await migrate(['commission'])).stdout).toMatch(/^OSCER +OU_OSCER_ATLAS +good/m);

    // The server takes nobody's word for a certificate, and none of another authority.
    const write = `${url}/request/pandaqueue/update/set_attributes/?json&panda_resource=OU_OSCER_ATLAS&catchall=x`;
    const ca = readFileSync(join(here.folder, accessFiles.ca));
    expect((await ask(write, { ca, headers: { 'x-ssl-client-s-dn': '/CN=eve' } })).status).toBe(403);
    expect((await ask(`${url}/api/v1/tickets`, { ca, headers: { authorization: 'Token token=wrong' } })).status).toBe(
      401,
    );
    expect(await writes()).toHaveLength(4);

    writeFileSync(join(here.folder, accessFiles.ggusToken), 'wrong\n');
    const refused = await migrate(['request', 'open', 'IL-TAU', '--yes']);
    expect(refused.code).not.toBe(0);
    expect(refused.stdout + refused.stderr).toContain('401');
  });

  it('CRIC: shows with the token what is due, and nothing to who does not trust the authority', async () => {
    const { here, migrate, writes } = await aServedProfile('cric');
    expect((await migrate(['next', '--dry-run', '--site', 'OSCER'])).stdout).toMatch(/^OSCER +flip +OU_OSCER_ATLAS /m);

    const trusted = readFileSync(join(here.folder, accessFiles.ca));
    writeFileSync(join(here.folder, accessFiles.ca), authority);
    const distrusting = await migrate(['status']);
    expect(await writes()).toEqual([]);
    expect(distrusting.code).toBe(1);
    expect(distrusting.stderr).toMatch(/certificate/i);

    writeFileSync(join(here.folder, accessFiles.ca), trusted);
    writeFileSync(join(here.folder, accessFiles.cricToken), 'wrong\n');
    const refused = await migrate(['status']);
    expect(refused.stdout + refused.stderr).toContain('403');
    expect(await writes()).toEqual([]);
  });

  it('mails over TLS with the login', async () => {
    const { here, url, migrate } = await aServedProfile('cric');
    const file = join(here.folder, 'sites.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/channel: \w+/, 'channel: mail'));
    const ca = readFileSync(join(here.folder, accessFiles.ca));
    expect((await migrate(['request', 'open', 'TECHNION', '--yes'])).stdout).toContain('1 done');
    const sent = await ask(`${url}/rehearsal/tickets?channel=mail`, { ca });
    expect(JSON.parse(sent.body)).toMatchObject([{ title: expect.stringContaining('TECHNION') as string }]);
    writeFileSync(join(here.folder, accessFiles.mailPassword), 'wrong\n');
    expect((await migrate(['request', 'open', 'IL-TAU', '--yes'])).code).not.toBe(0);
    expect(JSON.parse((await ask(`${url}/rehearsal/tickets?channel=mail`, { ca })).body)).toHaveLength(1);
  });

  it('leaves the files of a real grid as they are', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'migrate-secrets-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, accessFiles.cricToken), 'a real one\n', { mode: 0o600 });
    const here = place(shipped);
    const { code, stderr } = await here.start('migrate', ['rehearsal', 'serve', '--tls', '--secrets', folder]).ended;
    expect(code).toBe(4);
    expect(stderr).toContain(`${join(folder, accessFiles.cricToken)} stands there already`);
    expect(readFileSync(join(folder, accessFiles.cricToken), 'utf8')).toBe('a real one\n');
  });

  it('says so where there is no openssl', async () => {
    vi.stubEnv('PATH', '/nowhere');
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const { code, stderr } = await place(shipped).start('migrate', ['rehearsal', 'serve', '--tls']).ended;
    expect(code).toBe(3);
    expect(stderr).toContain('The program `openssl`, which makes the certificates, is not on the PATH.');
  });
});
