import { GridFailure, type HttpRequest } from '../ports.js';

interface Trouble {
  readonly problem: GridFailure['problem'];
  /** Where the kind of trouble itself proves that nothing was heard. */
  readonly unheard?: true;
  readonly sentence: string;
  readonly advice: readonly string[];
}

/**
 * The GridFailure behind an error of the network: what happened, where, and what to do. `sent` says
 * whether the connection stood when it happened; certificates and DNS fail before that by nature.
 */
export function networkFailure(error: unknown, request: HttpRequest, sent: boolean): GridFailure {
  const code = codeOf(error);
  const url = new URL(request.url);
  const trouble = unreachable(code, url) ?? untrusted(code, url) ?? notHttp(code, url, error) ?? lost(code, request, sent, error);
  return new GridFailure(trouble.problem, trouble.sentence, sent && !trouble.unheard, trouble.advice);
}

/** The address cannot even be read. */
export function notAnAddress(request: HttpRequest): GridFailure {
  return new GridFailure('refused', `"${request.url}" is not a web address.`, false, ['Check the addresses in the grid profile: they begin with http:// or https://.']);
}

/** A header's value would break out of its line, or cannot be written in Latin-1. */
export function badHeader(request: HttpRequest, name: string): GridFailure {
  return new GridFailure('refused', `The ${name} header for ${hostOf(request)} has a character that no header may have.`, false, ['Look for line breaks and odd characters in the token, and in names of the grid profile.']);
}

/** No answer within the request's time-out. */
export function timeoutFailure(request: HttpRequest, sent: boolean): GridFailure {
  const seconds = String(request.timeoutMs / 1000);
  return sent
    ? new GridFailure('timeout', `${call(request)} was not answered within ${seconds} s.`, true, afterSending(request))
    : new GridFailure('timeout', `${hostOf(request)} could not be connected to within ${seconds} s.`, false, ['Check the network, a firewall, and whether the service is up.']);
}

/** The caller's signal ended the request. */
export function stoppedFailure(request: HttpRequest, sent: boolean): GridFailure {
  return new GridFailure('stopped', `${call(request)} was stopped${sent ? ' before its answer came' : ' before it was sent'}.`, sent);
}

/** A write was answered by a redirect: it was not followed, since nobody knows what the first address did. */
export function redirectFailure(request: HttpRequest, status: number, location: string | undefined): GridFailure {
  return new GridFailure('not understood', `${call(request)} is a write, and was answered by a redirect (${status}) to ${location ?? 'nowhere'}; it was not followed.`, true, [
    'Put the address that answers by itself into the grid profile.',
    ...afterSending(request),
  ]);
}

/** `GET host/path`, without the query: that can be long. */
export function call(request: Pick<HttpRequest, 'method' | 'url'>): string {
  const url = new URL(request.url);
  return `${request.method} ${url.host}${url.pathname}`;
}

function hostOf(request: HttpRequest): string {
  return new URL(request.url).host;
}

function afterSending(request: HttpRequest): string[] {
  return request.effect === 'write' ? ['The change may have happened, or may still: it is read back before anything else is tried.'] : [];
}

/** The error's code; a TLS error that hides its reason in the message gets the code that newer runtimes give it. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return '';
  const reason = error.code === 'EPROTO' ? /SSL routines:[^:]*:([^:]+):/.exec(error.message)?.[1] : undefined;
  return reason === undefined ? error.code : `ERR_SSL_${reason.toUpperCase().replaceAll(' ', '_')}`;
}

function unreachable(code: string, url: URL): Trouble | null {
  switch (code) {
    case 'ECONNREFUSED':
      return { problem: 'unreachable', sentence: `${url.host} refuses connections: nothing listens there.`, advice: ['Check the address in the grid profile, and whether the service is up.'] };
    case 'ENOTFOUND':
      return { problem: 'unreachable', sentence: `There is no host named ${url.hostname} (DNS).`, advice: ['Check the spelling of the address in the grid profile, and whether this machine has its network.'] };
    case 'EAI_AGAIN':
      return { problem: 'unreachable', sentence: `The name ${url.hostname} could not be looked up: DNS does not answer.`, advice: ['Check the network of this machine; try again in a minute.'] };
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
    case 'ENETDOWN':
      return { problem: 'unreachable', sentence: `There is no route to ${url.host} (${code}).`, advice: ['Check the network of this machine, and a firewall or VPN between.'] };
    case 'EMFILE':
    case 'ENFILE':
      return { problem: 'unreachable', sentence: 'This machine has no file handles left for another connection.', advice: ['Lower `concurrency` in the grid section, or raise the limit (`ulimit -n`).'] };
    default:
      return null;
  }
}

const certificateTroubles: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet',
  CERT_REVOKED: 'was revoked',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'comes from an issuer that this machine does not know',
  UNABLE_TO_GET_ISSUER_CERT: 'comes from an issuer that this machine does not know',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'comes from an issuer that this machine does not know',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'comes from an issuer that this machine does not know',
  ERR_TLS_CERT_ALTNAME_INVALID: 'belongs to another host',
};

function untrusted(code: string, url: URL): Trouble | null {
  const trouble = certificateTroubles[code];
  if (trouble !== undefined) {
    const advice = /issuer|itself/.test(trouble)
      ? 'Point NODE_EXTRA_CA_CERTS at a PEM file with the issuer (grid CAs are in /etc/grid-security/certificates).'
      : "Check this machine's clock; else tell the people who run the service.";
    return { problem: 'not allowed', unheard: true, sentence: `The certificate of ${url.host} ${trouble} (${code}); the connection was given up.`, advice: [advice] };
  }
  if (/^ERR_SSL_.*ALERT.*(CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED|HANDSHAKE_FAILURE)/.test(code)) {
    return {
      problem: 'not allowed',
      // TLS 1.3 judges our certificate after we begin to send; what was sent is then dropped unread.
      unheard: true,
      sentence: `${url.host} does not accept our certificate (${code}).`,
      advice: ['Renew the proxy (`voms-proxy-init -voms atlas`) and check `proxy_file` in the grid profile.'],
    };
  }
  return null;
}

function notHttp(code: string, url: URL, error: unknown): Trouble | null {
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG') {
    return { problem: 'not understood', sentence: `${url.host} does not speak TLS at this port (${code}).`, advice: ['Check http:// or https://, and the port, in the grid profile.'] };
  }
  if (code.startsWith('HPE_')) {
    return { problem: 'not understood', sentence: `${url.host} answered with something that is not HTTP (${code}).`, advice: ['Check http:// or https://, and the port, in the grid profile.'] };
  }
  if (code.startsWith('Z_') || code.startsWith('ERR__ERROR_')) {
    return { problem: 'not understood', sentence: `${url.host} sent a compressed answer that cannot be unpacked (${code}).`, advice: ['Try again; if it stays, tell the people who run the service.'] };
  }
  if (error instanceof Error && error.message.startsWith('maxContentLength')) {
    return { problem: 'not understood', sentence: `The answer of ${url.host}${url.pathname} is larger than this program takes.`, advice: ['Check the address in the grid profile: such an answer is not the one that was asked for.'] };
  }
  if (code.startsWith('ERR_INVALID_') || code === 'ERR_UNESCAPED_CHARACTERS' || code === 'ERR_BAD_REQUEST') {
    return { problem: 'refused', sentence: `The request to ${url.host} cannot be written down as HTTP (${code}).`, advice: ['Look for odd characters in addresses and names in the grid profile.'] };
  }
  return null;
}

function lost(code: string, request: HttpRequest, sent: boolean, error: unknown): Trouble {
  const why = code || (error instanceof Error ? error.message : String(error));
  return sent
    ? { problem: 'connection lost', sentence: `The connection to ${hostOf(request)} was lost before the answer to ${request.method} ${new URL(request.url).pathname} was complete (${why}).`, advice: afterSending(request) }
    : { problem: 'unreachable', sentence: `No connection to ${hostOf(request)} came about (${why}).`, advice: ['Check the address in the grid profile, and whether the service is up.'] };
}
