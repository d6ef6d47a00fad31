import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { UserError, messageOf } from '../../model/user-error.js';

/** A certificate and its key, PEM. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

/** What a rehearsal over TLS needs. The authority's own key is gone when this is answered: it signs nothing more. */
export interface TlsIdentities {
  /** Certificate of the authority. */
  readonly ca: string;
  readonly server: Identity;
  readonly client: Identity;
}

/** Stands in every certificate, so that a file of a rehearsal is told from a real one. */
export const rehearsalOrganisation = 'migrate rehearsal';

const days = '7';
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
const run = promisify(execFile);

/**
 * An authority made for one rehearsal, with a certificate for this machine's loopback and one for the operator.
 * Node can make no X.509 certificate, so the `openssl` program does; a UserError where there is none.
 */
export async function makeIdentities(operator: string): Promise<TlsIdentities> {
  const folder = await mkdtemp(join(tmpdir(), 'migrate-authority-'));
  const at = (name: string): string => join(folder, name);
  const text = (name: string): Promise<string> => readFile(at(name), 'utf8');
  const openssl = async (...argv: readonly string[]): Promise<void> => {
    await run('openssl', argv, { timeout: 60_000 }).catch(cannotMake);
  };

  async function signed(name: string, subject: string, extensions: readonly string[]): Promise<Identity> {
    await openssl('req', ...newKey, '-keyout', at(`${name}.key`), '-out', at(`${name}.csr`), '-subj', subject);
    await writeFile(at(`${name}.ext`), `${extensions.join('\n')}\n`);
    await openssl(
      ...['x509', '-req', '-in', at(`${name}.csr`), '-out', at(`${name}.pem`), '-days', days],
      ...['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-extfile', at(`${name}.ext`)],
    );
    return { cert: await text(`${name}.pem`), key: await text(`${name}.key`) };
  }

  try {
    await openssl(
      ...['req', '-x509', ...newKey, '-keyout', at('ca.key'), '-out', at('ca.pem'), '-days', days],
      ...['-subj', subjectOf('authority'), '-addext', 'keyUsage=critical,keyCertSign'],
    );
    const server = await signed('server', subjectOf('localhost'), [
      'subjectAltName=IP:127.0.0.1,DNS:localhost',
      'extendedKeyUsage=serverAuth',
    ]);
    const client = await signed('client', subjectOf(operator), ['extendedKeyUsage=clientAuth']);
    return { ca: await text('ca.pem'), server, client };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** `openssl` reads `/`, `+`, `=` and `\` as parts of its own notation. */
function subjectOf(commonName: string): string {
  const name = commonName.replace(/[^\w .@-]/g, '?').slice(0, 64);
  return `/O=${rehearsalOrganisation}/CN=${name}`;
}

function cannotMake(error: unknown): never {
  const advice = 'Without --tls the rehearsal is served over plain HTTP.';
  if ((error as NodeJS.ErrnoException).code === 'ENOENT')
    throw new UserError(3, 'no-openssl', 'The program `openssl`, which makes the certificates, is not on the PATH.', [
      'Install OpenSSL 1.1.1 or newer.',
      advice,
    ]);
  throw new UserError(3, 'no-certificates', `\`openssl\` made no certificate: ${messageOf(error)}`, [
    '`openssl version` should say 1.1.1 or newer.',
    advice,
  ]);
}
