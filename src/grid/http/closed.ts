import { GridFailure, type Http, type HttpRequest } from '../ports.js';
import { call } from './failure.js';

/** The door closed for writes, for a dry-run. */
export interface ClosedDoor {
  readonly http: Http;
  /** The writes that were turned away, in order. */
  readonly turnedAway: readonly HttpRequest[];
}

/** Reads pass; a write is recorded and rejected, with nothing sent. */
export function closedDoor(http: Http): ClosedDoor {
  const turnedAway: HttpRequest[] = [];
  return {
    turnedAway,
    http: (request) => {
      if (request.effect === 'read') return http(request);
      turnedAway.push(request);
      return Promise.reject(
        new GridFailure('stopped', `${call(request)} is a write, and this is a dry-run: nothing was sent.`, false),
      );
    },
  };
}
