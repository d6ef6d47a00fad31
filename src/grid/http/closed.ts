import { GridFailure, type Http } from '../ports.js';
import { call } from './failure.js';

/** The door closed for writes, for a dry-run: reads pass, and a write is rejected with nothing sent. */
export function closedDoor(http: Http): Http {
  return (request) =>
    request.effect === 'read'
      ? http(request)
      : Promise.reject(
          new GridFailure('stopped', `${call(request)} is a write, and this is a dry-run: nothing was sent.`, false),
        );
}
