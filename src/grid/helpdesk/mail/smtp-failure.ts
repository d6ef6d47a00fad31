import { GridFailure } from '../../ports.js';
import { oneLine } from '../../../model/text/printable.js';

interface Sending {
  /** `host:port` */
  readonly host: string;
  readonly to: string;
  /** Whether any of the text had left. */
  readonly begun: boolean;
  /** The password: it is never repeated. */
  readonly secret: string | null;
}

interface SmtpError {
  readonly code: string;
  /** The server's three digits, where it said something. */
  readonly responseCode: number | null;
  readonly message: string;
}

type Trouble = Pick<GridFailure, 'problem' | 'message' | 'advice'>;

/** What a mail server or the way to it did, in a sentence. With a reply of the server's the mail certainly did not go out. */
export function smtpFailure(thrown: unknown, sending: Sending): GridFailure {
  const error = errorOf(thrown, sending.secret);
  const refused = error.responseCode === null ? null : turnedDown(error, sending);
  if (refused)
    return new GridFailure(
      refused.problem,
      refused.message,
      false,
      refused.advice,
      refused.problem === 'busy' ? 60_000 : null,
    );
  const trouble = sending.begun ? lost(error, sending) : unreached(error, sending);
  return new GridFailure(trouble.problem, trouble.message, sending.begun, trouble.advice);
}

function errorOf(thrown: unknown, secret: string | null): SmtpError {
  const { code, responseCode, message } = (
    thrown instanceof Error ? thrown : { message: String(thrown) }
  ) as Partial<SmtpError> & { readonly message: string };
  return {
    code: typeof code === 'string' ? code : '',
    responseCode: typeof responseCode === 'number' ? responseCode : null,
    message: oneLine(
      secret === null
        ? message
        : message.replaceAll(secret, '…').replaceAll(Buffer.from(secret).toString('base64'), '…'),
      300,
    ),
  };
}

function turnedDown({ code, responseCode, message }: SmtpError, { host, to }: Sending): Trouble {
  if (code === 'EAUTH')
    return {
      problem: 'not allowed',
      message: `The mail server ${host} does not accept our login (${message}).`,
      advice: ['Check `user` and password_file in the helpdesk section of the grid profile.'],
    };
  if (responseCode === 452 || responseCode === 552)
    return {
      problem: 'refused',
      message: `The mailbox of ${to} is full, or the mail too large (${message}).`,
      advice: ['Reach the site another way, record it with `migrate request sent SITE`, or try again later.'],
    };
  if (responseCode === 550 || responseCode === 551 || responseCode === 553)
    return {
      problem: 'refused',
      message: `The mail server ${host} does not deliver to ${to} (${message}).`,
      advice: ["Check the site's `contact` in the inventory."],
    };
  if (responseCode !== null && responseCode < 500)
    return {
      problem: 'busy',
      message: `The mail server ${host} asks to try again later (${message}).`,
      advice: ['Try again in a few minutes.'],
    };
  return {
    problem: 'refused',
    message: `The mail server ${host} refused the mail to ${to} (${message}).`,
    advice: ['Ask the people who run the mail server.'],
  };
}

function lost({ code, message }: SmtpError, { host, to }: Sending): Trouble {
  const problem = code === 'ETIMEDOUT' ? 'timeout' : 'connection lost';
  return {
    problem,
    message: `The mail to ${to} was handed to ${host}, and its answer never came (${message}).`,
    advice: ['Whether it went out nobody can look up: ask the site.'],
  };
}

function unreached({ code, message }: SmtpError, { host }: Sending): Trouble {
  const profile = 'Check the address of the mail server in the grid profile, and the network of this machine.';
  if (/certificate|self.signed|altname/i.test(message)) {
    const what = /expired/i.test(message) ? 'has expired' : `is not trusted (${message})`;
    return {
      problem: 'not allowed',
      message: `The certificate of the mail server ${host} ${what}; the connection was given up.`,
      advice: ['Tell the people who run it; an issuer that this machine does not know goes into NODE_EXTRA_CA_CERTS.'],
    };
  }
  if (code === 'EDNS' || /ENOTFOUND|EAI_AGAIN/.test(message))
    return {
      problem: 'unreachable',
      message: `There is no mail server named ${host} (${message}).`,
      advice: [profile],
    };
  if (code === 'EAUTH' || code === 'ENOAUTH')
    return {
      problem: 'not allowed',
      message: `The mail server ${host} takes no login of ours (${message}).`,
      advice: ['Check `user` and password_file in the helpdesk section of the grid profile.'],
    };
  if (code === 'ETLS')
    return {
      problem: 'not allowed',
      message: `The mail server ${host} does not go over to TLS, and a login is never sent without it (${message}).`,
      advice: ['Use smtps:// and its port in the grid profile.'],
    };
  if (code === 'ETIMEDOUT')
    return {
      problem: 'timeout',
      message: `The mail server ${host} did not answer in time (${message}).`,
      advice: [profile],
    };
  return {
    problem: 'unreachable',
    message: `The mail server ${host} cannot be reached (${message}).`,
    advice: [profile],
  };
}
