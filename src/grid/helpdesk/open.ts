import { rootCertificates } from 'node:tls';
import type { HelpdeskConfig } from '../../model/grid-config.js';
import type { Channel } from '../../model/campaign.js';
import { GridFailure, type Helpdesk, type Http } from '../ports.js';
import type { Post } from './mail/mail.js';
import type { MailLogin } from './mail/smtp.js';
import { readSecret } from '../secrets.js';

export interface HelpdeskOptions {
  readonly channel: Channel;
  readonly config: HelpdeskConfig;
  readonly http: Http;
  readonly timeoutMs: number;
  /** Mail does not go through the door, so it is closed here. */
  readonly dryRun: boolean;
  /** PEM certificates that a mail server's may be signed by, beside those that this machine knows. */
  readonly authorities?: readonly string[] | null;
}

/** The helpdesk of a profile. Its secret is read when it is first needed; only the one adapter is loaded. */
export async function openHelpdesk({
  channel,
  config,
  http,
  timeoutMs,
  dryRun,
  authorities = null,
}: HelpdeskOptions): Promise<Helpdesk> {
  const { url } = config;
  const indexLagMs = config.index_lag_seconds * 1000;
  switch (channel) {
    case 'ggus': {
      const { ggusHelpdesk } = await import('./ggus/ggus.js');
      return ggusHelpdesk({
        url,
        http,
        token: token(config, 'GGUS token'),
        group: config.group ?? '',
        fields: config.fields,
        indexLagMs,
        timeoutMs,
      });
    }
    case 'jira': {
      const { jiraHelpdesk } = await import('./jira/jira.js');
      return jiraHelpdesk({
        url,
        http,
        token: token(config, 'JIRA token'),
        project: config.project ?? '',
        api: config.api,
        user: config.user,
        indexLagMs,
        timeoutMs,
      });
    }
    case 'mail': {
      const [{ mailHelpdesk }, { smtpPost }] = await Promise.all([import('./mail/mail.js'), import('./mail/smtp.js')]);
      const login = mailLogin(config);
      const issuers = authorities !== null && { issuer: [...rootCertificates, ...authorities].join('\n') };
      return mailHelpdesk({
        post: dryRun ? closedPost : smtpPost({ url, login, timeoutMs, ...issuers }),
        from: config.from ?? '',
      });
    }
  }
}

/** null: the server takes mail without. */
export function mailLogin({ user, password_file: file }: HelpdeskConfig): MailLogin | null {
  if (user === null) return null;
  if (file === null) throw noSecret('password_file', 'mail');
  return { user, password: () => readSecret(file, 'mail password') };
}

const closedPost: Post = ({ to }) =>
  Promise.reject(
    new GridFailure('stopped', `A mail to ${to} is a write, and this is a dry-run: nothing was sent.`, false),
  );

function token({ token_file: file }: HelpdeskConfig, what: string): () => string {
  let secret: string | null = null;
  return () => {
    if (file === null) throw noSecret('token_file', what);
    return (secret ??= readSecret(file, what));
  };
}

function noSecret(key: string, what: string): GridFailure {
  return new GridFailure(
    'not allowed',
    `The helpdesk section of the grid profile has no \`${key}\` (${what}).`,
    false,
    [`Write the secret into a file of its own, chmod 600, and name the file as \`${key}\`.`],
  );
}
