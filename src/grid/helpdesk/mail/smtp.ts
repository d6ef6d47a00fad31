import { Readable } from 'node:stream';
import type SmtpConnection from 'nodemailer/lib/smtp-connection';
import { GridFailure } from '../../ports.js';
import type { Mail, Post } from './mail.js';
import { smtpFailure } from './smtp-failure.js';

export interface MailLogin {
  readonly user: string;
  /** Read when it is first needed, never before. */
  readonly password: () => string;
}

export interface SmtpOptions {
  /** `smtps://host:port`, or `smtp://host:port`, which goes over to TLS where the server offers it. */
  readonly url: string;
  /** With a login TLS is required. */
  readonly login: MailLogin | null;
  /** TLS is required without a login too, but on this machine. */
  readonly needsTls?: boolean;
  readonly timeoutMs: number;
  /** PEM of an issuer to trust in place of those that this machine knows. */
  readonly issuer?: string;
}

/**
 * A mail server. Each mail has a connection of its own, and once a byte of its text has left, only the
 * server's own word decides: without it the mail may have gone out, and the failure is `sent`.
 */
export function smtpPost(server: SmtpOptions): Post {
  const options = connectionTo(server);

  return async (mail, signal) => {
    const credentials = credentialsOf(server);
    const text = await composed(mail);
    if (signal?.aborted)
      throw new GridFailure('stopped', `The mail to ${mail.to} was stopped before it was sent.`, false);
    let begun = false;
    // The server has asked for the text when the first of it is read.
    const content = new Readable({
      read() {
        begun = true;
        this.push(text);
        this.push(null);
      },
    });
    await connected(options, credentials, { to: mail.to, begun: () => begun }, (connection, ended) => {
      connection.send({ from: mail.from, to: mail.to.split(', '), size: text.length }, content, ended);
    });
  };
}

/** Connects and logs in as for a mail, and sends none. Rejects with a GridFailure. */
export async function greetMailServer(server: SmtpOptions): Promise<void> {
  await connected(
    connectionTo(server),
    credentialsOf(server),
    { to: 'nobody', begun: () => false },
    (_connection, ended) => {
      ended();
    },
  );
}

type Ended = (error?: Error | null) => void;

/** Does some work at a connection of its own, logged in, and closes it. Rejects with a GridFailure. */
async function connected(
  options: ReturnType<typeof connectionTo>,
  credentials: ReturnType<typeof credentialsOf>,
  { to, begun }: { readonly to: string; readonly begun: () => boolean },
  work: (connection: SmtpConnection, ended: Ended) => void,
): Promise<void> {
  const { default: Connection } = await import('nodemailer/lib/smtp-connection');
  const connection = new Connection(options);
  try {
    await new Promise<void>((done, failed) => {
      connection.once('error', failed);
      connection.once('end', () => {
        failed(new Error('The connection ended.'));
      });
      const then =
        (step: () => void): Ended =>
        (error) => {
          if (error) failed(error);
          else step();
        };
      const begin = (): void => {
        work(connection, then(done));
      };
      connection.connect(
        then(() => {
          if (credentials === null) begin();
          else connection.login(credentials, then(begin));
        }),
      );
    });
  } catch (error) {
    const host = `${options.host}:${options.port}`;
    throw smtpFailure(error, { host, to, begun: begun(), secret: credentials?.pass ?? null });
  } finally {
    connection.removeAllListeners();
    // A connection that is given up may still complain.
    connection.on('error', () => undefined);
    connection.quit();
    connection.close();
  }
}

function credentialsOf({ login }: SmtpOptions) {
  return login === null ? null : { user: login.user, pass: login.password() };
}

function connectionTo({ url, login, needsTls = false, timeoutMs, issuer }: SmtpOptions) {
  const { protocol, hostname, port } = new URL(url);
  const secure = protocol === 'smtps:';
  const host = hostname.replace(/^\[|\]$/g, '');
  return {
    host,
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    requireTLS: login !== null || (needsTls && !/^(?:localhost|127(?:\.\d+){3}|::1)$/.test(host)),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    ...(issuer !== undefined && { tls: { ca: issuer } }),
  };
}

async function composed({ from, to, subject, text, messageId, inReplyTo, headers }: Mail): Promise<Buffer> {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const message = {
    from,
    to,
    subject,
    text,
    messageId,
    headers: { 'Auto-Submitted': 'auto-generated', ...headers },
    ...(inReplyTo !== undefined && { inReplyTo, references: inReplyTo }),
  };
  return new MailComposer({ ...message, disableFileAccess: true, disableUrlAccess: true }).compile().build();
}
