import { createPrivateKey, X509Certificate } from 'node:crypto';
import { messageOf } from '../../model/user-error.js';
import { GridFailure } from '../ports.js';
import { readSecretFile } from '../secrets.js';

/** An X.509 proxy, or a certificate with its key, in one PEM file of its owner's. */
export interface Proxy {
  readonly pem: string;
  /** Who it stands for, e.g. `CN=anna`. */
  readonly subject: string;
  /** When the first of its certificates ends, or the attributes that a VOMS server signed in it. */
  readonly endsMs: number;
}

export const renewProxy = 'Make a new one: `voms-proxy-init -voms atlas`.';

/**
 * Reads and checks a proxy: readable by its owner alone, certificates and a key in it, and the key belongs to the
 * first certificate. Whether it has ended is for the caller to see. Throws a GridFailure.
 */
export function readProxy(file: string): Proxy {
  const pem = readSecretFile(file, 'X.509 proxy');
  const refuse = (why: string): GridFailure =>
    new GridFailure('not allowed', `The X.509 proxy in ${file} ${why}.`, false, [renewProxy]);
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  const certificates = blocks.map((block) => {
    try {
      return new X509Certificate(block);
    } catch (error) {
      throw refuse(`has a certificate that cannot be read (${messageOf(error)})`);
    }
  });
  const [own] = certificates;
  if (!own) throw refuse('is not a PEM file with a certificate');
  const keyText = /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----[\s\S]+?-----END (?:[A-Z]+ )*PRIVATE KEY-----/.exec(pem)?.[0];
  if (keyText === undefined) throw refuse('has no private key beside its certificate');
  if (!isKeyOf(own, keyText, refuse)) throw refuse('has a private key that belongs to another certificate');
  const ends = certificates.map(({ validTo }) => Date.parse(validTo));
  const attributesEnd = vomsEndMs(own.raw);
  return {
    pem,
    subject: own.subject.replaceAll('\n', ', '),
    endsMs: Math.min(...ends, ...(attributesEnd === null ? [] : [attributesEnd])),
  };
}

function isKeyOf(certificate: X509Certificate, key: string, refuse: (why: string) => GridFailure): boolean {
  try {
    return certificate.checkPrivateKey(createPrivateKey(key));
  } catch (error) {
    throw refuse(`has a private key that cannot be read, or is locked with a passphrase (${messageOf(error)})`);
  }
}

/** The failure that an ended proxy is. */
export function endedProxy(file: string, endsMs: number): GridFailure {
  const ended = `The X.509 proxy in ${file} ended on ${new Date(endsMs).toISOString()}.`;
  return new GridFailure('not allowed', ended, false, [renewProxy]);
}

// 1.3.6.1.4.1.8005.100.100.5: the attribute certificates of VOMS.
const vomsAttributes = Buffer.from('060a2b06010401be45646405', 'hex');

/** The attributes end on their own: of the first two times after their mark the second is their end. null: there are none. */
export function vomsEndMs(certificate: Uint8Array): number | null {
  const bytes = Buffer.from(certificate);
  const at = bytes.indexOf(vomsAttributes);
  if (at === -1) return null;
  const times = [
    ...bytes
      .subarray(at)
      .toString('latin1')
      .matchAll(/\x18\x0f(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z/g),
  ];
  const [, year, month, day, hour, minute, second] = times[1] ?? [];
  const ms = Date.parse(`${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}Z`);
  return Number.isNaN(ms) ? null : ms;
}
