import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { rehearsalAccess } from '../../rehearsal/helpdesk/access.js';
import type { CatalogueKind } from '../../rehearsal/services.js';
import { rehearsalOrganisation, type TlsIdentities } from '../../rehearsal/tls/authority.js';
import { UserError } from '../../model/user-error.js';
import { replaceFile } from '../../storage/replace-file.js';
import { readPlainFile } from '../../storage/plain-file.js';

/** The files of a rehearsal over TLS, by the names that its profile uses. */
export const accessFiles = {
  ca: 'rehearsal-ca.pem',
  proxy: 'rehearsal-x509up.pem',
  cricToken: 'cric.token',
  ggusToken: 'ggus.token',
  jiraToken: 'jira.token',
  mailPassword: 'mail.password',
} as const;

/**
 * Writes what opens the rehearsal where a profile finds it, readable by the owner alone. A file that is none
 * of a rehearsal's is left as it is: then a UserError (exit 4), and nothing is written.
 */
export function writeAccessFiles(folder: string, { ca, client }: TlsIdentities): readonly string[] {
  const { token, password } = rehearsalAccess;
  const contents: readonly (readonly [name: string, content: string])[] = [
    [accessFiles.ca, ca],
    [accessFiles.proxy, client.cert + client.key],
    [accessFiles.cricToken, `${token}\n`],
    [accessFiles.ggusToken, `${token}\n`],
    [accessFiles.jiraToken, `${token}\n`],
    [accessFiles.mailPassword, `${password}\n`],
  ];
  const files = contents.map(([name, content]) => [join(folder, name), content] as const);
  for (const [file, content] of files) if (!isOfRehearsal(file, content)) throw somebodyElses(file);
  for (const [file, content] of files) replaceFile(file, content, { mode: 0o600 });
  return files.map(([file]) => file);
}

function isOfRehearsal(file: string, content: string): boolean {
  const standing = standingText(file);
  if (standing === null || standing === content) return true;
  try {
    return new X509Certificate(standing).issuer.includes(`O=${rehearsalOrganisation}\n`);
  } catch {
    // No certificate: a secret of somebody's.
    return false;
  }
}

function standingText(file: string): string | null {
  try {
    return readPlainFile(file).toString('utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function somebodyElses(file: string): UserError {
  return new UserError(4, 'file-exists', `${file} stands there already and is none of a rehearsal's.`, [
    'Name another folder with --secrets FOLDER, and the files in it in the profile; nothing was written.',
  ]);
}

export interface Served {
  readonly url: string;
  readonly mail: string;
  readonly kind: CatalogueKind;
}

/** The `grid:` section that uses a rehearsal served over TLS as a real grid is used. */
export function profileText({ url, mail, kind }: Served): string {
  const { group, project, user, from, fields } = rehearsalAccess;
  const catalogue =
    kind === 'cric'
      ? `{ kind: cric, url: "${url}", token_file: ${accessFiles.cricToken} }`
      : `{ kind: agis, url: "${url}", proxy_file: ${accessFiles.proxy}, writer: agis }`;
  const attributes = Object.entries(fields).map(([name, value]) => `${name}: "${value}"`);
  return [
    'grid:',
    '  use: rehearsed',
    '  profiles:',
    '    rehearsed:',
    `      catalogue: ${catalogue}`,
    '      helpdesk:',
    `        ggus: { url: "${url}", token_file: ${accessFiles.ggusToken}, group: "${group}", fields: { ${attributes.join(', ')} } }`,
    `        jira: { url: "${url}", token_file: ${accessFiles.jiraToken}, project: ${project} }`,
    `        mail: { url: "${mail}", user: ${user}, password_file: ${accessFiles.mailPassword}, from: ${from} }`,
    `      monitor: { kind: bigpanda, url: "${url}" }`,
    `      downtimes: { url: "${url}" }`,
    `      authorities: ${accessFiles.ca}`,
    `      clock: { url: "${url}" }`,
    '',
  ].join('\n');
}
