import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';

type Subject = Readonly<Record<string, string | readonly string[] | undefined>>;

/** How a front end tells a service behind it whose certificate it has checked. */
export const certificateHeader = 'x-ssl-client-s-dn';

export function isOverTls({ socket }: IncomingMessage): boolean {
  return socket instanceof TLSSocket;
}

/** The header for the certificate that came with a request; `unknown`: another authority signed it, or it has run out. */
export function certificateOf({ socket }: IncomingMessage): Readonly<Record<string, string>> | 'unknown' {
  if (!(socket instanceof TLSSocket)) return {};
  const peer: { readonly subject?: Subject } = socket.getPeerCertificate();
  if (peer.subject === undefined) return {};
  if (!socket.authorized) return 'unknown';
  return { [certificateHeader]: distinguishedName(peer.subject) };
}

/** As services write it: `/O=…/CN=…`. */
function distinguishedName(subject: Subject): string {
  return Object.entries(subject)
    .flatMap(([key, value = []]) => [value].flat().map((part) => `/${key}=${part}`))
    .join('');
}
