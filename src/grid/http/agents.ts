import { statSync } from 'node:fs';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { rootCertificates } from 'node:tls';
import { messageOf } from '../../model/user-error.js';
import { endedProxy, readProxy } from '../identity/proxy.js';
import { GridFailure } from '../ports.js';

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

/**
 * Agents of one door. A proxy that is renewed on disk is read again; the program may run for weeks. `authorities`
 * are trusted beside those that this machine knows; they are read when the first connection needs them.
 */
export function keepAliveAgents(authorities: (() => readonly string[]) | null = null): Agents {
  let plain: HttpsAgent | null = null;
  let trusted: { readonly ca?: string[] } | null = null;
  const proxied = new Map<string, Proxied>();
  const trust = (): { readonly ca?: string[] } =>
    (trusted ??= authorities === null ? {} : { ca: [...rootCertificates, ...authorities()] });

  function withProxy(file: string, modifiedMs: number): Proxied {
    const { pem, endsMs } = readProxy(file);
    try {
      return { agent: new HttpsAgent({ ...kept, ...trust(), cert: pem, key: pem }), modifiedMs, endsMs };
    } catch (error) {
      if (error instanceof GridFailure) throw error;
      throw new GridFailure('not allowed', `The X.509 proxy in ${file} cannot be used: ${messageOf(error)}.`, false);
    }
  }

  return {
    http: new HttpAgent(kept),
    https: (proxyFile, nowMs) => {
      if (proxyFile === undefined) return (plain ??= new HttpsAgent({ ...kept, ...trust() }));
      const modifiedMs = statSync(proxyFile, { throwIfNoEntry: false })?.mtimeMs;
      let entry = proxied.get(proxyFile);
      if (entry?.modifiedMs !== modifiedMs || entry === undefined) {
        entry?.agent.destroy();
        entry = withProxy(proxyFile, modifiedMs ?? 0);
        proxied.set(proxyFile, entry);
      }
      if (entry.endsMs <= nowMs) throw endedProxy(proxyFile, entry.endsMs);
      return entry.agent;
    },
  };
}
