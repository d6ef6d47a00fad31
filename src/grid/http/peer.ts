import { connect, rootCertificates, type PeerCertificate } from 'node:tls';
import type { HttpRequest } from '../ports.js';
import { networkFailure, timeoutFailure } from './failure.js';

/** The certificate that a service shows, verified as for every request. */
export interface PeerLife {
  readonly endsMs: number;
  readonly issuer: string;
}

/** Connects to an address that begins with https://, asks for nothing, and answers what certificate it shows. Rejects with a GridFailure. */
export function peerCertificate(
  url: string,
  { authorities, timeoutMs }: { readonly authorities: readonly string[]; readonly timeoutMs: number },
): Promise<PeerLife> {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const request: HttpRequest = { method: 'GET', url, timeoutMs, effect: 'read' };
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port: port === '' ? 443 : Number(port),
      ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
      ...(authorities.length > 0 && { ca: [...rootCertificates, ...authorities] }),
    });
    const timer = setTimeout(() => {
      socket.destroy();
      reject(timeoutFailure(request, false));
    }, timeoutMs);
    const end = (): void => {
      clearTimeout(timer);
      socket.destroy();
    };
    socket.once('secureConnect', () => {
      const { valid_to: validTo, issuer }: PeerCertificate = socket.getPeerCertificate();
      end();
      resolve({ endsMs: Date.parse(validTo), issuer: [issuer.O ?? [], issuer.CN ?? []].flat().join(', ') });
    });
    socket.once('error', (error) => {
      end();
      reject(networkFailure(error, request, false));
    });
  });
}
