import { X509Certificate } from 'node:crypto';
import { statSync } from 'node:fs';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { messageOf } from '../../model/message-of.js';
import { GridFailure } from '../ports.js';
import { readSecretFile } from '../secrets.js';

/** Connections kept open between requests. */
export interface Agents {
  readonly http: HttpAgent;
  /** With the X.509 proxy of a file, as certificate and key, or without. Rejects a proxy that has run out. */
  https(proxyFile: string | undefined, nowMs: number): HttpsAgent;
}

interface Proxied {
  readonly agent: HttpsAgent;
  readonly modifiedMs: number;
  readonly endsMs: number;
}

// Below the 5 s after which common servers close an idle connection: a write that runs into such a
// closing cannot know whether it was heard.
const kept = { keepAlive: true, timeout: 4_000 };

const renew = 'Make a new one: `voms-proxy-init -voms atlas`.';

/** Agents of one door. A proxy that is renewed on disk is read again; the program may run for weeks. */
export function keepAliveAgents(): Agents {
  const plain = new HttpsAgent(kept);
  const proxied = new Map<string, Proxied>();
  return {
    http: new HttpAgent(kept),
    https: (proxyFile, nowMs) => {
      if (proxyFile === undefined) return plain;
      const modifiedMs = statSync(proxyFile, { throwIfNoEntry: false })?.mtimeMs;
      let entry = proxied.get(proxyFile);
      if (entry?.modifiedMs !== modifiedMs || entry === undefined) {
        entry?.agent.destroy();
        entry = readProxy(proxyFile, modifiedMs ?? 0);
        proxied.set(proxyFile, entry);
      }
      if (entry.endsMs <= nowMs) {
        throw new GridFailure(
          'not allowed',
          `The X.509 proxy in ${proxyFile} ended on ${new Date(entry.endsMs).toISOString()}.`,
          false,
          [renew],
        );
      }
      return entry.agent;
    },
  };
}

function readProxy(file: string, modifiedMs: number): Proxied {
  const pem = readSecretFile(file, 'X.509 proxy');
  try {
    const endsMs = Date.parse(new X509Certificate(pem).validTo);
    return { agent: new HttpsAgent({ ...kept, cert: pem, key: pem }), modifiedMs, endsMs };
  } catch (error) {
    throw new GridFailure(
      'not allowed',
      `The X.509 proxy in ${file} is not a PEM file with a certificate (${messageOf(error)}).`,
      false,
      [renew],
    );
  }
}
