import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { ParsedMail } from 'mailparser';
import type { SMTPServerDataStream, SMTPServerOptions, SMTPServerSession } from 'smtp-server';
import { handle } from '../handler.js';
import type { World } from '../world/world.js';
import { rehearsalAccess } from './access.js';

export interface MailServeOptions {
  /** 0 (default): a port that is free. */
  readonly port?: number;
  /** Certificate and key, PEM; without them the server offers no TLS. */
  readonly identity?: { readonly cert: string; readonly key: string };
  /** TLS from the first byte (smtps). */
  readonly secure?: boolean;
  /** Nobody sends without the login of `rehearsalAccess`. */
  readonly loginRequired?: boolean;
}

export interface RehearsalMailServer {
  /** `smtp://127.0.0.1:PORT`, or smtps. */
  readonly url: string;
  close(): Promise<void>;
}

/** A reply of the server that is not 250. */
class Refusal extends Error {
  constructor(
    readonly responseCode: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Takes mail for a world over SMTP on loopback. A mailbox named `full@…` is full, `unknown@…` does not
 * exist; faults aimed at `mail` strike when a mail's text has arrived.
 */
export async function serveMail(
  world: World,
  { port = 0, identity, secure = false, loginRequired = false }: MailServeOptions = {},
): Promise<RehearsalMailServer> {
  const [{ SMTPServer }, { simpleParser }] = await Promise.all([import('smtp-server'), import('mailparser')]);
  const options: SMTPServerOptions = {
    ...identity,
    secure,
    authOptional: !loginRequired,
    allowInsecureAuth: true,
    disabledCommands: identity ? [] : ['STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 100,
    logger: false,
    onAuth: ({ username, password }, _session, answer) => {
      if (username === rehearsalAccess.user && password === rehearsalAccess.password) answer(null, { user: username });
      else answer(new Refusal(535, 'Authentication credentials invalid'));
    },
    onRcptTo: ({ address }, _session, answer) => {
      answer(mailboxRefusal(address));
    },
    onData: (stream, session, answer) => {
      take(stream, session).then(
        () => answer(null),
        (error: unknown) => answer(error instanceof Error ? error : new Error(String(error))),
      );
    },
  };
  const server = new SMTPServer(options);
  // A client that goes away is no trouble of the server's.
  server.on('error', () => undefined);

  async function take(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
    const mail = await simpleParser(stream);
    const reply = await handle(world, {
      method: 'POST',
      url: '/mail/messages',
      body: JSON.stringify(messageOf(mail, session)),
      user: userOf(session),
    });
    if (!('lost' in reply)) {
      if (reply.status >= 400)
        throw new Refusal(
          reply.status === 429 ? 451 : reply.status >= 500 && reply.status < 560 ? reply.status : 554,
          'The mail is refused',
        );
      return;
    }
    // No answer will come; the client waits or sees the connection end.
    if (reply.lost === 'reset') endConnection(session);
    await delay(60_000, undefined, { ref: false });
  }

  function endConnection({ id }: SMTPServerSession): void {
    const connections = server.connections as ReadonlySet<{ readonly id: string; readonly close: () => void }>;
    for (const connection of connections) if (connection.id === id) connection.close();
  }

  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', listening);
  });
  const { port: bound } = server.server.address() as AddressInfo;
  return {
    url: `${secure ? 'smtps' : 'smtp'}://127.0.0.1:${bound}`,
    close: () =>
      new Promise((closed) => {
        server.close(closed);
      }),
  };
}

function userOf({ user }: { readonly user?: unknown }): string {
  return typeof user === 'string' ? user : 'mail';
}

function mailboxRefusal(address: string): Refusal | null {
  const [box = ''] = address.split('@', 1);
  if (box === 'full') return new Refusal(552, 'Mailbox full');
  return box === 'unknown' ? new Refusal(550, 'No such user here') : null;
}

function messageOf({ subject, text, messageId }: ParsedMail, { envelope }: SMTPServerSession): unknown {
  return { to: envelope.rcptTo.map(({ address }) => address).join(', '), subject, text, messageId };
}
