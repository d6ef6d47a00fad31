import { dirname, resolve } from 'node:path';
import { fail, ok, warn, type Check, type Finding } from '../../app/examine.js';
import { authoritiesIn } from '../../grid/identity/authorities.js';
import {
  catalogueCredentials,
  shortestLifeMs,
  shortLifeMs,
  timeLeft,
  tokenIn,
  type Credential,
  renewalOf,
} from '../../grid/identity/life.js';
import { readSecret } from '../../grid/secrets.js';
import type { Inventory } from '../../model/inventory.js';
import type { GridProfile } from '../../model/grid-config.js';

/** Everything that proves who we are, and until when. Files of the profile stand beside the inventory already. */
export function secretChecks(profile: GridProfile, { file, campaign, notices }: Inventory): readonly Check[] {
  const { channel } = campaign.requests;
  const desk = channel === 'none' ? undefined : profile.helpdesk[channel];
  const beside = (name: string): string => resolve(dirname(file), name);
  const password = (place: string, what: string): Check => ({
    name: what,
    look: () => {
      readSecret(place, what);
      return ok(`${place} can be read, by its owner alone.`);
    },
  });
  const { authorities } = profile;
  const { webhook, mail } = notices;
  return [
    ...(authorities === null
      ? []
      : [
          {
            name: 'authorities',
            look: () => ok(`${authoritiesIn(authorities).length} certificates in ${authorities}.`),
          },
        ]),
    ...catalogueCredentials(profile.catalogue).map(({ name, read }) => ({ name, look: () => lifeOf(read()) })),
    ...(profile.catalogue.writer === 'agis' && profile.catalogue.proxy_file === null
      ? [
          {
            name: 'X.509 proxy',
            look: () =>
              warn(
                'The profile writes with calls and names no proxy_file.',
                'Name the proxy that writes go with, or let people write: `writer: instructions`.',
              ),
          },
        ]
      : []),
    ...(desk?.token_file == null
      ? []
      : [secretOf(`${channel} token`, () => tokenIn(desk.token_file ?? '', `${channel} token`))]),
    ...(desk?.password_file == null ? [] : [password(desk.password_file, 'mail password')]),
    ...(webhook === null ? [] : [password(beside(webhook.url_file), 'webhook address')]),
    ...(mail?.password_file == null ? [] : [password(beside(mail.password_file), 'password of notices')]),
  ];
}

function secretOf(name: string, read: () => Credential): Check {
  return { name, look: () => lifeOf(read()) };
}

function lifeOf({ what, file, subject, endsMs }: Credential): Finding {
  const who = subject === null ? '' : ` of ${subject}`;
  if (endsMs === null) return ok(`${file} can be read, by its owner alone; it does not say how long it holds.`);
  const leftMs = endsMs - Date.now();
  const renewal = renewalOf(what);
  if (leftMs <= 0) return fail(`${file}${who} ended on ${new Date(endsMs).toISOString()}.`, renewal);
  const left = `${file}${who}: ${timeLeft(leftMs)} left.`;
  if (leftMs < shortestLifeMs) return fail(left, renewal);
  return leftMs < shortLifeMs ? warn(left, renewal) : ok(left);
}
