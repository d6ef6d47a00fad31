import { request as requestHttp, type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { GridFailure, HttpRequest } from '../ports.js';
import { networkFailure, stoppedFailure, timeoutFailure } from './failure.js';

/** One request under way: its time-out, its signal, and whether it can have reached the other side. */
export interface Flight {
  /** Stands in the place of node's `request`. */
  readonly launch: (options: RequestOptions, onResponse: (response: IncomingMessage) => void) => ClientRequest;
  readonly failure: (error: unknown) => GridFailure;
  readonly land: () => void;
}

/**
 * Nothing can have been heard before the connection stands (for https: before the certificate is
 * accepted), so `sent` is told by the socket, not guessed from the error.
 */
export function takeOff(request: HttpRequest): Flight {
  if (request.signal?.aborted) throw stoppedFailure(request, false);
  const secure = request.url.startsWith('https:');
  let sent = false;
  let cut: 'timeout' | 'stopped' | null = null;
  let underWay: ClientRequest | null = null;

  function cutOff(why: 'timeout' | 'stopped'): void {
    cut = why;
    underWay?.destroy(new Error(why));
  }
  const stop = (): void => cutOff('stopped');
  const timer = setTimeout(cutOff, request.timeoutMs, 'timeout');
  request.signal?.addEventListener('abort', stop, { once: true });

  return {
    launch: (options, onResponse) => {
      const launched = secure ? requestHttps(options, onResponse) : requestHttp(options, onResponse);
      launched.once('socket', (socket) => {
        if (launched.reusedSocket) sent = true;
        else
          socket.once(secure ? 'secureConnect' : 'connect', () => {
            sent = true;
          });
      });
      underWay = launched;
      return launched;
    },
    failure: (error) => {
      if (cut === 'timeout') return timeoutFailure(request, sent);
      if (cut === 'stopped') return stoppedFailure(request, sent);
      return networkFailure(error, request, sent);
    },
    land: () => {
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', stop);
    },
  };
}
