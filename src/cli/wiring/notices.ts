import { dirname, resolve } from 'node:path';
import { smtpPost } from '../../grid/helpdesk/mail/smtp.js';
import { mailRoute, webhookRoute } from '../../grid/notices/routes.js';
import type { NoticeRoute } from '../../grid/ports.js';
import { readSecret } from '../../grid/secrets.js';
import type { Inventory } from '../../model/inventory.js';
import { UserError } from '../../model/user-error.js';
import { networkHttp } from './wire.js';

/** The ways to people that the inventory names; a UserError where there is none. Files of secrets stand beside it. */
export function noticeRoutes({ file, grid, notices }: Inventory, operator: string): readonly NoticeRoute[] {
  const timeoutMs = grid.timing.request_timeout_seconds * 1000;
  const beside = (name: string): string => resolve(dirname(file), name);
  const { webhook, mail } = notices;
  for (const [what, name] of [
    ['webhook address', webhook?.url_file],
    ['mail password', mail?.password_file],
  ] as const)
    if (name != null) readSecret(beside(name), what);
  const routes = [
    ...(webhook === null
      ? []
      : [webhookRoute({ file: beside(webhook.url_file), http: networkHttp(operator), timeoutMs })]),
    ...(mail === null
      ? []
      : [mailRoute(mail, smtpPost({ url: mail.url, login: loginOf(mail, beside), needsTls: true, timeoutMs }))]),
  ];
  if (routes.length > 0) return routes;
  throw new UserError(3, 'no-notices', `${file} names no way to tell people.`, [
    'Write `notices: { webhook: { url_file: … } }` or `notices: { mail: { url, from, to } }` (docs/sites-yaml.md).',
  ]);
}

function loginOf(
  { user, password_file: passwordFile }: NonNullable<Inventory['notices']['mail']>,
  beside: (name: string) => string,
): { readonly user: string; readonly password: () => string } | null {
  if (user === null || passwordFile === null) return null;
  return { user, password: () => readSecret(beside(passwordFile), 'mail password') };
}
