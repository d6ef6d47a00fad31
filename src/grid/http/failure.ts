import { messageOf } from '../../model/user-error.js';
import { GridFailure, type HttpRequest } from '../ports.js';

interface Trouble {
  readonly problem: GridFailure['problem'];
  readonly sentence: string;
  readonly advice: readonly string[];
  /** The kind of trouble itself proves that nothing was heard. */
  readonly unheard?: true;
}

/**
 * The GridFailure behind an error of the network: what happened, where, and what to do. `sent` says
 * whether the connection stood when it happened; certificates and DNS fail before that by nature.
 */
export function networkFailure(error: unknown, request: HttpRequest, sent: boolean): GridFailure {
  const code = codeOf(error);
  const url = new URL(request.url);
  const trouble =
    unreachable(code, url) ??
    untrusted(code, url) ??
    notHttp(code, url, error) ??
    lost(code || messageOf(error), request, sent);
  return new GridFailure(trouble.problem, trouble.sentence, sent && !trouble.unheard, trouble.advice);
}

/** The address cannot even be read. */
export function notAnAddress({ url }: HttpRequest): GridFailure {
  const advice = 'Check the addresses in the grid profile: they begin with http:// or https://.';
  return new GridFailure('refused', `"${url}" is not a web address.`, false, [advice]);
}

/** A token or proxy, and no TLS to the service. */
export function inTheOpen(request: HttpRequest): GridFailure {
  return new GridFailure(
    'refused',
    `${hostOf(request)} is reached without TLS, so no token and no proxy is sent to it: anybody on the way could read it.`,
    false,
    ['Write https:// in the grid profile; http:// is for services on this machine.'],
  );
}

/** A header's value would break out of its line, or cannot be written in Latin-1. */
export function badHeader(request: HttpRequest, name: string): GridFailure {
  const advice = 'Look for line breaks and odd characters in the token, and in names of the grid profile.';
  return new GridFailure(
    'refused',
    `The ${name} header for ${hostOf(request)} has a character that no header may have.`,
    false,
    [advice],
  );
}

/** No answer within the request's time-out. */
export function timeoutFailure(request: HttpRequest, sent: boolean): GridFailure {
  const seconds = request.timeoutMs / 1000;
  if (sent)
    return new GridFailure(
      'timeout',
      `${call(request)} was not answered within ${seconds} s.`,
      true,
      afterSending(request),
    );
  const advice = 'Check the network, a firewall, and whether the service is up.';
  return new GridFailure('timeout', `${hostOf(request)} could not be connected to within ${seconds} s.`, false, [
    advice,
  ]);
}

/** The caller's signal ended the request. */
export function stoppedFailure(request: HttpRequest, sent: boolean): GridFailure {
  return new GridFailure(
    'stopped',
    `${call(request)} was stopped ${sent ? 'before its answer came' : 'before it was sent'}.`,
    sent,
  );
}

/** A write was answered by a redirect: it was not followed, since nobody knows what the first address did. */
export function redirectFailure(request: HttpRequest, status: number, location: string | undefined): GridFailure {
  const sentence = `${call(request)} is a write, and was answered by a redirect (${status}) to ${location ?? 'nowhere'}; it was not followed.`;
  return new GridFailure('not understood', sentence, true, [
    'Put the address that answers by itself into the grid profile.',
    ...afterSending(request),
  ]);
}

/** `GET host/path`, without the query: that can be long. */
export function call({ method, url }: Pick<HttpRequest, 'method' | 'url'>): string {
  const { host, pathname } = new URL(url);
  return `${method} ${host}${pathname}`;
}

function hostOf({ url }: HttpRequest): string {
  return new URL(url).host;
}

function afterSending({ effect }: HttpRequest): string[] {
  return effect === 'write'
    ? ['The change may have happened, or may still: it is read back before anything else is tried.']
    : [];
}

/** The error's code; a TLS error that hides its reason in the message gets the code that newer runtimes give it. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return '';
  const reason = error.code === 'EPROTO' ? /SSL routines:[^:]*:([^:]+):/.exec(error.message)?.[1] : undefined;
  return reason === undefined ? error.code : `ERR_SSL_${reason.toUpperCase().replaceAll(' ', '_')}`;
}

const checkAddress = 'Check the address in the grid profile, and whether the service is up.';
const checkPort = 'Check http:// or https://, and the port, in the grid profile.';

function unreachable(code: string, { host, hostname }: URL): Trouble | null {
  const trouble = (sentence: string, advice: string): Trouble => ({
    problem: 'unreachable',
    sentence,
    advice: [advice],
  });
  switch (code) {
    case 'ECONNREFUSED':
      return trouble(`${host} refuses connections: nothing listens there.`, checkAddress);
    case 'ENOTFOUND':
      return trouble(
        `There is no host named ${hostname} (DNS).`,
        'Check the spelling of the address in the grid profile, and whether this machine has its network.',
      );
    case 'EAI_AGAIN':
      return trouble(
        `The name ${hostname} could not be looked up: DNS does not answer.`,
        'Check the network of this machine; try again in a minute.',
      );
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
    case 'ENETDOWN':
      return trouble(
        `There is no route to ${host} (${code}).`,
        'Check the network of this machine, and a firewall or VPN between.',
      );
    case 'EMFILE':
    case 'ENFILE':
      return trouble(
        'This machine has no file handles left for another connection.',
        'Lower `concurrency` in the grid section, or raise the limit (`ulimit -n`).',
      );
    default:
      return null;
  }
}

const unknownIssuer = 'comes from an issuer that this machine does not know';

const certificateTroubles: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet',
  CERT_REVOKED: 'was revoked',
  DEPTH_ZERO_SELF_SIGNED_CERT: unknownIssuer,
  SELF_SIGNED_CERT_IN_CHAIN: unknownIssuer,
  UNABLE_TO_GET_ISSUER_CERT: unknownIssuer,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownIssuer,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownIssuer,
  ERR_TLS_CERT_ALTNAME_INVALID: 'belongs to another host',
};

const ourCertificateRefused = /^ERR_SSL_.*ALERT.*(CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED|HANDSHAKE_FAILURE)/;

function untrusted(code: string, { host }: URL): Trouble | null {
  const wrong = certificateTroubles[code];
  if (wrong !== undefined) {
    const advice =
      wrong === unknownIssuer
        ? 'Point NODE_EXTRA_CA_CERTS at a PEM file with the issuer (grid CAs are in /etc/grid-security/certificates).'
        : "Check this machine's clock; else tell the people who run the service.";
    return {
      problem: 'not allowed',
      sentence: `The certificate of ${host} ${wrong} (${code}); the connection was given up.`,
      advice: [advice],
      unheard: true,
    };
  }
  if (!ourCertificateRefused.test(code)) return null;
  return {
    problem: 'not allowed',
    sentence: `${host} does not accept our certificate (${code}).`,
    advice: ['Renew the proxy (`voms-proxy-init -voms atlas`) and check `proxy_file` in the grid profile.'],
    // TLS 1.3 judges our certificate after we begin to send; what was sent is then dropped unread.
    unheard: true,
  };
}

function notHttp(code: string, { host, pathname }: URL, error: unknown): Trouble | null {
  const trouble = (sentence: string, advice: string): Trouble => ({
    problem: 'not understood',
    sentence,
    advice: [advice],
  });
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG') {
    return trouble(`${host} does not speak TLS at this port (${code}).`, checkPort);
  }
  if (code.startsWith('HPE_')) return trouble(`${host} answered with something that is not HTTP (${code}).`, checkPort);
  if (code.startsWith('Z_') || code.startsWith('ERR__ERROR_')) {
    return trouble(
      `${host} sent a compressed answer that cannot be unpacked (${code}).`,
      'Try again; if it stays, tell the people who run the service.',
    );
  }
  if (messageOf(error).startsWith('maxContentLength')) {
    return trouble(
      `The answer of ${host}${pathname} is larger than this program takes.`,
      'Check the address in the grid profile: such an answer is not the one that was asked for.',
    );
  }
  return null;
}

function lost(why: string, request: HttpRequest, sent: boolean): Trouble {
  if (!sent)
    return {
      problem: 'unreachable',
      sentence: `No connection to ${hostOf(request)} came about (${why}).`,
      advice: [checkAddress],
    };
  const sentence = `The connection was lost before the answer to ${call(request)} was complete (${why}).`;
  return { problem: 'connection lost', sentence, advice: afterSending(request) };
}
