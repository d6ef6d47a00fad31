import type { Author } from '../world/journal.js';

/** A writer that acts by rules of its own. */
export function writer(name: 'HammerCloud' | 'Switcher'): Author {
  return {
    by: name,
    dn: `/DC=ch/DC=cern/OU=computers/CN=${name.toLowerCase()}`,
    request: '',
    agent: name,
    write: null,
  };
}

/** The first moment after `ms` that is a multiple of `periodMs`. */
export function nextTick(ms: number, periodMs: number): number {
  return (Math.floor(ms / periodMs) + 1) * periodMs;
}
