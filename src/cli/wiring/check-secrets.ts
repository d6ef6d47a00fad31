import { existsSync } from 'node:fs';
import { readProxy } from '../../grid/identity/proxy.js';
import { readSecret } from '../../grid/secrets.js';
import type { GridProfile } from '../../model/grid-config.js';
import type { Channel } from '../../model/campaign.js';

/**
 * Throws a GridFailure for a file of a profile's secrets that others can read, that is empty or is none, before
 * anything is sent to anybody. A missing file is told of by whoever needs it: who only looks may do without.
 */
export function checkSecrets({ catalogue, helpdesk }: GridProfile, channel: Channel | 'none'): void {
  const desk = channel === 'none' ? undefined : helpdesk[channel];
  const secrets = [
    ['catalogue token', catalogue.token_file],
    [`${channel} token`, desk?.token_file ?? null],
    [`${channel} password`, desk?.password_file ?? null],
  ] as const;
  if (catalogue.proxy_file !== null && existsSync(catalogue.proxy_file)) readProxy(catalogue.proxy_file);
  for (const [what, file] of secrets) if (file !== null && existsSync(file)) readSecret(file, what);
}
